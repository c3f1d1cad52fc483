// Links: what was typed is completed to a whole address, and what readers would not get is refused at once.
import { Link as Base, gettext, updateAttrsDialog } from "django-prose-editor/editor"

const EXAMPLES = gettext("Such as example.org, /about/ or name@example.org. Leave it empty to remove the link.")
const REFUSAL = gettext("This is not an address that readers can follow.")

// The whole address, "" for none, or null for one that nobody could follow.
function complete(typed) {
  const address = typed.trim()
  if (!address || /^(https?:\/\/\S+|mailto:\S+|[/#?]\S*)$/i.test(address)) return address
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(address)) return `mailto:${address}`
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(address)) return `https://${address}`
  return null
}

async function ask(editor) {
  let href = editor.getAttributes("link").href || ""
  let description = EXAMPLES
  for (;;) {
    const properties = { href: { type: "string", title: gettext("Address"), description } }
    const answer = await updateAttrsDialog(properties, { title: gettext("Link") })(editor, { href })
    if (!answer) return
    const address = complete(answer.href)
    const chain = editor.chain().focus().extendMarkRange("link")
    if (address) return chain.setLink({ href: address }).run()
    if (address === "") return chain.unsetLink().run()
    href = answer.href
    description = `${REFUSAL} ${EXAMPLES}`
  }
}

export const Link = Base.extend({
  addCommands() {
    return {
      ...this.parent(),
      addLink: () => ({ editor }) => {
        const { selection } = editor.state
        if (selection.empty && !editor.isActive("link")) return false
        ask(editor)
        return true
      },
    }
  },
})
