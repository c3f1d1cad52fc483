// A text box with suggestions, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ has it. Two fields use it.
// ``offer`` is called with a suggestion that was chosen, or with { name } for what was typed when ``isFree``.
let number = 0

export function element(name, properties = {}, ...children) {
  const { aria = {}, ...rest } = properties
  const made = Object.assign(document.createElement(name), rest)
  for (const [key, value] of Object.entries(aria)) made.setAttribute(key === "role" ? key : `aria-${key}`, value)
  made.append(...children)
  return made
}

export function combobox({ url, isFree, offer, describe = ({ name }) => name }) {
  const id = `suggestions-${++number}`
  const list = element("ul", { id, className: "suggestions", hidden: true, aria: { role: "listbox" } })
  const input = element("input", {
    type: "text",
    autocomplete: "off",
    aria: { role: "combobox", expanded: "false", autocomplete: "list", controls: id },
  })
  let shown = []
  let active = -1
  let asked = 0
  let timer

  const show = (suggestions) => {
    shown = suggestions
    active = -1
    list.hidden = !shown.length
    input.setAttribute("aria-expanded", String(shown.length > 0))
    input.removeAttribute("aria-activedescendant")
    list.replaceChildren(...shown.map((suggestion, index) => {
      const option = element("li", { id: `${id}-${index}`, textContent: describe(suggestion), aria: { role: "option", selected: "false" } })
      option.addEventListener("mousedown", (event) => {
        event.preventDefault()
        take(suggestion)
      })
      return option
    }))
  }
  const take = (suggestion) => {
    clearTimeout(timer)
    asked += 1
    input.value = ""
    show([])
    offer(suggestion)
  }
  const takeTyped = () => {
    const name = input.value.trim()
    if (isFree && name) take({ name })
  }
  const move = (step) => {
    if (!shown.length) return
    active = (active + step + shown.length) % shown.length
    ;[...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)))
    input.setAttribute("aria-activedescendant", list.children[active].id)
  }
  const ask = async () => {
    const turn = ++asked
    const response = await fetch(`${url}?q=${encodeURIComponent(input.value.trim())}`)
    if (!response.ok || turn !== asked) return
    show((await response.json()).results)
  }

  input.addEventListener("input", () => {
    clearTimeout(timer)
    if (isFree && input.value.includes(",")) {
      const names = input.value.split(",")
      const last = names.pop()
      for (const name of names) if (name.trim()) take({ name: name.trim() })
      input.value = last
    }
    if (input.value.trim()) timer = setTimeout(ask, 150)
    else show([])
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (active >= 0 || input.value)) {
      event.preventDefault()
      if (active >= 0) take(shown[active])
      else takeTyped()
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      move(event.key === "ArrowDown" ? 1 : -1)
    } else if (event.key === "Escape" && shown.length) {
      event.preventDefault()
      show([])
    }
  })
  input.addEventListener("blur", () => {
    takeTyped()
    show([])
  })
  return { input, list }
}
