// Tags as chips with suggestions, over a text field of names between commas. Without this file that field works.
import { combobox, element, gettext, replace } from "blog/desk/combobox"

function enhance(field) {
  const names = field.value.split(/[,\n]/).map((name) => name.trim()).filter(Boolean)
  const chips = element("ul", { className: "chosen", aria: { label: gettext("Chosen") } })
  const isTaken = ({ name }) => names.some((other) => other.localeCompare(name, undefined, { sensitivity: "accent" }) === 0)

  const write = () => {
    field.value = names.join(", ")
    field.dispatchEvent(new Event("change", { bubbles: true }))
    chips.hidden = !names.length
    chips.replaceChildren(...names.map((name, index) => {
      const remove = element("button", { type: "button", textContent: "×", aria: { label: `${gettext("Remove")} ${name}` } })
      remove.addEventListener("click", () => {
        take(index)
        input.focus()
      })
      return element("li", {}, element("span", { textContent: name }), remove)
    }))
  }
  const take = (index) => {
    const [name] = names.splice(index, 1)
    say(`${name}: ${gettext("removed")}`)
    write()
  }
  const { input, list, status, say } = combobox({
    url: field.dataset.tags,
    isFree: true,
    isTaken,
    describe: ({ name, posts, typed }) => (typed ? `${typed} → ` : "") + (posts ? `${name} (${posts})` : name),
    offer: ({ name }) => {
      if (isTaken({ name })) return say(`${name}: ${gettext("is there already")}`)
      names.push(name)
      say(`${name}: ${gettext("added")}`)
      write()
    },
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value && names.length) take(names.length - 1)
  })
  replace(field, input)
  field.type = "hidden"
  field.after(element("div", { className: "choices" }, chips, input, list, status))
  write()
}

document.querySelectorAll("input[data-tags]").forEach(enhance)
