// Authors in the order of their bylines, over a list to choose from. Without this file that list works.
import { combobox, element, gettext, replace } from "blog/desk/combobox"

function enhance(select) {
  const rows = element("ol", { className: "chosen-in-order", aria: { label: gettext("Chosen") } })
  const chosen = () => [...select.options].filter((option) => option.selected)

  const button = (sign, label, name, action, disabled = false) => {
    const made = element("button", { type: "button", textContent: sign, disabled, aria: { label: `${label} ${name}` } })
    made.addEventListener("click", () => {
      action()
      write()
      // The row has been written anew: the focus follows the name, or goes to where another can be chosen.
      const row = [...rows.children].find((other) => other.dataset.name === name)
      const same = [...(row?.querySelectorAll("button:not(:disabled)") || [])].find((other) => other.textContent === sign)
      ;(same || row?.querySelector("button:not(:disabled)") || input).focus()
    })
    return made
  }
  const write = () => {
    const all = chosen()
    rows.hidden = !all.length
    rows.replaceChildren(...all.map((option, index) => {
      const name = option.text
      const place = (at, what) => say(`${name}: ${what}, ${at + 1}/${all.length}`)
      const row = element("li", {}, element("span", { textContent: name }),
        button("↑", gettext("Move up"), name, () => {
          all[index - 1].before(option)
          place(index - 1, gettext("moved up"))
        }, index === 0),
        button("↓", gettext("Move down"), name, () => {
          all[index + 1].after(option)
          place(index + 1, gettext("moved down"))
        }, index === all.length - 1),
        button("×", gettext("Remove"), name, () => {
          option.selected = false
          say(`${name}: ${gettext("removed")}`)
        }))
      row.dataset.name = name
      return row
    }))
    select.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const { input, list, status, say } = combobox({
    url: select.dataset.authors,
    isFree: false,
    isTaken: ({ id }) => chosen().some((option) => option.value === String(id)),
    describe: ({ name, guest }) => (guest ? `${name} (${gettext("guest")})` : name),
    offer: ({ id, name }) => {
      const last = chosen().at(-1)
      const option = [...select.options].find((other) => other.value === String(id)) || new Option(name, id)
      option.selected = true
      if (last) last.after(option)
      else select.prepend(option)
      say(`${name}: ${gettext("added")}`)
      write()
    },
  })
  input.placeholder = gettext("Add an author")
  replace(select, input)
  select.hidden = true
  select.after(element("div", { className: "choices" }, rows, input, list, status))
  write()
}

document.querySelectorAll("select[data-authors]").forEach(enhance)
