// Words that a post may take from the library: says whether these are inherited or changed here, and leads back.
// Without this file a box says that they are the post's own.
import { make } from "media/chooser"

const gettext = window.gettext || ((text) => text)

function enhance(field) {
  const { inherits, word } = field.dataset
  const label = field.closest(".field").querySelector("label").textContent.trim()
  const own = field.parentElement.querySelector(".own input")
  const mark = make("span", { className: "words-mark", id: `${field.id}_mark` })
  const back = make("button", { type: "button", textContent: gettext("Use the library’s words") })
  const none = make("button", { type: "button", textContent: own.dataset.none })
  const source = field.form.elements[inherits]
  let library = source.closest(".picture-field").dataset

  const paint = () => {
    const words = library[word] ?? ""
    const state = own.checked ? (field.value ? "changed" : "none") : "inherited"
    mark.textContent = { changed: gettext("Changed here"), none: own.dataset.none, inherited: gettext("Inherited") }[state]
    mark.dataset.state = state
    back.hidden = !own.checked
    none.hidden = own.checked && !field.value
    field.placeholder = own.checked ? "" : words && `${gettext("From the library:")} ${words}`
  }
  const change = (isOwn) => {
    own.checked = isOwn
    field.value = ""
    paint()
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.focus()
  }

  field.addEventListener("input", () => {
    if (field.value) own.checked = true
    paint()
  })
  back.addEventListener("click", () => change(false))
  none.addEventListener("click", () => change(true))
  source.addEventListener("chosen", ({ detail }) => {
    library = detail ?? {}
    paint()
  })
  for (const button of [back, none]) button.ariaLabel = `${button.textContent}: ${label}`
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${mark.id}`.trim())
  own.parentElement.hidden = true
  field.after(make("p", { className: "words-source" }, mark, back, none))
  paint()
}

document.querySelectorAll("[data-inherits]").forEach(enhance)
