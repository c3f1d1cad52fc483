// Pictures from this device or from the library, several at once, in one dialog that the keyboard can use.
import { Extension, crel, gettext } from "django-prose-editor/editor"

const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif"

function build() {
  const device = crel("input", { type: "file", accept: ACCEPTED, multiple: true })
  const upload = crel("label", { className: "chooser-device" }, [gettext("From this device"), device])
  const search = crel("input", { type: "search" })
  const label = crel("label", {}, [gettext("Search the library"), search])
  const grid = crel("div", { className: "chooser-grid" })
  const more = crel("button", { type: "button", textContent: gettext("Show more"), hidden: true })
  const insert = crel("button", { type: "button", className: "default", textContent: gettext("Insert"), disabled: true })
  const cancel = crel("button", { type: "button", textContent: gettext("Cancel") })
  const heading = crel("h2", { textContent: gettext("Pictures"), id: "chooser-heading" })
  const status = crel("p", { className: "chooser-status" })
  status.setAttribute("role", "status")
  const foot = crel("div", { className: "chooser-foot" }, [insert, cancel])
  const dialog = crel("dialog", { className: "chooser" }, [heading, upload, label, status, grid, more, foot])
  dialog.setAttribute("aria-labelledby", heading.id)
  document.body.append(dialog)
  return { dialog, device, search, grid, more, insert, cancel, status }
}

export const PictureChooser = Extension.create({
  name: "pictureChooser",

  onCreate() {
    const { editor } = this
    const url = editor.view.dom.closest("form").querySelector("textarea[data-choose-url]").dataset.chooseUrl
    const { dialog, device, search, grid, more, insert, cancel, status } = build()
    let chosen = []
    let next = null
    let asked = 0

    const option = (picture) => {
      const name = picture.alt || picture.caption || picture.name
      const img = crel("img", { src: picture.thumb, alt: "", loading: "lazy" })
      const button = crel("button", { type: "button" }, [img, crel("span", { textContent: name })])
      button.setAttribute("aria-pressed", "false")
      button.addEventListener("click", () => {
        const isChosen = chosen.includes(picture)
        chosen = isChosen ? chosen.filter((other) => other !== picture) : [...chosen, picture]
        button.setAttribute("aria-pressed", String(!isChosen))
        insert.disabled = !chosen.length
      })
      return button
    }
    const load = async (before = "") => {
      const turn = ++asked
      const query = new URLSearchParams({ q: search.value, before })
      try {
        const response = await fetch(`${url}?${query}`)
        if (!response.ok) throw new Error((await response.json()).error)
        const page = await response.json()
        if (turn !== asked) return
        const options = page.results.map(option)
        if (before) grid.append(...options)
        else grid.replaceChildren(...options)
        next = page.next
        more.hidden = !next
        status.textContent = grid.children.length ? "" : gettext("No picture found.")
      } catch (error) {
        status.textContent = error.message || gettext("The library cannot be reached. Try again.")
      }
    }

    let timer
    search.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(load, 200)
    })
    search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault())
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
      let place = editor.storage.picture.placeFor(doc, selection.from)
      for (const picture of chosen) {
        const before = editor.state.doc.content.size
        editor.chain().insertPicture(place, picture).run()
        place += editor.state.doc.content.size - before
      }
      dialog.close()
    })

    this.storage.open = () => {
      chosen = []
      insert.disabled = true
      search.value = ""
      dialog.showModal()
      load()
    }
  },

  addStorage() {
    return { open: null }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "pictures",
      button: buttons.material("image", gettext("Insert pictures")),
      active: (editor) => editor.isActive("picture"),
      command: () => this.storage.open(),
    })
  },
})
