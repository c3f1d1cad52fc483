// Authors in the order of their bylines, over a list to choose from. Without this file that list works.
import { combobox, element } from "blog/desk/combobox"

const gettext = window.gettext || ((text) => text)

function enhance(select) {
  const rows = element("ol", { className: "chosen-in-order" })
  const status = element("span", { className: "visually-hidden", aria: { role: "status" } })
  const chosen = () => [...select.options].filter((option) => option.selected)

  const button = (text, label, action, disabled = false) => {
    const made = element("button", { type: "button", textContent: text, disabled, aria: { label } })
    made.addEventListener("click", () => {
      action()
      write()
      rows.querySelector(`[aria-label="${CSS.escape(label)}"]:not(:disabled)`)?.focus()
    })
    return made
  }
  const write = () => {
    const all = chosen()
    rows.replaceChildren(...all.map((option, index) => {
      const name = option.text
      const say = (what) => { status.textContent = `${name}: ${what}` }
      return element("li", {}, element("span", { textContent: name }),
        button("↑", `${gettext("Move up")} ${name}`, () => { all[index - 1].before(option); say(gettext("moved up")) }, index === 0),
        button("↓", `${gettext("Move down")} ${name}`, () => { all[index + 1].after(option); say(gettext("moved down")) }, index === all.length - 1),
        button("×", `${gettext("Remove")} ${name}`, () => { option.selected = false; say(gettext("removed")) }))
    }))
  }
  const { input, list } = combobox({
    url: select.dataset.authors,
    isFree: false,
    describe: ({ name, guest }) => (guest ? `${name} (${gettext("guest")})` : name),
    offer: ({ id, name }) => {
      const option = [...select.options].find((other) => other.value === String(id)) || new Option(name, id)
      if (!option.selected) {
        option.selected = true
        const last = chosen().filter((other) => other !== option).at(-1)
        if (last) last.after(option)
        else select.prepend(option)
      }
      status.textContent = `${name}: ${gettext("added")}`
      write()
    },
  })
  input.id = `${select.id}_entry`
  input.placeholder = gettext("Add an author")
  document.querySelector(`label[for="${select.id}"]`).htmlFor = input.id
  select.hidden = true
  select.after(element("div", { className: "choices" }, rows, input, list, status))
  write()
}

document.querySelectorAll("select[data-authors]").forEach(enhance)
