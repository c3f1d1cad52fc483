// A picture in the text: <figure data-image-id><img><figcaption>. Words that the author has not typed are the
// library's and stay absent from the text; typed ones, even empty ones, are present.
import { Node, Plugin, gettext, pm } from "django-prose-editor/editor"
import { pictureView } from "blog/desk/picture-view"

const { closeHistory } = pm.history
const { Fragment, Slice } = pm.model
const { NodeSelection, Selection } = pm.state

const LIBRARY = ["alt", "caption", "credit"]
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

const given = (attributes) =>
  Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined)

function element(name, attributes) {
  const made = document.createElement(name)
  for (const [key, value] of given(attributes)) made.setAttribute(key, value)
  return made
}

function read(figure) {
  const img = figure.querySelector("img")
  const of = (name) => img?.getAttribute(name) ?? null
  return {
    imageId: figure.dataset.imageId,
    src: of("src"),
    width: of("width"),
    height: of("height"),
    alt: of("alt"),
    layout: figure.dataset.layout || null,
    library: Object.fromEntries(LIBRARY.map((words) => [words, figure.getAttribute(`data-library-${words}`) || ""])),
  }
}

// A node of its own, so that nothing done to a caption (a heading, a list) can turn the picture into something else.
export const PictureCaption = Node.create({
  name: "pictureCaption",
  content: "inline*",
  selectable: false,

  addAttributes: () => ({ isOwn: { default: false, rendered: false } }),
  parseHTML: () => [{ tag: "figcaption", context: "picture/", getAttrs: () => ({ isOwn: true }) }],
  renderHTML: () => ["figcaption", 0],

  addProseMirrorPlugins() {
    const isOwnCaption = (node) => node.type === this.type
    const isCaption = (node) => isOwnCaption(node) || node.type.name === "galleryCaption"
    return [new Plugin({
      // What has been typed stays the author's own when it is deleted again: then the picture has no caption.
      appendTransaction(transactions, before, { doc, tr }) {
        if (!transactions.some((transaction) => transaction.docChanged)) return null
        doc.descendants((node, pos) => {
          if (isOwnCaption(node) && node.content.size && !node.attrs.isOwn) tr.setNodeAttribute(pos, "isOwn", true)
          return !node.isTextblock
        })
        return tr.docChanged ? tr : null
      },

      // A block that came into a caption (a dividing line, a table) would make two pictures of one.
      filterTransaction({ docChanged, doc, mapping }, { selection: { $from, $to } }) {
        if (!docChanged || !isCaption($from.parent) || !$from.sameParent($to)) return true
        const start = mapping.map($from.before(-1), 1)
        const end = mapping.map($from.after(-1), -1)
        return start >= end || doc.nodeAt(start)?.nodeSize === end - start
      },

      props: {
        // Of several pasted paragraphs a caption takes the words.
        handlePaste(view, event, { content }) {
          if (!isCaption(view.state.selection.$from.parent) || !content.firstChild?.isBlock) return false
          const words = []
          content.descendants((node) => {
            if (node.isTextblock && words.length) words.push(view.state.schema.text(" "))
            if (node.isTextblock) node.forEach((child) => words.push(child))
            return !node.isTextblock
          })
          view.dispatch(view.state.tr.replaceSelection(new Slice(Fragment.from(words), 0, 0)).scrollIntoView())
          return true
        },
      },
    })]
  },
})

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "pictureCaption",
  draggable: true,
  isolating: true,

  addAttributes() {
    const silent = { default: null, rendered: false }
    return {
      ...Object.fromEntries(["imageId", "src", "width", "height", "alt", "layout"].map((name) => [name, silent])),
      library: { default: { alt: "", caption: "", credit: "" }, rendered: false },
    }
  },

  parseHTML: () => [{ tag: "figure[data-image-id]", getAttrs: read }],

  renderHTML({ node: { attrs, firstChild } }) {
    const { imageId, src, width, height, alt, layout, library } = attrs
    const words = LIBRARY.map((name) => [`data-library-${name}`, library[name] || null])
    const figure = element("figure", { "data-image-id": imageId, "data-layout": layout, ...Object.fromEntries(words) })
    figure.append(element("img", { src, width, height, alt }))
    const hasOwnCaption = firstChild.attrs.isOwn || firstChild.content.size > 0
    return { dom: figure, contentDOM: hasOwnCaption ? figure : document.createElement("div") }
  },

  addNodeView: () => pictureView,

  addStorage: () => ({
    place: "", // of the selection, where that is a picture or its caption

    // Where a picture goes: before an empty paragraph, else after the block that ``pos`` is in; in a gallery, after the
    // picture there.
    placeFor(doc, pos) {
      const $pos = doc.resolve(pos)
      const depth = [1, 2, 3, 4].find((level) => level <= $pos.depth && $pos.node(level).type.name === "gallery")
      if (depth === $pos.depth) return $pos.nodeBefore?.type.name === "galleryCaption" ? pos - $pos.nodeBefore.nodeSize : pos
      if (depth) return $pos.node(depth + 1).type.name === "picture" ? $pos.after(depth + 1) : $pos.before(depth + 1)
      if (!$pos.depth) return pos
      return $pos.depth === 1 && !$pos.parent.content.size ? $pos.before(1) : $pos.after(1)
    },
  }),

  addCommands: () => ({
    // ``picture`` is as the library describes it: id, src, width, height and its words.
    insertGallery: (pos, pictures) => ({ tr, commands }) => {
      for (const picture of pictures.toReversed()) commands.insertPicture(pos, picture)
      return tr.doc.resolve(pos).parent.type.name === "gallery" || commands.makeGallery(pos)
    },
    insertPicture: (pos, { id, src, width, height, ...words }) => ({ tr, dispatch, state }) => {
      const library = Object.fromEntries(LIBRARY.map((name) => [name, words[name] || ""]))
      const attributes = { imageId: String(id), src, width: String(width), height: String(height), library }
      if (dispatch) tr.insert(pos, state.schema.nodes.picture.createAndFill(attributes))
      return true
    },
  }),

  onSelectionUpdate() {
    const { selection } = this.editor.state
    const isSelected = selection.node?.type === this.type
    const isGallery = selection.node?.type.name === "gallery"
    const isInCaption = selection.$from.parent.type.name === "pictureCaption"
    const { alt, library } = isSelected ? selection.node.attrs : {}
    const place = isGallery ? `gallery ${selection.from}` : isSelected ? `picture ${selection.from}` : isInCaption ? `caption ${selection.$from.before()}` : ""
    if (place === this.storage.place) return
    this.storage.place = place
    const help = gettext("Tab leads to its words, Alt with an arrow moves it.")
    const words = isSelected && (alt ?? library.alt ? `${gettext("Picture:")} ${alt ?? library.alt}.` : gettext("Picture."))
    if (isGallery) return this.editor.storage.accessible.say(`${gettext("Gallery.")} ${help}`)
    this.editor.storage.accessible.say(isSelected ? `${words} ${help}` : isInCaption ? gettext("Caption") : "")
  },

  addKeyboardShortcuts() {
    const { editor } = this
    const selectedGallery = () => (editor.state.selection.node?.type.name === "gallery" ? editor.state.selection.from : null)
    const selected = () => (editor.state.selection.node?.type.name === "picture" ? editor.state.selection.from : null)
    const captioned = () => {
      const { $from } = editor.state.selection
      return $from.parent.type.name === "pictureCaption" ? $from.before(-1) : null
    }
    const go = (selection) => {
      editor.view.dispatch(editor.state.tr.setSelection(selection).scrollIntoView())
      return true
    }
    const toPicture = (pos) => go(NodeSelection.create(editor.state.doc, pos))
    const stops = (pos) => [...editor.view.nodeDOM(pos).querySelectorAll(".picture-words :is(input, button:not([hidden]))")]

    // From the text before or after a picture to the picture, and from the picture to its caption and back.
    const arrow = (key, towards) => () => {
      const { doc, selection } = editor.state
      const isSideways = key === "left" || key === "right"
      const step = isSideways && RIGHT_TO_LEFT.test(selection.$head.parent.textContent) ? -towards : towards
      const pos = selected()
      if (pos !== null && step > 0) return go(Selection.near(doc.resolve(pos + 2)))
      if (!selection.empty || !editor.view.endOfTextblock(key)) return false
      if (captioned() !== null && step < 0) return toPicture(captioned())
      const { $head } = selection
      const next = $head.depth && Selection.findFrom(doc.resolve(step > 0 ? $head.after() : $head.before()), step, true)
      if (next && next.$head.parent.type.name === "pictureCaption") {
        return step > 0 ? toPicture(next.$head.before(-1)) : go(next)
      }
      return captioned() !== null && !next && step > 0 ? newParagraph() : false
    }
    const newParagraph = () => {
      const { $from } = editor.state.selection
      const after = $from.after($from.node(-2)?.type.name === "gallery" ? -2 : -1)
      return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
    }
    const move = (step) => () => {
      const { doc, tr } = editor.state
      const pos = selected() ?? captioned() ?? selectedGallery()
      if (pos === null) return false
      const picture = doc.nodeAt(pos)
      const $pos = doc.resolve(pos)
      const other = step < 0 ? $pos.nodeBefore : doc.resolve(pos + picture.nodeSize).nodeAfter
      if (!other || other.type.name === "galleryCaption") return true
      const target = pos + step * other.nodeSize
      tr.delete(pos, pos + picture.nodeSize).insert(target, picture)
      editor.view.dispatch(closeHistory(tr).setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView())
      editor.storage.accessible.say(step < 0 ? gettext("Moved up") : gettext("Moved down"))
      return true
    }

    const moveInGallery = (step) => () => {
      const pos = selected()
      return pos !== null && editor.state.doc.resolve(pos).parent.type.name === "gallery" && move(step)()
    }
    const toTools = () => {
      if (selectedGallery() === null) return false
      editor.view.nodeDOM(selectedGallery()).querySelector(".picture-tools input:checked").focus()
      return true
    }
    const isInGalleryCaption = () => editor.state.selection.$from.parent.type.name === "galleryCaption"

    return {
      Escape: () => {
        const pos = selected()
        const $pos = pos !== null && editor.state.doc.resolve(pos)
        return Boolean($pos) && $pos.parent.type.name === "gallery" && toPicture($pos.before())
      },
      "Alt-ArrowLeft": moveInGallery(-1),
      "Alt-ArrowRight": moveInGallery(1),
      Enter: () => {
        if (toTools()) return true
        if (isInGalleryCaption()) return newParagraph()
        if (selected() !== null) stops(selected())[0].focus()
        return selected() !== null || (captioned() !== null && newParagraph())
      },
      Tab: () => {
        if (toTools()) return true
        const stop = selected() !== null ? stops(selected())[0] : captioned() !== null && stops(captioned()).find(isAfterCaption)
        stop?.focus?.()
        return Boolean(stop)
      },
      "Shift-Tab": () => {
        const stop = captioned() !== null && stops(captioned()).filter((element) => !isAfterCaption(element)).at(-1)
        if (stop) stop.focus()
        return Boolean(stop)
      },
      Backspace: () => {
        const { empty, $from } = editor.state.selection
        return captioned() !== null && empty && !$from.parentOffset && toPicture(captioned())
      },
      ArrowUp: arrow("up", -1),
      ArrowLeft: arrow("left", -1),
      ArrowDown: arrow("down", 1),
      ArrowRight: arrow("right", 1),
      "Alt-ArrowUp": move(-1),
      "Alt-ArrowDown": move(1),
    }
  },
})

const isAfterCaption = (element) => element.parentElement.matches(".picture-caption ~ *")
