// Tags as chips with suggestions, over a text field of names between commas. Without this file that field works.
import { combobox, element, gettext, replace } from "blog/desk/combobox"

function enhance(field) {
  const names = field.value.split(/[,\n]/).map((name) => name.trim()).filter(Boolean)
  const chips = element("ul", { className: "chosen", aria: { label: gettext("Chosen") } })
  const isTaken = ({ name }) => names.some((other) => other.localeCompare(name, undefined, { sensitivity: "accent" }) === 0)

  const remarks = new Map() // name: what there is to say of it

  const write = () => {
    field.value = names.join(", ")
    field.dispatchEvent(new Event("change", { bubbles: true }))
    show()
  }
  const show = () => {
    chips.hidden = !names.length
    chips.replaceChildren(...names.map((name, index) => {
      const remove = element("button", { type: "button", textContent: "×", aria: { label: `${gettext("Remove")} ${name}` } })
      remove.addEventListener("click", () => {
        take(index)
        input.focus()
      })
      const remark = remarks.has(name) ? [element("small", { textContent: remarks.get(name) })] : []
      return element("li", {}, element("span", { textContent: name }), ...remark, remove)
    }))
  }
  // A slip of the fingers would become a tag without anybody noticing.
  const look = async (name) => {
    const response = await fetch(`${field.dataset.tags}?q=${encodeURIComponent(name)}`).catch(() => null)
    if (!response?.ok) return
    const { known, may_add: mayAdd } = await response.json()
    if (known) return
    remarks.set(name, mayAdd ? gettext("new") : gettext("new: only an author or editor makes it"))
    say(`${name}: ${remarks.get(name)}`)
    show()
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
    offer: ({ name, posts }) => {
      if (isTaken({ name })) return say(`${name}: ${gettext("is there already")}`)
      names.push(name)
      say(`${name}: ${gettext("added")}`)
      write()
      if (posts === undefined) look(name)
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
