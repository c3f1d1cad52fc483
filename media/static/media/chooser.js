// Pictures from this device or from the library, the newest first, in one dialog that the keyboard can use.
const gettext = window.gettext || ((text) => text)

export const make = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

async function fetchPage(url, query) {
  const failed = gettext("The library cannot be reached. Try again.")
  const response = await fetch(`${url}?${query}`).catch(() => { throw new Error(failed) })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.error || failed)
  return answer
}

function build({ accept, several }) {
  const device = make("input", { type: "file", accept, multiple: several })
  const search = make("input", { type: "search", autocomplete: "off" })
  const grid = make("div", { className: "chooser-grid", role: "group" })
  const more = make("button", { type: "button", textContent: gettext("Show more"), hidden: true })
  const insert = make("button", { type: "button", className: "default", hidden: !several })
  const gallery = make("button", { type: "button", textContent: gettext("Insert as a gallery"), hidden: true })
  const cancel = make("button", { type: "button", textContent: gettext("Cancel") })
  const status = make("p", { className: "chooser-status", role: "status" })
  const dialog = make("dialog", { className: "chooser", ariaLabel: several ? gettext("Pictures") : gettext("A picture") },
    make("h2", { textContent: several ? gettext("Pictures") : gettext("A picture") }),
    make("label", { className: "chooser-device" }, gettext("From this device"), device),
    make("label", {}, gettext("Search the library"), search),
    status,
    grid,
    more,
    make("div", { className: "chooser-foot" }, insert, gallery, cancel))
  return { dialog, device, search, grid, more, insert, gallery, cancel, status }
}

// Returns a function that opens the dialog. ``url`` answers with pictures; of ``several`` the author collects some, one
// alone is chosen by its button. ``onFiles`` gets files from the device, ``onChosen`` pictures as the library describes
// them, in the order of choosing, ``onGallery`` those that are to stand together; all are called once the dialog is closed, after ``onClose``.
export function chooser({ url, accept, several = false, onFiles, onChosen, onGallery, onClose }) {
  const { dialog, device, search, grid, more, insert, gallery, cancel, status } = build({ accept, several })
  const chosen = new Map() // by number, in the order of choosing
  let after = null
  let next = null
  let asked = 0
  let timer

  const finish = (act) => {
    after = act
    dialog.close()
  }
  const countChosen = () => {
    insert.disabled = !chosen.size
    gallery.hidden = !onGallery || chosen.size < 2
    insert.textContent = chosen.size > 1 ? `${gettext("Insert")} ${chosen.size}` : gettext("Insert")
  }
  const option = (picture) => {
    const img = make("img", { src: picture.thumb, alt: "", loading: "lazy" })
    img.style.objectPosition = picture.position
    const name = make("span", { textContent: picture.alt || picture.caption || picture.name })
    const button = make("button", { type: "button", tabIndex: -1 }, img, name)
    if (several) button.ariaPressed = String(chosen.has(picture.id))
    button.addEventListener("click", () => {
      if (!several) return finish(() => onChosen([picture]))
      if (!chosen.delete(picture.id)) chosen.set(picture.id, picture)
      button.ariaPressed = String(chosen.has(picture.id))
      countChosen()
    })
    return button
  }
  // One stop of the Tab key, as a toolbar is: arrows lead from picture to picture.
  const stopAt = (button) => {
    for (const other of grid.children) other.tabIndex = other === button ? 0 : -1
  }
  const load = async (before = "") => {
    const turn = ++asked
    const q = search.value.trim()
    status.textContent = gettext("Looking …")
    try {
      const page = await fetchPage(url, new URLSearchParams({ q, before }))
      if (turn !== asked) return
      const options = page.results.map(option)
      if (before) grid.append(...options)
      else grid.replaceChildren(...options)
      grid.ariaLabel = q ? gettext("Found in the library") : gettext("Recent pictures")
      next = page.next
      more.hidden = !next
      const isEmpty = !grid.children.length
      status.textContent = isEmpty ? gettext("No picture found.") : grid.ariaLabel
      if (!isEmpty) stopAt(options[0])
      if (before) options[0]?.focus()
    } catch ({ message }) {
      if (turn === asked) status.textContent = message
    }
  }

  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(load, 200) // milliseconds: a word is typed faster
  })
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === search) event.preventDefault()
    const options = [...grid.children]
    const at = options.indexOf(event.target)
    if (at < 0) return
    const perRow = options.filter((button) => button.offsetTop === options[0].offsetTop).length
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow, Home: -at, End: options.length - 1 - at }[event.key]
    const to = step !== undefined && options[at + step]
    if (!to) return
    event.preventDefault()
    stopAt(to)
    to.focus()
  })
  grid.addEventListener("focusin", (event) => stopAt(event.target))
  more.addEventListener("click", () => load(next))
  cancel.addEventListener("click", () => dialog.close())
  insert.addEventListener("click", () => finish(() => onChosen([...chosen.values()])))
  gallery.addEventListener("click", () => finish(() => onGallery([...chosen.values()])))
  device.addEventListener("change", () => {
    const files = [...device.files]
    device.value = ""
    if (files.length) finish(() => onFiles(files))
  })
  dialog.addEventListener("close", () => {
    dialog.remove()
    onClose()
    after?.()
    after = null
  })

  return () => {
    chosen.clear()
    countChosen()
    grid.replaceChildren()
    more.hidden = true
    search.value = ""
    document.body.append(dialog)
    dialog.showModal()
    load()
  }
}
