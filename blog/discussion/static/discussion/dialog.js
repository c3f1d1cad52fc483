// Opens the notes on a post above its form, where unsaved words stay as they are, and writes them from there.
// Without this file the link opens the notes in a tab of their own.
const dialog = document.createElement("dialog")
dialog.className = "notes-dialog"
document.body.append(dialog)

// What has been typed and not sent, but for what stands in the form that is being sent.
const unsent = (sent) =>
  [...dialog.querySelectorAll("textarea, input:not([type=hidden])")].filter(
    (field) => field.value !== field.defaultValue && field.form !== sent,
  )
const summary = () => document.querySelector("[data-notes-summary]")
const words = () => summary().querySelector("a[data-notes]").dataset

// Says beside the buttons that submit and approve how much is unresolved.
function mention() {
  const steps = document.querySelector(".steps:has([name=_submit], [name=_approve])")
  const words = summary()?.querySelector(".mention")
  steps?.querySelector(".mention")?.remove()
  if (steps && words) {
    words.hidden = false
    steps.prepend(words)
  }
}
mention()

function build() {
  const { title, close } = words()
  dialog.innerHTML = `<header><h2 id="notes-dialog-title"></h2><button type="button" class="close"></button></header>
    <p class="error" role="alert" hidden></p><div></div>`
  dialog.setAttribute("aria-labelledby", "notes-dialog-title")
  dialog.querySelector("h2").textContent = title
  dialog.querySelector(".close").textContent = close
}

// Shows the notes that the address answers with. What was there stays when it does not, what was typed stays always.
async function show(address, options = {}, sent = null) {
  const error = dialog.querySelector("[role=alert]")
  error.hidden = true
  try {
    const response = await fetch(address, options)
    const page = new DOMParser().parseFromString(await response.text(), "text/html")
    const notes = page.querySelector("[data-notes-page]")
    if (!notes) throw new Error(`No notes at ${response.url}: ${response.status}`)
    const typed = unsent(sent)
    dialog.querySelector(":scope > div").replaceChildren(notes)
    for (const { id, value } of typed) {
      const field = document.getElementById(id) ?? document.getElementById("id_text")
      field.value = field.value ? `${field.value}\n${value}` : value
      field.closest("details")?.setAttribute("open", "")
    }
    const renewed = notes.querySelector("template")?.content.querySelector("[data-notes-summary]")
    if (renewed) summary().replaceWith(renewed)
    mention()
  } catch (reason) {
    console.warn(reason)
    error.textContent = words().failed
    error.className = "errornote"
    error.hidden = false
    error.scrollIntoView({ block: "nearest" })
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-notes]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  if (unsent().length === 0) {
    build()
    show(link.href)
  }
  dialog.showModal()
})

dialog.addEventListener("click", (event) => {
  if (event.target.closest(".close")) dialog.close()
  const link = event.target.closest("a")
  if (link?.matches("[data-inside]") && unsent().length === 0) {
    event.preventDefault()
    show(link.href)
  } else if (link) {
    link.target = "_blank"
  }
})

dialog.addEventListener("submit", async (event) => {
  event.preventDefault()
  const form = event.target
  const buttons = form.querySelectorAll("button")
  for (const button of buttons) button.disabled = true
  await show(form.action, { method: "POST", body: new FormData(form) }, form)
  for (const button of buttons) button.disabled = false
})

window.addEventListener("beforeunload", (event) => {
  if (unsent().length > 0) event.preventDefault()
})
