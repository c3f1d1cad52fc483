// Leads to a refusal, saves by Ctrl+S, and asks before unsaved words are left. Without this file the form still works.
const form = document.querySelector("form[data-guard]")
const words = () => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")).toString()

form.querySelector("[data-focus]")?.focus()

let saved
let leaving = false
// The editor writes its first, normalised text a moment after the page has come.
setTimeout(() => { saved = words() }, 1000)

form.addEventListener("submit", (event) => {
  leaving = event.submitter?.getAttribute("formtarget") !== "_blank"
})
window.addEventListener("beforeunload", (event) => {
  const refused = form.querySelector("[data-focus]") !== null
  if (!leaving && saved !== undefined && (refused || words() !== saved)) event.preventDefault()
})
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault()
    form.requestSubmit(form.querySelector(".steps [name=_save]"))
  }
})
