// A picture that a form asks for: shown, chosen from the library or this device, taken away. Without this file its
// number can be typed. Whoever wants to know what was chosen listens to “chosen”; ``detail`` is null when none is.
import { chooser, make } from "media/chooser"
import { csrfToken, refusal, send } from "media/send"

const gettext = window.gettext || ((text) => text)

function enhance(input) {
  const { chooseUrl, uploadUrl, uploadMaxBytes, accept } = input.dataset
  const field = input.closest(".picture-field")
  const label = document.querySelector(`label[for="${input.id}"]`)
  const what = label.textContent.trim().replace(/:$/, "")
  const shown = field.querySelector("img") ?? make("img", { alt: "", hidden: true })
  const name = field.querySelector(".picture-name") ?? make("span", { className: "picture-name" })
  const choose = make("button", { type: "button", id: `${input.id}_choose` })
  const remove = make("button", { type: "button", textContent: gettext("Remove"), ariaLabel: `${gettext("Remove")}: ${what}` })
  const progress = make("progress", { max: 1, value: 0, hidden: true, ariaLabel: gettext("Upload") })
  const status = make("p", { className: "picture-status" })
  status.setAttribute("role", "status")
  const again = make("button", { type: "button", textContent: gettext("Keep a second copy"), hidden: true })
  let isRunning = false

  const paint = () => {
    shown.hidden = remove.hidden = name.hidden = !input.value
    choose.textContent = input.value ? gettext("Change") : gettext("Choose a picture")
    choose.ariaLabel = `${choose.textContent}: ${what}`
  }
  const take = (picture) => {
    input.value = picture?.id ?? ""
    if (picture) shown.src = picture.thumb
    name.textContent = picture ? picture.alt || picture.caption || picture.name : ""
    status.textContent = ""
    again.hidden = true
    field.querySelector(".picture-gone")?.remove()
    paint()
    input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: picture }))
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const upload = async ([file], options = {}) => {
    const refused = refusal(file, Number(uploadMaxBytes))
    if (refused) return void (status.textContent = `${file.name}: ${refused}`)
    isRunning = choose.disabled = true
    progress.hidden = false
    status.textContent = `${file.name} ${gettext("is on its way.")}`
    try {
      const picture = await send(uploadUrl, csrfToken(input.form), file, (part) => { progress.value = part }, options)
      take(picture)
      status.textContent = `${file.name}: ${picture.twin ? gettext("the library has it already, and that one is chosen") : gettext("chosen")}`
      again.hidden = !picture.twin
      again.onclick = () => {
        choose.focus()
        upload([file], { again: true })
      }
    } catch ({ message }) {
      status.textContent = `${file.name}: ${message}`
    } finally {
      isRunning = choose.disabled = false
      progress.hidden = true
      progress.value = 0
    }
  }

  choose.addEventListener("click", chooser({
    url: chooseUrl,
    accept,
    onFiles: upload,
    onChosen: ([picture]) => take(picture),
    onClose: () => choose.focus(),
  }))
  remove.addEventListener("click", () => {
    take(null)
    choose.focus()
  })
  input.form.addEventListener("submit", (event) => {
    if (!isRunning) return
    event.preventDefault()
    event.stopImmediatePropagation()
    status.textContent = gettext("The picture is still on its way. Wait a moment, then try again.")
    status.scrollIntoView({ block: "center" })
  }, { capture: true })
  addEventListener("beforeunload", (event) => isRunning && event.preventDefault())

  label.htmlFor = choose.id
  input.type = "hidden"
  field.append(shown, name, make("p", { className: "picture-buttons" }, choose, remove, again), progress, status)
  paint()
}

document.querySelectorAll("input[data-picture]").forEach(enhance)
