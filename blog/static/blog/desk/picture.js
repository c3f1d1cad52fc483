// A picture in the text: <figure data-image-id> with alt text and caption edited in place. Words that the author has
// not typed are the library's and stay absent from the text; typed ones, even empty ones, are present.
import { Node, crel, gettext, pm } from "django-prose-editor/editor"

const { NodeSelection, TextSelection } = pm.state

const LIBRARY = ["alt", "caption", "credit"]

function read(figure) {
  const img = figure.querySelector("img")
  return {
    imageId: figure.dataset.imageId,
    src: img?.getAttribute("src"),
    width: img?.getAttribute("width"),
    height: img?.getAttribute("height"),
    alt: img?.getAttribute("alt") ?? null,
    hasCaption: figure.querySelector("figcaption") !== null,
    library: Object.fromEntries(LIBRARY.map((word) => [word, figure.getAttribute(`data-library-${word}`) || ""])),
  }
}

const given = (attributes) => Object.fromEntries(Object.entries(attributes).filter(([, value]) => value != null && value !== ""))

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  defining: true,

  addAttributes() {
    const silent = { default: null, rendered: false }
    return {
      imageId: silent,
      src: silent,
      width: silent,
      height: silent,
      alt: silent,
      hasCaption: { default: false, rendered: false },
      library: { default: { alt: "", caption: "", credit: "" }, rendered: false },
    }
  },

  parseHTML() {
    return [{
      tag: "figure[data-image-id]",
      getAttrs: read,
      contentElement: (figure) => figure.querySelector("figcaption") || document.createElement("figcaption"),
    }]
  },

  renderHTML({ node }) {
    const { imageId, src, width, height, alt, hasCaption, library } = node.attrs
    const words = Object.fromEntries(LIBRARY.map((word) => [`data-library-${word}`, library[word]]))
    const img = ["img", { ...given({ src, width, height }), ...(alt === null ? {} : { alt }) }]
    const figure = ["figure", { "data-image-id": imageId, ...given(words) }, img]
    if (hasCaption || node.content.size) figure.push(["figcaption", 0])
    return figure
  },

  addNodeView() {
    return ({ node, getPos, editor }) => {
      const still = { contentEditable: "false" }
      const img = crel("img", { ...still, draggable: true })
      const removed = crel("p", { ...still, className: "picture-removed", textContent: gettext("Picture removed") })
      const alt = crel("input", { type: "text", maxLength: 500 })
      const label = crel("label", still, [crel("span", { textContent: gettext("Alternative text") }), alt])
      const inherit = crel("button", { type: "button", textContent: gettext("Use the library’s words") })
      const note = crel("small")
      const foot = crel("div", { ...still, className: "picture-foot" }, [note, inherit])
      const caption = crel("figcaption", { "data-placeholder": gettext("Caption") })
      const dom = crel("figure", { className: "picture-in-text" }, [img, removed, label, caption, foot])

      const paint = ({ attrs, content }) => {
        const { library } = attrs
        img.hidden = !attrs.src
        removed.hidden = Boolean(attrs.src)
        if (attrs.src) img.src = attrs.src
        img.alt = attrs.alt ?? library.alt
        if (document.activeElement !== alt) alt.value = attrs.alt ?? ""
        alt.placeholder = attrs.alt === null && library.alt ? library.alt : gettext("What it shows, for those who cannot see it")
        const inheritsCaption = !attrs.hasCaption && !content.size
        caption.dataset.placeholder = inheritsCaption && library.caption ? library.caption : gettext("Caption")
        caption.toggleAttribute("data-empty", content.size === 0)
        dom.toggleAttribute("data-lacks-alt", !(attrs.alt ?? library.alt))
        const hasLibrary = Boolean(library.alt || library.caption)
        note.textContent = library.credit ? `${gettext("Credit")}: ${library.credit}` : ""
        inherit.hidden = !hasLibrary || (attrs.alt === null && inheritsCaption)
      }
      paint(node)

      const set = (attrs) => {
        const { state } = editor.view
        const here = state.doc.nodeAt(getPos())
        editor.view.dispatch(state.tr.setNodeMarkup(getPos(), null, { ...here.attrs, ...attrs }))
      }
      const toCaption = () => {
        const { state } = editor.view
        const end = getPos() + state.doc.nodeAt(getPos()).nodeSize - 1
        editor.view.focus()
        editor.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, end)))
      }
      const toFigure = () => {
        const { state } = editor.view
        editor.view.focus()
        editor.view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, getPos())))
      }

      alt.addEventListener("input", () => set({ alt: alt.value }))
      alt.addEventListener("keydown", (event) => {
        const forward = event.key === "Enter" || event.key === "ArrowDown" || (event.key === "Tab" && !event.shiftKey)
        const back = event.key === "ArrowUp" || (event.key === "Tab" && event.shiftKey)
        if (!forward && !back) return
        event.preventDefault()
        if (forward) toCaption()
        else toFigure()
      })
      inherit.addEventListener("click", () => {
        const { state } = editor.view
        const here = state.doc.nodeAt(getPos())
        const bare = here.type.create({ ...here.attrs, alt: null, hasCaption: false })
        editor.view.dispatch(state.tr.replaceWith(getPos(), getPos() + here.nodeSize, bare))
        alt.focus()
      })

      return {
        dom,
        contentDOM: caption,
        update: (next) => {
          if (next.type.name !== "picture") return false
          paint(next)
          return true
        },
        stopEvent: (event) => event.target === alt || event.target === inherit,
        ignoreMutation: (mutation) => mutation.type !== "selection" && !caption.contains(mutation.target),
      }
    }
  },

  addKeyboardShortcuts() {
    const inCaption = () => this.editor.state.selection.$from.parent.type.name === "picture"
    const selected = () => this.editor.state.selection.node?.type.name === "picture"
    const altOf = (pos) => this.editor.view.nodeDOM(pos)?.querySelector("input")
    const move = (direction) => {
      const { state, view } = this.editor
      const { selection, doc } = state
      const pos = selected() ? selection.from : inCaption() ? selection.$from.before() : null
      if (pos === null) return false
      const figure = doc.nodeAt(pos)
      const $pos = doc.resolve(pos)
      const other = direction < 0 ? $pos.nodeBefore : doc.resolve(pos + figure.nodeSize).nodeAfter
      if (!other) return true
      const target = direction < 0 ? pos - other.nodeSize : pos + other.nodeSize
      const tr = state.tr.delete(pos, pos + figure.nodeSize).insert(target, figure)
      view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView())
      return true
    }
    // From the text beside it an arrow key selects the picture; Tab then leads to its words.
    const select = (direction, side) => {
      const { state, view } = this.editor
      const { empty, $from } = state.selection
      if (!empty || !$from.depth || inCaption() || !view.endOfTextblock(direction)) return false
      const pos = side > 0 ? $from.after(1) : $from.before(1)
      const beside = side > 0 ? state.doc.resolve(pos).nodeAfter : state.doc.resolve(pos).nodeBefore
      if (beside?.type.name !== "picture") return false
      const from = side > 0 ? pos : pos - beside.nodeSize
      view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, from)).scrollIntoView())
      return true
    }
    return {
      ArrowDown: () => select("down", 1),
      ArrowRight: () => select("right", 1),
      ArrowUp: () => select("up", -1),
      ArrowLeft: () => select("left", -1),
      Enter: () => {
        const { state } = this.editor
        if (selected()) {
          altOf(state.selection.from)?.focus()
          return true
        }
        if (!inCaption()) return false
        const after = state.selection.$from.after()
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
      },
      Tab: () => {
        if (!selected()) return false
        altOf(this.editor.state.selection.from)?.focus()
        return true
      },
      "Shift-Tab": () => {
        if (!inCaption()) return false
        altOf(this.editor.state.selection.$from.before())?.focus()
        return true
      },
      "Alt-ArrowUp": () => move(-1),
      "Alt-ArrowDown": () => move(1),
    }
  },

  addStorage() {
    return {
      // Where a picture goes: before an empty paragraph, else after the block that ``pos`` is in.
      placeFor(doc, pos) {
        const $pos = doc.resolve(pos)
        if (!$pos.depth) return pos
        return $pos.depth === 1 && !$pos.parent.content.size ? $pos.before(1) : $pos.after(1)
      },
    }
  },

  addCommands() {
    return {
      insertPicture: (pos, picture) => ({ tr, dispatch, state }) => {
        const { id, src, width, height, alt, caption, credit } = picture
        const size = { width: String(width), height: String(height) }
        const library = { alt: alt || "", caption: caption || "", credit: credit || "" }
        const node = state.schema.nodes.picture.create({ imageId: String(id), src, ...size, library })
        if (dispatch) tr.insert(pos, node)
        return true
      },
    }
  },
})
