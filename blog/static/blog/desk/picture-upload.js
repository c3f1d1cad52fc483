// Pictures dropped, pasted or picked: sent one beside the other, shown while they are on their way, put into the text
// in their order. A refusal stays, in words, where the picture would be, until the author has read it.
import { Extension, Plugin, crel, gettext, pm } from "django-prose-editor/editor"

const { PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const key = new PluginKey("pictureUpload")

const picturesIn = (transfer) => [...(transfer?.files || [])].filter((file) => file.type.startsWith("image/"))

function send(url, token, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append("file", file)
    request.open("POST", url)
    request.setRequestHeader("X-CSRFToken", token)
    request.responseType = "json"
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onload = () => {
      if (request.status === 201) resolve(request.response)
      else reject(new Error(request.response?.error || gettext("The server did not accept it. Try again.")))
    }
    request.onerror = () => reject(new Error(gettext("The connection was lost. Try again.")))
    request.send(body)
  })
}

export const PictureUpload = Extension.create({
  name: "pictureUpload",

  addStorage() {
    return { upload: null }
  },

  onCreate() {
    const { editor } = this
    const form = editor.view.dom.closest("form")
    const textarea = form.querySelector("textarea[data-upload-url]")
    const status = crel("p", { className: "visually-hidden" })
    status.setAttribute("role", "status")
    editor.view.dom.parentElement.append(status)
    let running = 0

    const change = (meta) => editor.view.dispatch(editor.state.tr.setMeta(key, meta))
    const count = (step) => {
      running += step
      form.toggleAttribute("data-uploading", running > 0)
    }

    this.storage.upload = (files, pos = editor.state.selection.from) => {
      let before = Promise.resolve()
      for (const file of files) {
        const progress = crel("progress", { max: 1, value: 0 })
        progress.setAttribute("aria-label", file.name)
        const words = crel("span", { textContent: file.name })
        const box = crel("div", { className: "picture-on-its-way" }, [words, progress])
        const id = {}
        change({ add: { id, box, pos: editor.storage.picture.placeFor(editor.state.doc, pos) } })
        count(1)
        const sent = send(textarea.dataset.uploadUrl, form.elements.csrfmiddlewaretoken.value, file, (part) => { progress.value = part })
        const arrived = sent.then(
          (picture) => () => {
            const [place] = key.getState(editor.state).find(null, null, (spec) => spec.id === id)
            if (place) editor.chain().insertPicture(place.from, picture).run()
            change({ remove: { id } })
            status.textContent = `${file.name}: ${gettext("inserted")}`
          },
          (error) => () => {
            const dismiss = crel("button", { type: "button", textContent: gettext("Dismiss") })
            dismiss.addEventListener("click", () => { change({ remove: { id } }); editor.view.focus() })
            words.textContent = `${file.name}: ${error.message}`
            box.setAttribute("role", "alert")
            box.dataset.state = "refused"
            progress.replaceWith(dismiss)
          },
        )
        before = Promise.all([arrived, before]).then(([show]) => { show(); count(-1) })
      }
    }

    form.addEventListener("submit", (event) => {
      if (!running) return
      event.preventDefault()
      event.stopImmediatePropagation()
      status.textContent = gettext("Pictures are still on their way. Wait a moment, then try again.")
      form.querySelector(".picture-on-its-way progress")?.scrollIntoView({ block: "center" })
    }, { capture: true })
  },

  addProseMirrorPlugins() {
    const upload = (files, pos) => this.storage.upload(files, pos)
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
        handleDrop(view, event, slice, moved) {
          const files = picturesIn(event.dataTransfer)
          if (moved || !files.length) return false
          event.preventDefault()
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
          upload(files, at?.pos ?? view.state.doc.content.size)
          return true
        },
        handlePaste(view, event) {
          const files = picturesIn(event.clipboardData)
          // Word processors put a picture of the text beside the text itself.
          if (!files.length || event.clipboardData.types.includes("text/html")) return false
          upload(files)
          return true
        },
      },
    })]
  },
})
