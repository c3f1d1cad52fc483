// A text box with suggestions, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ has it. Two fields use it.
let number = 0

export const gettext = window.gettext || ((text) => text)

export function element(name, properties = {}, ...children) {
  const { aria = {}, ...rest } = properties
  const made = Object.assign(document.createElement(name), rest)
  for (const [key, value] of Object.entries(aria)) made.setAttribute(key === "role" ? key : `aria-${key}`, value)
  made.append(...children)
  return made
}

// Puts ``input`` where ``field`` was: its label, its help, its error and every link to it lead to the new one.
export function replace(field, input) {
  input.id = field.id
  field.removeAttribute("id")
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (field.hasAttribute(name)) input.setAttribute(name, field.getAttribute(name))
  }
}

// Suggestions come from ``url``; ``offer`` is called with one that was chosen, or with { name } for a name that was
// typed, when ``isFree``. What ``isTaken`` is not suggested.
export function combobox({ url, isFree, offer, isTaken, describe }) {
  const id = `suggestions-${++number}`
  const list = element("ul", { id, className: "suggestions", hidden: true, aria: { role: "listbox", label: gettext("Suggestions") } })
  const input = element("input", {
    type: "text",
    autocomplete: "off",
    aria: { role: "combobox", expanded: "false", autocomplete: "list", controls: id },
  })
  const status = element("p", { className: "visually-hidden", aria: { role: "status" } })
  const say = (words) => { status.textContent = words }
  let shown = []
  let active = -1
  let asked = 0
  let timer

  const show = (suggestions) => {
    clearTimeout(timer)
    asked += 1
    shown = suggestions
    active = -1
    list.hidden = !shown.length
    input.setAttribute("aria-expanded", String(shown.length > 0))
    input.removeAttribute("aria-activedescendant")
    list.replaceChildren(...shown.map((suggestion, index) => {
      const text = describe(suggestion)
      const option = element("li", { id: `${id}-${index}`, textContent: text, aria: { role: "option", selected: "false" } })
      option.addEventListener("mousedown", (event) => event.preventDefault()) // the focus stays in the text box
      option.addEventListener("click", () => take(suggestion))
      return option
    }))
  }
  const take = (suggestion) => {
    input.value = ""
    show([])
    offer(suggestion)
  }
  const takeTyped = () => {
    for (const part of isFree ? input.value.split(/[,\n]/) : []) {
      if (part.trim()) take({ name: part.trim() })
    }
  }
  const move = (step) => {
    active = active < 0 && step < 0 ? shown.length - 1 : (active + step + shown.length) % shown.length
    for (const [index, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(index === active))
    list.children[active].scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", list.children[active].id)
  }
  const ask = async () => {
    const turn = ++asked
    const response = await fetch(`${url}?q=${encodeURIComponent(input.value.trim())}`).catch(() => null)
    if (turn !== asked || document.activeElement !== input) return
    // Without suggestions the field still works.
    const { results } = response?.ok ? await response.json() : { results: [] }
    const offered = results.filter((suggestion) => !isTaken(suggestion))
    show(offered)
    say(offered.length ? `${gettext("Suggestions:")} ${offered.length}` : isFree ? "" : gettext("Nobody of that name"))
  }

  input.addEventListener("input", () => {
    if (isFree && input.value.includes(",")) return takeTyped()
    clearTimeout(timer)
    if (input.value.trim()) timer = setTimeout(ask, 150) // milliseconds
    else show([])
  })
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "Enter") {
      event.preventDefault() // or it would save the post
      if (active >= 0) take(shown[active])
      else takeTyped()
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (shown.length) move(event.key === "ArrowDown" ? 1 : -1)
      else ask()
    } else if (event.key === "Escape" && shown.length) {
      event.preventDefault()
      show([])
    }
  })
  input.addEventListener("click", () => !isFree && !shown.length && ask())
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain")
    // A text box would make one line of them.
    if (!isFree || !text.includes("\n")) return
    event.preventDefault()
    for (const line of text.split(/[,\n]/)) if (line.trim()) take({ name: line.trim() })
  })
  input.addEventListener("blur", () => {
    takeTyped()
    show([])
  })
  return { input, list, status, say }
}
