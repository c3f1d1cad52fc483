// Plain text that was written as Markdown is pasted as what it means; with Shift, as what it is.
import { Extension, Plugin } from "django-prose-editor/editor"

const MARKED = [
  /^#{1,6} \S/m, // a heading
  /^\s*[-*+] \S/m, // a list
  /^\s*\d+\. \S.*\n\s*\d+\. /m, // a numbered list of two at least: a line may begin with a year
  /^> \S/m, // a quote
  /^```/m, // code
  /^\|.+\|\s*\n\|[-: |]+\|/m, // a table
  /\[[^\]\n]+\]\(\S+\)/, // a link
  /\*\*\S[^*\n]*\*\*/, // strong words
]

export const MarkdownPaste = Extension.create({
  name: "markdownPaste",

  addProseMirrorPlugins() {
    const handlePaste = (view, { clipboardData }) => {
      const text = clipboardData?.getData("text/plain")
      const hasHTML = clipboardData?.getData("text/html") && !clipboardData.types.includes("vscode-editor-data")
      const isCode = view.state.selection.$from.parent.type.spec.code
      if (!text || hasHTML || isCode || view.input.shiftKey || !MARKED.some((sign) => sign.test(text))) return false
      // Fetched when it is needed: few pastes are.
      import("marked").then(({ marked }) => {
        view.pasteHTML(marked.parse(text).replaceAll("\n</code></pre>", "</code></pre>"))
      })
      return true
    }
    return [new Plugin({ props: { handlePaste } })]
  },
})
