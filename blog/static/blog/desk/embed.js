// Something at another place: <figure data-embed="address"><figcaption>. The address of a video or a post, pasted on a
// line of its own, becomes one; undoing that leaves a link. Which addresses are let through is blog/embeds.py's to say.
import { Node, Plugin, crel, gettext, pm } from "django-prose-editor/editor"

const { closeHistory } = pm.history
const { NodeSelection, Selection, TextSelection } = pm.state

const SERVICES = {
  YouTube: /^https?:\/\/((www|m|music)\.)?(youtube(-nocookie)?\.com\/(watch\?|playlist\?|shorts\/|live\/|embed\/)|youtu\.be\/)[\w?&=;%.-]+/,
  Vimeo: /^https?:\/\/(www\.vimeo|vimeo|player\.vimeo)\.com\/(video\/|channels\/[\w-]+\/|groups\/[\w-]+\/videos\/|showcase\/\d+\/video\/)?\d+/,
  Bluesky: /^https?:\/\/bsky\.app\/profile\/[\w.:-]+\/post\/\w+/,
  "GitHub Gist": /^https?:\/\/gist\.github\.com\/([\w-]+\/)?[0-9a-f]{20,}/,
  Mastodon: /^https?:\/\/[\w.-]+\.[\w-]+\/(@\w+(@[\w.-]+)?|users\/\w+\/statuses)\/\d{10,}\/?$/,
}

const hosts = document.querySelector("textarea[data-mastodon]")?.dataset.mastodon.split(" ") ?? []

function serviceOf(address) {
  const service = Object.keys(SERVICES).find((name) => SERVICES[name].test(address)) || ""
  return service !== "Mastodon" || hosts.includes(new URL(address).hostname) ? service : ""
}

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

function embedView({ node, getPos, editor }) {
  const where = crel("p", { className: "embed-where", contentEditable: "false" })
  const caption = crel("div", { className: "picture-caption" })
  const dom = crel("figure", { className: "embed-in-text" }, [where, caption])
  const paint = ({ attrs: { url }, firstChild }) => {
    where.replaceChildren(crel("strong", { textContent: serviceOf(url) }), ` ${url}`)
    caption.toggleAttribute("data-empty", firstChild.content.size === 0)
    caption.dataset.placeholder = gettext("What it is, in a few words")
  }
  paint(node)
  where.addEventListener("click", () => {
    editor.view.focus()
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, getPos())))
  })
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
    const go = (selection) => {
      editor.view.dispatch(editor.state.tr.setSelection(selection).scrollIntoView())
      return true
    }
    const toEmbed = (pos) => go(NodeSelection.create(editor.state.doc, pos))
    // From the text before or after an embed to the embed, and from the embed to its caption and back.
    const arrow = (key, step) => () => {
      const { doc, selection } = editor.state
      const { node, empty, from, $head } = selection
      if (node?.type.name === "embed") return step > 0 && go(TextSelection.create(doc, from + 2))
      if (!empty || !editor.view.endOfTextblock(key)) return false
      if (captioned()) return step < 0 && toEmbed($head.before(-1))
      if ($head.depth !== 1) return false
      const $edge = doc.resolve(step > 0 ? $head.after() : $head.before())
      const beside = step > 0 ? $edge.nodeAfter : $edge.nodeBefore
      return beside?.type.name === "embed" && toEmbed(step > 0 ? $edge.pos : $edge.pos - beside.nodeSize)
    }
    return {
      ArrowUp: arrow("up", -1),
      ArrowDown: arrow("down", 1),
      Enter() {
        const $from = captioned()
        if (!$from) return false
        const after = $from.after(-1)
        editor.view.dispatch(editor.state.tr.insert(after, editor.schema.nodes.paragraph.create()))
        return go(Selection.near(editor.state.doc.resolve(after + 1)))
      },
      Backspace() {
        const $from = captioned()
        return Boolean($from) && editor.state.selection.empty && !$from.parentOffset && toEmbed($from.before(-1))
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
