// Tags as chips with suggestions, over a text field of names between commas. Without this file that field works.
import { combobox, element } from "blog/desk/combobox"

function enhance(field) {
  const names = field.value.split(",").map((name) => name.trim()).filter(Boolean)
  const chips = element("ul", { className: "chosen" })
  const status = element("span", { className: "visually-hidden", aria: { role: "status" } })
  const same = (name) => (other) => other.localeCompare(name, undefined, { sensitivity: "accent" }) === 0

  const write = () => {
    field.value = names.join(", ")
    chips.replaceChildren(...names.map((name) => {
      const remove = element("button", { type: "button", textContent: "×", aria: { label: `${gettext("Remove")} ${name}` } })
      remove.addEventListener("click", () => {
        names.splice(names.indexOf(name), 1)
        status.textContent = `${name}: ${gettext("removed")}`
        write()
        input.focus()
      })
      return element("li", {}, element("span", { textContent: name }), remove)
    }))
  }
  const { input, list } = combobox({
    url: field.dataset.tags,
    isFree: true,
    describe: ({ name, posts }) => (posts ? `${name} (${posts})` : name),
    offer: ({ name }) => {
      if (names.some(same(name))) return
      names.push(name)
      status.textContent = `${name}: ${gettext("added")}`
      write()
    },
  })
  input.id = `${field.id}_entry`
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Backspace" || input.value || !names.length) return
    status.textContent = `${names.pop()}: ${gettext("removed")}`
    write()
  })
  document.querySelector(`label[for="${field.id}"]`).htmlFor = input.id
  field.type = "hidden"
  field.after(element("div", { className: "choices" }, chips, input, list, status))
  write()
}

const gettext = window.gettext || ((text) => text)
document.querySelectorAll("input[data-tags]").forEach(enhance)
