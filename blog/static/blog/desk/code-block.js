// Lines of code with their language, chosen above them; the colours come when the page is rendered.
import { CodeBlock as Base, crel, gettext } from "django-prose-editor/editor"

// As Pygments calls them, which colours the code for readers.
const LANGUAGES = {
  bash: "Shell", c: "C", cpp: "C++", csharp: "C#", css: "CSS", diff: "Diff", go: "Go", html: "HTML", java: "Java",
  javascript: "JavaScript", json: "JSON", kotlin: "Kotlin", php: "PHP", python: "Python", r: "R", ruby: "Ruby",
  rust: "Rust", scss: "SCSS", sql: "SQL", swift: "Swift", toml: "TOML", typescript: "TypeScript", xml: "XML", yaml: "YAML",
}

function codeView({ node, getPos, editor }) {
  const options = Object.entries(LANGUAGES).map(([value, name]) => new Option(name, value))
  const select = crel("select", { tabIndex: -1, "aria-label": gettext("Language of the code") }, [
    new Option(gettext("Plain"), ""),
    ...options,
  ])
  const code = crel("code")
  const head = crel("div", { className: "code-language", contentEditable: "false" }, [select])
  const dom = crel("div", { className: "code-in-text" }, [head, crel("pre", {}, [code])])

  const paint = ({ attrs: { language } }) => {
    // Imported code may be in a language that is not offered.
    if (language && ![...select.options].some(({ value }) => value === language)) select.add(new Option(language))
    select.value = language || ""
  }
  paint(node)

  select.addEventListener("change", () => {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "language", select.value || null))
  })
  select.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && (event.key !== "Tab" || event.shiftKey)) return
    event.preventDefault()
    editor.view.focus()
  })

  return {
    dom,
    contentDOM: code,
    update(next) {
      if (next.type !== node.type) return false
      paint(next)
      return true
    },
    stopEvent: ({ target }) => target === select,
    ignoreMutation: ({ type, target }) => type !== "selection" && !code.contains(target),
  }
}

// Leads from the code to its language; Tab or Escape lead back.
function chooseLanguage(editor) {
  const { $from } = editor.state.selection
  if ($from.parent.type.name !== "codeBlock") return false
  editor.view.nodeDOM($from.before()).querySelector("select").focus()
  return true
}

export const CodeBlock = Base.extend({
  addNodeView: () => codeView,

  addKeyboardShortcuts() {
    return { ...this.parent(), "Shift-Tab": () => chooseLanguage(this.editor) }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "codeBlock",
      groups: "blockType nodes",
      button: buttons.material("data_object", gettext("Lines of code")),
      command: (editor) => editor.chain().focus().toggleCodeBlock().run(),
      active: (editor) => editor.isActive("codeBlock"),
      enabled: (editor) => editor.can().toggleCodeBlock(),
    })
  },
})
