// Several pictures as one: <figure data-gallery> around those of the pictures, and a caption of the whole.
import { Node, Plugin, crel, gettext, pm } from "django-prose-editor/editor"
import { layoutChoice, tool } from "blog/desk/picture-tools"

const { closeHistory } = pm.history
const { Fragment } = pm.model
const { NodeSelection, Selection } = pm.state

const isPicture = (node) => node?.type.name === "picture"

export const GalleryCaption = Node.create({
  name: "galleryCaption",
  content: "inline*",
  selectable: false,
  parseHTML: () => [{ tag: "figcaption", context: "gallery/" }],
  renderHTML: () => ["figcaption", 0],

  addNodeView: () => ({ node }) => {
    const dom = crel("figcaption", { className: "gallery-caption" })
    const paint = ({ content }) => dom.toggleAttribute("data-empty", !content.size)
    dom.dataset.placeholder = gettext("Caption of the whole gallery")
    paint(node)
    return {
      dom,
      contentDOM: dom,
      update(next) {
        if (next.type !== node.type) return false
        paint(next)
        return true
      },
    }
  },
})

function galleryView({ node, getPos, editor }) {
  const name = crel("strong")
  const layout = layoutChoice((value) => {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "layout", value))
  })
  const apart = tool(gettext("Single pictures"), () => editor.chain().dissolveGallery(getPos()).focus().run())
  const head = crel("div", { className: "picture-tools", contentEditable: "false" }, [name, layout.dom, apart])
  const pictures = crel("div", { className: "gallery-pictures" })
  const dom = crel("figure", { className: "gallery-in-text" }, [head, pictures])
  const stops = () => [layout.radios.find((radio) => radio.checked), apart]
  const select = () => {
    editor.view.focus()
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, getPos())))
  }

  const paint = ({ attrs, childCount }) => {
    name.textContent = `${gettext("Gallery:")} ${childCount - 1}`
    layout.show(attrs.layout)
  }
  paint(node)
  name.addEventListener("click", select)
  // A click into a caption of what is selected whole would leave it selected, and the next key would replace all of it.
  pictures.addEventListener("mousedown", ({ target, clientX, clientY }) => {
    if (!editor.state.selection.node || !target.closest(".picture-caption, .gallery-caption")) return
    const at = editor.view.posAtCoords({ left: clientX, top: clientY })
    if (at) editor.view.dispatch(editor.state.tr.setSelection(Selection.near(editor.state.doc.resolve(at.pos))))
  }, { capture: true })
  head.addEventListener("keydown", (event) => {
    const at = stops().indexOf(event.target)
    const next = event.key === "Tab" && stops()[at + (event.shiftKey ? -1 : 1)]
    if (event.key === "Escape" || (event.key === "Tab" && event.shiftKey && at === 0)) select()
    else if (next) next.focus()
    else return
    event.preventDefault()
  })

  return {
    dom,
    contentDOM: pictures,
    update(next) {
      if (next.type !== node.type) return false
      paint(next)
      return true
    },
    stopEvent: ({ target }) => head.contains(target) && target !== name,
    ignoreMutation: ({ type, target }) => type !== "selection" && !pictures.contains(target),
  }
}

// Where the pictures begin and end that stand one beside the other with the one at ``pos``.
function runAt(doc, pos) {
  let [begin, end] = [pos, pos + doc.nodeAt(pos).nodeSize]
  for (let before; isPicture((before = doc.resolve(begin).nodeBefore)); ) begin -= before.nodeSize
  for (let after; isPicture((after = doc.resolve(end).nodeAfter)); ) end += after.nodeSize
  return [begin, end]
}

const childrenOf = (content) => Array.from({ length: content.childCount }, (_none, at) => content.child(at))
const plain = (pictures) => pictures.map((picture) => picture.type.create({ ...picture.attrs, layout: null }, picture.content))

// What is dragged within the text; what had not been selected before is not by that.
const dragged = ({ dragging, state }) => dragging?.move && (dragging.node ?? state.selection)

// The picture of a gallery that another one is dragged over.
const placeToTake = (view, { target }) =>
  isPicture(dragged(view)?.node) ? target.closest(".gallery-pictures > .picture-in-text") : null

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "picture* galleryCaption",
  draggable: true,
  isolating: true,

  addAttributes: () => ({ layout: { default: null, rendered: false } }),
  parseHTML: () => [{ tag: "figure[data-gallery]", getAttrs: ({ dataset }) => ({ layout: dataset.layout || null }) }],
  renderHTML: ({ node: { attrs } }) => ["figure", { "data-gallery": "", "data-layout": attrs.layout }, 0],
  addNodeView: () => galleryView,

  addCommands: () => ({
    // Of the picture at ``pos`` and those that stand directly beside it.
    makeGallery: (pos) => ({ tr, dispatch, state }) => {
      const { gallery, galleryCaption } = state.schema.nodes
      const [begin, end] = runAt(tr.doc, pos)
      const pictures = plain(childrenOf(tr.doc.slice(begin, end).content))
      const { layout } = tr.doc.nodeAt(pos).attrs
      if (dispatch) {
        closeHistory(tr).replaceWith(begin, end, gallery.create({ layout }, [...pictures, galleryCaption.create()]))
        tr.setSelection(NodeSelection.create(tr.doc, begin))
      }
      return true
    },
    dissolveGallery: (pos) => ({ tr, dispatch, state }) => {
      const gallery = tr.doc.nodeAt(pos)
      const pictures = childrenOf(gallery.content).filter(isPicture)
      const words = gallery.lastChild.content
      if (words.size) pictures.push(state.schema.nodes.paragraph.create(null, words))
      if (dispatch) closeHistory(tr).replaceWith(pos, pos + gallery.nodeSize, Fragment.from(pictures))
      return true
    },
    // Behind the gallery that the picture at ``pos`` is in.
    takeOutOfGallery: (pos) => ({ tr, dispatch }) => {
      const picture = tr.doc.nodeAt(pos)
      if (dispatch) {
        const after = tr.doc.resolve(pos).after()
        closeHistory(tr).insert(after, picture).delete(pos, pos + picture.nodeSize)
        tr.setSelection(NodeSelection.create(tr.doc, after - picture.nodeSize)).scrollIntoView()
      }
      return true
    },
  }),

  addProseMirrorPlugins() {
    const { type } = this
    let taken = null // the picture whose place would be taken, while one is dragged over it
    const mark = (picture) => {
      taken?.removeAttribute("data-taken")
      taken = picture
      taken?.setAttribute("data-taken", "")
    }
    return [new Plugin({
      props: {
        handleDOMEvents: {
          dragover: (view, event) => mark(placeToTake(view, event)),
          dragend: () => mark(null),
        },
        // A picture takes the place of the one it is dropped on. The editor would put it behind that, so never first.
        handleDrop(view, event) {
          const picture = placeToTake(view, event)
          mark(null)
          if (!picture) return false
          const { doc, tr } = view.state
          const { from, node, $from } = dragged(view)
          const $inside = doc.resolve(view.posAtDOM(picture, 0))
          const target = $inside.before()
          const isBehind = target > from && $inside.node(-1) === $from.parent
          const at = isBehind ? $inside.after() : target
          if (target !== from) {
            closeHistory(tr).delete(from, from + node.nodeSize)
            const place = tr.mapping.map(at)
            view.dispatch(tr.insert(place, plain([node])).setSelection(NodeSelection.create(tr.doc, place)))
          }
          return true
        },
      },
      // Whose last picture has gone is no gallery any more, but its words stay.
      appendTransaction(transactions, before, { doc, tr, schema }) {
        if (!transactions.some((transaction) => transaction.docChanged)) return null
        doc.descendants((node, pos) => {
          if (node.type !== type || isPicture(node.firstChild)) return
          const from = tr.mapping.map(pos)
          tr.replaceWith(from, from + node.nodeSize, schema.nodes.paragraph.create(null, node.lastChild.content))
        })
        return tr.docChanged ? tr : null
      },
    })]
  },
})
