// A footnote: a mark in the text that carries its note. Numbers are given when the page is rendered.
import { Node, Plugin, gettext, updateAttrsDialog } from "django-prose-editor/editor"

const ask = updateAttrsDialog(
  { note: { type: "string", format: "textarea", title: gettext("What it says") } },
  { title: gettext("Footnote"), submitText: gettext("Keep") },
)

// Opens the selected footnote, or a new one where the author is writing. One that says nothing goes.
async function edit(editor) {
  const isFootnote = editor.isActive("footnote")
  const answer = await ask(editor, isFootnote ? editor.getAttributes("footnote") : { note: "" })
  if (!answer) return
  const note = answer.note.trim()
  const chain = editor.chain().focus()
  if (isFootnote && !note) chain.deleteSelection().run()
  else if (isFootnote) chain.updateAttributes("footnote", { note }).run()
  else if (note) chain.insertContent({ type: "footnote", attrs: { note } }).run()
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes: () => ({
    note: {
      default: "",
      parseHTML: (mark) => mark.getAttribute("data-footnote"),
      renderHTML: ({ note }) => ({ "data-footnote": note }),
    },
  }),

  // Before the superscript, which would take any <sup>.
  parseHTML: () => [{ tag: "sup[data-footnote]", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes],

  onSelectionUpdate() {
    const { node } = this.editor.state.selection
    if (node?.type !== this.type) return
    this.editor.storage.accessible.say(`${gettext("Footnote:")} ${node.attrs.note} (${gettext("Enter opens it")})`)
  },

  addKeyboardShortcuts() {
    const { editor } = this
    return {
      "Mod-Alt-f": () => {
        edit(editor)
        return true
      },
      Enter: () => {
        if (!editor.isActive("footnote")) return false
        edit(editor)
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { editor, type } = this
    const handleDoubleClickOn = (view, pos, node) => {
      if (node.type !== type) return false
      edit(editor)
      return true
    }
    return [new Plugin({ props: { handleDoubleClickOn } })]
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "link",
      button: buttons.text("[1]", gettext("Footnote")),
      active: (editor) => editor.isActive("footnote"),
      command: edit,
    })
  },
})
