// Asks before a note that was typed is left behind unsent, be it by another button of the page.
let sent = null

document.addEventListener("submit", ({ target }) => { sent = target })
window.addEventListener("beforeunload", (event) => {
  const fields = document.querySelectorAll(".discussion :is(textarea, input:not([type=hidden]))")
  const isLost = [...fields].some((field) => field.value !== field.defaultValue && field.form !== sent)
  if (isLost) event.preventDefault()
  sent = null
})
