// Something at another place: <figure data-embed="address"><figcaption>. The address of a video or a post, pasted on a
// line of its own, becomes one; undoing that leaves a link. Which addresses are let through is blog/embeds.py's to say.
import { Node, Plugin, crel, gettext, pm } from "django-prose-editor/editor"

const { closeHistory } = pm.history
const { NodeSelection, Selection, TextSelection } = pm.state

const SERVICES = {
  YouTube: /^https?:\/\/((www|m|music)\.)?(youtube(-nocookie)?\.com\/(watch\?|shorts\/|live\/|embed\/)|youtu\.be\/)[\w?&=;%.-]+/,
  Vimeo: /^https?:\/\/(www\.vimeo|vimeo|player\.vimeo)\.com\/(video\/)?\d+/,
  Bluesky: /^https?:\/\/bsky\.app\/profile\/[\w.:-]+\/post\/\w+/,
  "GitHub Gist": /^https?:\/\/gist\.github\.com\/[\w-]+\/[0-9a-f]{20,}/,
  Mastodon: /^https?:\/\/[\w.-]+\.[\w-]+\/(@\w+(@[\w.-]+)?|users\/\w+\/statuses)\/\d{10,}\/?$/,
}

const serviceOf = (address) => Object.keys(SERVICES).find((service) => SERVICES[service].test(address)) || ""

// A node of its own, so that nothing done to a caption (a heading, a list) can turn the embed into something else.
export const EmbedCaption = Node.create({
  name: "embedCaption",
  content: "inline*",
  selectable: false,

  parseHTML: () => [{ tag: "figcaption", context: "embed/" }],
  renderHTML: () => ["figcaption", 0],

  addProseMirrorPlugins() {
    const isCaption = ({ parent }) => parent.type === this.type
    return [new Plugin({
      // A block that came into a caption (a dividing line, a table) would make two embeds of one.
      filterTransaction({ docChanged, doc, mapping }, { selection: { $from, $to } }) {
        if (!docChanged || !isCaption($from) || !$from.sameParent($to)) return true
        const start = mapping.map($from.before(-1), 1)
        const end = mapping.map($from.after(-1), -1)
        return start >= end || doc.nodeAt(start)?.nodeSize === end - start
      },

      props: {
        // Of several pasted paragraphs a caption takes the words.
        handlePaste(view, event, { content }) {
          if (!isCaption(view.state.selection.$from) || !content.firstChild?.isBlock) return false
          view.dispatch(view.state.tr.insertText(content.textBetween(0, content.size, " ")).scrollIntoView())
          return true
        },
      },
    })]
  },
})

function embedView({ node }) {
  const where = crel("p", { className: "embed-where", contentEditable: "false" })
  const caption = crel("div", { className: "picture-caption" })
  const dom = crel("figure", { className: "embed-in-text" }, [where, caption])
  const paint = ({ attrs: { url }, firstChild }) => {
    where.replaceChildren(crel("strong", { textContent: serviceOf(url) }), ` ${url}`)
    caption.toggleAttribute("data-empty", firstChild.content.size === 0)
    caption.dataset.placeholder = gettext("What it is, in a few words")
  }
  paint(node)
  return {
    dom,
    contentDOM: caption,
    update(next) {
      if (next.type !== node.type) return false
      paint(next)
      return true
    },
    ignoreMutation: ({ type, target }) => type !== "selection" && !(target !== caption && caption.contains(target)),
  }
}

export const Embed = Node.create({
  name: "embed",
  group: "block",
  content: "embedCaption",
  draggable: true,
  isolating: true,

  addAttributes: () => ({
    url: {
      default: "",
      parseHTML: (figure) => figure.getAttribute("data-embed"),
      renderHTML: ({ url }) => ({ "data-embed": url }),
    },
  }),

  parseHTML: () => [{ tag: "figure[data-embed]" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
  addNodeView: () => embedView,

  onSelectionUpdate() {
    const { node } = this.editor.state.selection
    if (node?.type === this.type) this.editor.storage.accessible.say(`${serviceOf(node.attrs.url)}: ${node.attrs.url}`)
  },

  addKeyboardShortcuts() {
    const { editor } = this
    const captioned = () => {
      const { $from } = editor.state.selection
      return $from.parent.type.name === "embedCaption" ? $from : null
    }
    return {
      Enter() {
        const $from = captioned()
        if (!$from) return false
        const after = $from.after(-1)
        const tr = editor.state.tr.insert(after, editor.schema.nodes.paragraph.create())
        editor.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after + 1))).scrollIntoView())
        return true
      },
      Backspace() {
        const $from = captioned()
        if (!$from || !editor.state.selection.empty || $from.parentOffset) return false
        editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, $from.before(-1))))
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { editor, type } = this
    const handlePaste = (view, { clipboardData }) => {
      const address = clipboardData?.getData("text/plain").trim() || ""
      const { empty, $from } = view.state.selection
      const isAlone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size
      if (!isAlone || /\s/.test(address) || !serviceOf(address)) return false
      const { schema } = view.state
      const link = schema.text(address, [schema.marks.link.create({ href: address })])
      view.dispatch(view.state.tr.replaceSelectionWith(link, false))
      const [start, end] = [view.state.selection.$from.before(), view.state.selection.$from.after()]
      const tr = closeHistory(view.state.tr).replaceWith(start, end, type.createAndFill({ url: address }))
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, start + 2)).scrollIntoView())
      editor.storage.accessible.say(`${serviceOf(address)}. ${gettext("Write its caption; undo to have a link instead.")}`)
      return true
    }
    return [new Plugin({ props: { handlePaste } })]
  },
})
