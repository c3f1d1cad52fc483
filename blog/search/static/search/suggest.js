// Suggests authors, tags and titles while somebody types (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). The form works without.
const PAUSE_MS = 150

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-suggestions`, className: "suggestions", hidden: true })
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", input.dataset.label)
  input.after(list)
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value)
  }
  let active = -1
  let timer
  let asking

  const show = (suggestions) => {
    active = -1
    input.removeAttribute("aria-activedescendant")
    list.replaceChildren(...suggestions.map(({ label, url, kind }, number) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}-${number}` })
      option.setAttribute("role", "option")
      option.setAttribute("aria-selected", "false")
      option.dataset.url = url
      const words = Object.assign(document.createElement("bdi"), { textContent: label })
      if (kind !== "post") option.append(Object.assign(document.createElement("small"), { textContent: input.dataset[kind] }))
      option.append(words)
      return option
    }))
    list.hidden = suggestions.length === 0
    input.setAttribute("aria-expanded", String(!list.hidden))
  }

  const move = (step) => {
    const options = list.children
    options[active]?.setAttribute("aria-selected", "false")
    // One place more than there are options: there, the words that were typed are chosen.
    active = (active + 1 + step + options.length + 1) % (options.length + 1) - 1
    const option = options[active]
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    if (option) input.setAttribute("aria-activedescendant", option.id)
    else input.removeAttribute("aria-activedescendant")
  }

  const ask = async () => {
    asking?.abort()
    asking = new AbortController()
    const typed = input.value.trim()
    if (!typed) return show([])
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal })
      if (answer.ok) show((await answer.json()).suggestions)
    } catch {
      // Somebody typed on, or the network is away: the form still asks.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE_MS)
  })
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      move(event.key === "ArrowDown" ? 1 : -1)
    } else if (event.key === "Escape") {
      event.preventDefault()
      show([])
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault()
      location.assign(list.children[active].dataset.url)
    }
  })
  list.addEventListener("pointerdown", (event) => event.preventDefault()) // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]")
    if (option) location.assign(option.dataset.url)
  })
  input.addEventListener("blur", () => {
    clearTimeout(timer)
    asking?.abort()
    show([])
  })
}
