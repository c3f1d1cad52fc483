// Pictures from this device or from the library, several at once, in one dialog that the keyboard can use.
import { Extension, crel, gettext, pm } from "django-prose-editor/editor"

const { NodeSelection } = pm.state

const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif"

function build() {
  const device = crel("input", { type: "file", accept: ACCEPTED, multiple: true })
  const search = crel("input", { type: "search", autocomplete: "off" })
  const grid = crel("div", { className: "chooser-grid", role: "group", "aria-label": gettext("Library") })
  const more = crel("button", { type: "button", textContent: gettext("Show more"), hidden: true })
  const insert = crel("button", { type: "button", className: "default" })
  const cancel = crel("button", { type: "button", textContent: gettext("Cancel") })
  const status = crel("p", { className: "chooser-status", role: "status" })
  const dialog = crel("dialog", { className: "chooser", "aria-label": gettext("Pictures") }, [
    crel("h2", { textContent: gettext("Pictures") }),
    crel("label", { className: "chooser-device" }, [gettext("From this device"), device]),
    crel("label", {}, [gettext("Search the library"), search]),
    status,
    grid,
    more,
    crel("div", { className: "chooser-foot" }, [insert, cancel]),
  ])
  document.body.append(dialog)
  return { dialog, device, search, grid, more, insert, cancel, status }
}

async function fetchPage(url, query) {
  const failed = gettext("The library cannot be reached. Try again.")
  const response = await fetch(`${url}?${query}`).catch(() => { throw new Error(failed) })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.error || failed)
  return answer
}

export const PictureChooser = Extension.create({
  name: "pictureChooser",

  onCreate() {
    const { editor } = this
    const { chooseUrl } = editor.view.dom.closest("form").querySelector("textarea[data-choose-url]").dataset
    const { dialog, device, search, grid, more, insert, cancel, status } = build()
    const chosen = new Map() // by number, in the order of choosing
    let next = null
    let asked = 0
    let timer

    const countChosen = () => {
      insert.disabled = !chosen.size
      insert.textContent = chosen.size > 1 ? `${gettext("Insert")} ${chosen.size}` : gettext("Insert")
    }
    const option = (picture) => {
      const img = crel("img", { src: picture.thumb, alt: "", loading: "lazy" })
      const name = crel("span", { textContent: picture.alt || picture.caption || picture.name })
      const isChosen = String(chosen.has(picture.id))
      const button = crel("button", { type: "button", tabIndex: -1, "aria-pressed": isChosen }, [img, name])
      button.addEventListener("click", () => {
        if (!chosen.delete(picture.id)) chosen.set(picture.id, picture)
        button.setAttribute("aria-pressed", String(chosen.has(picture.id)))
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
      status.textContent = gettext("Looking …")
      try {
        const page = await fetchPage(chooseUrl, new URLSearchParams({ q: search.value.trim(), before }))
        if (turn !== asked) return
        const options = page.results.map(option)
        if (before) grid.append(...options)
        else grid.replaceChildren(...options)
        next = page.next
        more.hidden = !next
        const isEmpty = !grid.children.length
        status.textContent = isEmpty ? gettext("No picture found.") : ""
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
    dialog.addEventListener("close", () => editor.view.focus())
    device.addEventListener("change", () => {
      const files = [...device.files]
      device.value = ""
      dialog.close()
      editor.storage.pictureUpload.upload(files)
    })
    insert.addEventListener("click", () => {
      const { doc, selection } = editor.state
      const place = editor.storage.picture.placeFor(doc, selection.from)
      editor.commands.command(({ commands, tr }) => {
        for (const picture of [...chosen.values()].reverse()) commands.insertPicture(place, picture)
        tr.setSelection(NodeSelection.create(tr.doc, place)).scrollIntoView()
        return true
      })
      dialog.close()
    })

    this.storage.open = () => {
      chosen.clear()
      countChosen()
      grid.replaceChildren()
      more.hidden = true
      search.value = ""
      dialog.showModal()
      load()
    }
  },

  addStorage: () => ({ open: null }),

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "pictures",
      button: buttons.material("image", gettext("Insert pictures")),
      command: () => this.storage.open(),
    })
  },
})
