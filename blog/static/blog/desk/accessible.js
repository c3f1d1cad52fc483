// Names and keys that the editor lacks: one tab stop for its toolbar, arrow keys inside, a name for its text box.
import { Extension, gettext } from "django-prose-editor/editor"

function nameToolbar(toolbar) {
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", gettext("Formatting"))
  const buttons = [...toolbar.querySelectorAll(".prose-menubar__button")]
  for (const button of buttons) {
    if (button.title && !button.getAttribute("aria-label")) button.setAttribute("aria-label", button.title)
    button.setAttribute("role", "button")
    button.tabIndex = -1
  }
  const usable = () => buttons.filter((button) => !button.classList.contains("hidden"))
  const stopAt = (button) => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1
  }
  stopAt(buttons[0])
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const all = usable()
    const at = all.indexOf(document.activeElement)
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault()
      document.activeElement.click()
    } else if (step || event.key === "Home" || event.key === "End") {
      event.preventDefault()
      const to = step ? all[(at + step + all.length) % all.length] : all.at(event.key === "Home" ? 0 : -1)
      stopAt(to)
      to.focus()
    }
  })
  return buttons
}

export const Accessible = Extension.create({
  name: "accessible",

  // Tiptap would write its sheet into a <style>, which the page's policy forbids; prosemirror.css is that sheet.
  onBeforeCreate() {
    this.editor.options.injectCSS = false
  },

  onCreate() {
    const { view } = this.editor
    const text = view.dom
    text.setAttribute("role", "textbox")
    text.setAttribute("aria-multiline", "true")
    text.setAttribute("aria-label", gettext("Text"))
    // The toolbar is built by another extension in this same turn.
    setTimeout(() => {
      const toolbar = text.closest(".prose-editor").querySelector(".prose-menubar")
      const buttons = nameToolbar(toolbar)
      this.editor.on("transaction", () => {
        for (const button of buttons) {
          button.setAttribute("aria-pressed", String(button.classList.contains("active")))
          button.setAttribute("aria-disabled", String(button.classList.contains("disabled")))
        }
      })
    })
  },

  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => {
        this.editor.view.dom.closest(".prose-editor").querySelector(".prose-menubar [tabindex='0']")?.focus()
        return true
      },
    }
  },
})
