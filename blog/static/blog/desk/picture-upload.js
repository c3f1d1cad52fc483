// Pictures dropped, pasted or picked: sent one beside the other, shown while they are on their way, put into the text
// in their order. A refusal stays, in words, where the picture would be, until the author has read it.
import { Extension, Plugin, crel, gettext, pm } from "django-prose-editor/editor"
import { csrfToken, refusal, send } from "media/send"

const { PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const { closeHistory } = pm.history
const key = new PluginKey("pictureUpload")

// Copied from a page, a picture comes with the HTML that shows it; a word processor puts a picture of the text beside
// the text itself, which is what its author wants.
const isOnlyPicture = (html) => !html.replace(/<!--.*?-->|<[^>]*>/gs, "").trim()

export const PictureUpload = Extension.create({
  name: "pictureUpload",

  addStorage: () => ({ upload: null }),

  onCreate() {
    const { editor } = this
    const { say } = editor.storage.accessible
    const form = editor.view.dom.closest("form")
    const { uploadUrl, uploadMaxBytes } = form.querySelector("textarea[data-upload-url]").dataset
    let running = 0

    const change = (meta) => editor.view.dispatch(editor.state.tr.setMeta(key, meta).setMeta("addToHistory", false))
    const count = (step) => {
      running += step
      form.toggleAttribute("data-uploading", running > 0)
    }

    // Show ``file`` on its way. The promise gives what is left to do once those before it are done.
    const start = (file, place) => {
      const id = {}
      const progress = crel("progress", { max: 1, value: 0, "aria-label": file.name })
      const name = crel("strong", { textContent: file.name })
      const box = crel("div", { className: "picture-on-its-way" }, [name, progress])
      const remove = () => change({ remove: { id } })
      change({ add: { id, box, pos: place } })

      const insert = (picture) => {
        const [{ from } = {}] = key.getState(editor.state).find(null, null, (spec) => spec.id === id)
        remove()
        if (from === undefined) return // the text around it has been deleted meanwhile
        editor.view.dispatch(closeHistory(editor.state.tr))
        editor.commands.insertPicture(from, picture)
        say(`${file.name}: ${gettext("inserted")}`)
      }
      const explain = ({ message }) => {
        const dismiss = crel("button", { type: "button", textContent: gettext("Dismiss") })
        dismiss.addEventListener("click", () => {
          remove()
          editor.view.focus()
        })
        box.setAttribute("role", "alert")
        box.dataset.state = "refused"
        box.replaceChildren(crel("p", {}, [name, ` ${message}`]), dismiss)
      }
      const sendFile = (options) => send(uploadUrl, csrfToken(form), file, (part) => { progress.value = part }, options)
      // The library has this picture already: the author says which of two copies is meant.
      const choose = (twin) => new Promise((resolve) => {
        const use = crel("button", { type: "button", textContent: gettext("Use that one") })
        const again = crel("button", { type: "button", textContent: gettext("Keep a second copy") })
        const said = crel("p", {}, [name, ` ${gettext("The library has this picture already.")}`])
        const act = (answer) => {
          editor.view.focus()
          resolve(answer())
        }
        use.addEventListener("click", () => act(() => twin))
        again.addEventListener("click", () => act(() => {
          box.removeAttribute("role")
          box.replaceChildren(name, progress)
          return sendFile({ again: true })
        }))
        box.setAttribute("role", "alert")
        box.replaceChildren(said, use, again)
      })
      const refused = refusal(file, Number(uploadMaxBytes))
      const sent = refused
        ? Promise.reject(new Error(refused))
        : sendFile().then((picture) => picture.twin ? choose(picture) : picture)
      return sent.then((picture) => () => insert(picture), (error) => { explain(error) })
    }

    this.storage.upload = (files, pos = editor.state.selection.from) => {
      const place = editor.storage.picture.placeFor(editor.state.doc, pos)
      let before = Promise.resolve()
      for (const file of files) {
        count(1)
        before = Promise.all([start(file, place), before]).then(([finish]) => finish?.()).finally(() => count(-1))
      }
    }

    form.addEventListener("submit", (event) => {
      if (!running) return
      event.preventDefault()
      event.stopImmediatePropagation()
      say(gettext("Pictures are still on their way. Wait a moment, then try again."))
      form.querySelector(".picture-on-its-way:not([data-state])").scrollIntoView({ block: "center" })
    }, { capture: true })
    addEventListener("beforeunload", (event) => running && event.preventDefault())
  },

  addProseMirrorPlugins() {
    const upload = (files, pos) => this.storage.upload([...files], pos)
    return [new Plugin({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply(tr, shown) {
          const { add, remove } = tr.getMeta(key) || {}
          let next = shown.map(tr.mapping, tr.doc)
          if (add) next = next.add(tr.doc, [Decoration.widget(add.pos, add.box, { id: add.id, stopEvent: () => true })])
          if (remove) next = next.remove(next.find(null, null, (spec) => spec.id === remove.id))
          return next
        },
      },
      props: {
        decorations: (state) => key.getState(state),
        handleDrop(view, event) {
          const { files } = event.dataTransfer
          if (view.dragging || !files.length) return false
          event.preventDefault()
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
          upload(files, at?.pos ?? view.state.doc.content.size)
          return true
        },
        handlePaste(view, event) {
          const files = event.clipboardData?.files
          if (!files?.length || !isOnlyPicture(event.clipboardData.getData("text/html"))) return false
          upload(files)
          return true
        },
      },
    })]
  },
})
