// A footnote: a mark in the text that carries its note. Numbers are given when the page is rendered.
import { Node, gettext, updateAttrsDialog } from "django-prose-editor/editor"

const ask = updateAttrsDialog(
  { note: { type: "string", format: "textarea", title: gettext("Footnote") } },
  { title: gettext("Footnote") },
)

async function edit(editor) {
  const isFootnote = editor.isActive("footnote")
  const answer = await ask(editor, isFootnote ? editor.getAttributes("footnote") : { note: "" })
  if (!answer) return
  if (isFootnote) editor.chain().focus().updateAttributes("footnote", answer).run()
  else if (answer.note) editor.chain().focus().insertContent({ type: "footnote", attrs: answer }).run()
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return {
      note: {
        default: "",
        parseHTML: (mark) => mark.getAttribute("data-footnote"),
        renderHTML: ({ note }) => ({ "data-footnote": note }),
      },
    }
  },

  // Before the superscript, which would take any <sup>.
  parseHTML: () => [{ tag: "sup[data-footnote]", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes],

  addKeyboardShortcuts() {
    return { "Mod-Alt-f": ({ editor }) => { edit(editor); return true } }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "link",
      button: buttons.text("¹", gettext("Footnote")),
      active: (editor) => editor.isActive("footnote"),
      command: edit,
    })
  },
})
