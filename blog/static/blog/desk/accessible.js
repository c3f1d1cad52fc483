// Names and keys that the editor lacks: one tab stop for its toolbar, arrow keys inside, a name for its text box, and
// one place where everything is said that happens without a focus (``editor.storage.accessible.say``).
import { Extension, crel, gettext, isMacOS } from "django-prose-editor/editor"

const LABELS = {
  heading2: [gettext("Heading"), "Control+Alt+2"],
  heading3: [gettext("Heading, level 3"), "Control+Alt+3"],
  heading4: [gettext("Heading, level 4"), "Control+Alt+4"],
  paragraph: [gettext("Plain paragraph"), "Control+Alt+0"],
  codeBlock: [gettext("Lines of code"), "Control+Alt+C"],
  bulletList: [gettext("List"), "Control+Shift+8"],
  orderedList: [gettext("Numbered list"), "Control+Shift+7"],
  bold: [gettext("Bold"), "Control+B"],
  italic: [gettext("Italic"), "Control+I"],
  strike: [gettext("Struck out"), "Control+Shift+S"],
  subscript: [gettext("Subscript"), "Control+,"],
  superscript: [gettext("Superscript"), "Control+."],
  code: [gettext("Code"), "Control+E"],
  link: [gettext("Link"), "Control+K"],
  unlink: [gettext("Remove link")],
  blockquote: [gettext("Quote"), "Control+Shift+B"],
  horizontalRule: [gettext("Dividing line")],
  table: [gettext("Insert table")],
  "history:undo": [gettext("Undo"), "Control+Z"],
  "history:redo": [gettext("Redo"), "Control+Shift+Z"],
  html: [gettext("The text as HTML")],
  fullscreen: [gettext("Whole window"), "F11"],
}
const TOGGLES = new Set("bold italic strike subscript superscript code link blockquote codeBlock bulletList orderedList heading2 heading3 heading4 paragraph fullscreen".split(" "))

function nameButton(button) {
  const [label, keys] = LABELS[button.dataset.name] || [button.title]
  button.setAttribute("aria-label", label)
  button.title = keys ? `${label} (${keys.replace("Control", isMacOS() ? "⌘" : "Ctrl")})` : label
  if (keys) button.setAttribute("aria-keyshortcuts", keys.replace("Control", isMacOS() ? "Meta" : "Control"))
  if (button.dataset.name === "html") button.textContent = "html" // its own sign is that of code
}

function nameToolbar(toolbar) {
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", gettext("Formatting"))
  const buttons = [...toolbar.querySelectorAll("button")]
  const shown = () => buttons.filter((button) => !button.classList.contains("hidden"))
  const stopAt = (stop) => {
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1
  }
  const update = () => {
    for (const button of buttons) {
      const { classList, dataset } = button
      if (TOGGLES.has(dataset.name)) button.setAttribute("aria-pressed", String(classList.contains("active")))
      button.setAttribute("aria-disabled", String(classList.contains("disabled")))
    }
    // The tools of a table come and go with it.
    if (!shown().some((button) => button.tabIndex === 0)) stopAt(shown()[0])
  }
  toolbar.addEventListener("keydown", (event) => {
    const all = shown()
    const at = all.indexOf(event.target)
    const next = {
      ArrowRight: all[(at + 1) % all.length],
      ArrowLeft: all.at(at - 1),
      Home: all[0],
      End: all.at(-1),
    }[event.key]
    if (at < 0 || !next) return
    event.preventDefault()
    stopAt(next)
    next.focus()
  })
  buttons.forEach(nameButton)
  stopAt(buttons[0])
  return update
}

function nameText(text, textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  text.setAttribute("role", "textbox")
  text.setAttribute("aria-multiline", "true")
  text.setAttribute("aria-label", label?.textContent.trim() || gettext("Text"))
  for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
    if (textarea.hasAttribute(name)) text.setAttribute(name, textarea.getAttribute(name))
  }
  // What leads to the field (its label, the list of refusals) leads to where one can type.
  text.id = textarea.id
  textarea.removeAttribute("id")
  label?.addEventListener("click", () => text.focus())
}

export const Accessible = Extension.create({
  name: "accessible",
  priority: 1, // after the menu, which makes the toolbar

  addStorage() {
    const status = crel("p", { className: "editor-status", role: "status" })
    return { status, say: (words) => { status.textContent = words }, toolbar: null }
  },

  // Tiptap would write its sheet into a <style>, which the page's policy forbids; prosemirror.css is that sheet.
  onBeforeCreate() {
    this.editor.options.injectCSS = false
  },

  onCreate() {
    const { editor, storage } = this
    const text = editor.view.dom
    text.after(storage.status)
    storage.toolbar = editor.storage.menu.dom
    nameText(text, text.parentElement.querySelector("textarea"))
    const update = nameToolbar(storage.toolbar)
    update()
    editor.on("transaction", update)
    new MutationObserver((changes) => {
      for (const dialog of changes.flatMap(({ addedNodes }) => [...addedNodes]).map((added) => added.querySelector?.(".prose-editor-dialog"))) {
        dialog?.setAttribute("aria-label", dialog.querySelector(".prose-editor-dialog-title").textContent)
      }
    }).observe(text.parentElement, { childList: true })
  },

  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => {
        this.storage.toolbar.querySelector("[tabindex='0']").focus()
        return true
      },
    }
  },
})
