// Many pictures at once: dropped or chosen, sent a few at a time, with fields for the words of each meanwhile. What is
// typed is kept in this browser until the library has it. Without this file the form below sends several as well.
import { csrfToken, refusal, send } from "media/send"

const gettext = window.gettext || ((text) => text)
const page = document.querySelector("[data-uploads]")
const plain = document.querySelector("[data-plain]")
const { user, uploadUrl, uploadMaxBytes, accept } = page.dataset
const [drop, files, forAll, summary, queue, template] =
  ["drop", "files", "for-all", "summary", "queue", "row"].map((part) => page.querySelector(`[data-${part}]`))
const form = plain.querySelector("form")

const AT_ONCE = 3
const QUIET = 800 // milliseconds without a key, before words are sent
const RETRY = 5000
const KEPT = 30 * 24 * 3600 * 1000 // milliseconds that words wait for their picture
const FIELDS = ["alt", "decorative", "caption", "credit"]

const rows = []
let sending = 0

// -- what was typed and the library does not have yet: by file, in this browser

const storeName = `byline-uploads-${user}`
const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(storeName)) ?? {}
  } catch {
    return {}
  }
}
const store = (change) => {
  const all = stored()
  change(all)
  try {
    localStorage.setItem(storeName, JSON.stringify(all))
  } catch {
    // A full or closed store: the warning before leaving still stands.
  }
}
const keyOf = (file) => `${file.name} ${file.size} ${file.lastModified}`

// -- one picture

class Row {
  constructor({ key, name, file = null, picture = null, words = null }) {
    Object.assign(this, { key, name, file, picture })
    this.element = template.content.firstElementChild.cloneNode(true)
    const part = (selector) => this.element.querySelector(selector)
    this.img = part("img")
    this.progress = part("progress")
    this.stateText = part("[data-state]")
    this.retry = part("[data-retry]")
    this.dismiss = part("[data-dismiss]")
    this.link = part("[data-page]")
    this.fields = Object.fromEntries(FIELDS.map((field) => [field, part(`[name=${field}]`)]))
    part("legend").textContent = name
    this.saved = JSON.stringify(this.words())
    if (words) this.fill(words)
    this.element.addEventListener("input", () => this.typed())
    this.element.addEventListener("change", () => this.saveSoon(0))
    this.retry.addEventListener("click", () => this.again())
    this.dismiss.addEventListener("click", () => this.leave())
    if (file) this.showFile(file)
    if (picture) this.showPicture(picture)
    queue.append(this.element)
  }

  words() {
    const { alt, decorative, caption, credit } = this.fields
    return { alt: decorative.checked ? "" : alt.value, decorative: decorative.checked, caption: caption.value, credit: credit.value }
  }

  fill({ alt, decorative, caption, credit }) {
    Object.assign(this.fields.alt, { value: alt, disabled: decorative })
    this.fields.decorative.checked = decorative
    this.fields.caption.value = caption
    this.fields.credit.value = credit
  }

  get isUnsaved() { return JSON.stringify(this.words()) !== this.saved }
  get isOpen() { return ["waiting", "sending"].includes(this.state) || (this.state !== "refused" && this.isUnsaved) }

  say(state, text) {
    this.state = this.element.dataset.state = state
    this.stateText.textContent = text
    this.progress.hidden = !["waiting", "sending"].includes(state)
    this.retry.hidden = !["failed", "unsaved", "twin"].includes(state)
    this.dismiss.hidden = !["failed", "refused", "twin"].includes(state)
    this.retry.textContent = state === "twin" ? gettext("Keep a second copy") : gettext("Try again")
    this.dismiss.textContent = state === "twin" ? gettext("Use that one") : gettext("Dismiss")
    sum()
  }

  showFile(file) {
    this.img.src = URL.createObjectURL(file)
    this.img.onload = () => URL.revokeObjectURL(this.img.src)
    this.img.onerror = () => { this.img.hidden = true } // hardly a browser shows a HEIC: its first rendition will do
    this.img.hidden = false
    this.progress.ariaLabel = file.name
  }

  showPicture(picture) {
    this.picture = picture
    this.img.src = picture.thumb
    this.img.hidden = false
    this.showPage(picture)
  }

  showPage(picture) {
    this.link.href = picture.page
    this.link.hidden = false
    this.link.ariaLabel = `${this.link.textContent}: ${this.name}`
  }

  typed() {
    this.fields.alt.disabled = this.fields.decorative.checked
    this.keep()
    this.saveSoon(QUIET)
    sum()
  }

  keep() {
    const { key, name, picture } = this
    store((all) => {
      if (this.isUnsaved) all[key] = { name, picture, words: this.words(), at: Date.now() }
      else delete all[key]
    })
  }

  async upload() {
    this.say("sending", gettext("on its way"))
    sending += 1
    try {
      const picture = await send(uploadUrl, csrfToken(form), this.file, (part) => { this.progress.value = part }, { again: this.isAgain })
      if (picture.twin) {
        this.showPage(picture)
        this.say("twin", gettext("The library has this picture already, with words of its own."))
        return
      }
      this.showPicture(picture)
      this.keep()
      this.say("uploaded", gettext("uploaded"))
      this.save()
    } catch ({ message }) {
      this.say("failed", message)
    } finally {
      sending -= 1
      next()
    }
  }

  saveSoon(wait) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), wait)
  }

  async save() {
    if (!this.picture || this.isSaving || !this.isUnsaved) return
    clearTimeout(this.timer)
    this.isSaving = true
    const words = this.words()
    const body = new URLSearchParams({ ...words, decorative: words.decorative ? "on" : "" })
    try {
      const response = await fetch(this.picture.words, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(form) } })
      const answer = await response.json().catch(() => ({}))
      if (!response.ok) {
        this.say("unsaved", answer.error || gettext("The server could not keep these words. They are kept in this browser."))
        return
      }
      this.saved = JSON.stringify(words)
      this.say("uploaded", gettext("uploaded, words saved"))
    } catch {
      this.say("unsaved", gettext("No connection. The words are kept in this browser."))
      this.saveSoon(RETRY)
    } finally {
      this.isSaving = false
      this.keep()
    }
    if (this.isUnsaved && this.state === "uploaded") this.saveSoon(QUIET) // typed while it was on its way
  }

  again() {
    if (this.picture) return void this.save()
    this.isAgain = this.state === "twin"
    this.link.hidden = true
    this.say("waiting", gettext("waits"))
    this.fields.alt.focus()
    next()
  }

  leave() {
    store((all) => { delete all[this.key] })
    rows.splice(rows.indexOf(this), 1)
    this.element.remove()
    files.focus()
    sum()
  }
}

// -- all of them

function next() {
  while (sending < AT_ONCE) {
    const row = rows.find(({ state }) => state === "waiting")
    if (!row) break
    row.upload()
  }
  sum()
}

let said
function sum() {
  const count = (test) => rows.filter(test).length
  const done = count(({ picture }) => picture)
  const failed = count(({ state }) => ["failed", "refused"].includes(state))
  const parts = rows.length ? [`${done} ${gettext("of")} ${rows.length} ${gettext("uploaded.")}`] : []
  const twins = count(({ state }) => state === "twin")
  if (twins) parts.push(`${twins} ${gettext("the library has already: choose beside them.")}`)
  if (failed) parts.push(`${failed} ${gettext("could not be: the reason stands beside them.")}`)
  if (done === rows.length && rows.length && !rows.some(({ isOpen }) => isOpen)) parts.push(gettext("All words are saved."))
  const text = parts.join(" ")
  if (text !== said) summary.textContent = said = text
}

function add(list) {
  for (const file of list) {
    const key = keyOf(file)
    if (rows.some((row) => row.key === key && row.state !== "refused")) continue
    const row = new Row({ key, name: file.name, file, words: stored()[key]?.words })
    if (!row.fields.credit.value) row.fields.credit.value = forAll.value
    rows.push(row)
    row.keep()
    const refused = refusal(file, Number(uploadMaxBytes))
    row.say(refused ? "refused" : "waiting", refused ?? gettext("waits"))
  }
  next()
}

files.accept = accept
files.addEventListener("change", () => {
  add([...files.files])
  files.value = ""
})
for (const kind of ["dragover", "drop"]) {
  // Beside the zone, too: a browser would leave the page to show the picture.
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    drop.toggleAttribute("data-over", kind === "dragover")
    if (kind === "drop") add([...event.dataTransfer.files])
  })
}
document.addEventListener("dragleave", (event) => event.relatedTarget || drop.removeAttribute("data-over"))
document.addEventListener("paste", ({ clipboardData }) => clipboardData.files.length && add([...clipboardData.files]))

let credit = ""
forAll.addEventListener("input", () => {
  for (const row of rows) {
    if (row.fields.credit.value !== credit) continue
    row.fields.credit.value = forAll.value
    row.typed()
  }
  credit = forAll.value
})

addEventListener("beforeunload", (event) => rows.some(({ isOpen }) => isOpen) && event.preventDefault())
addEventListener("online", () => rows.forEach((row) => row.state === "unsaved" && row.save()))

// What an earlier window left behind: uploaded ones are taken up again, the words of others wait for their file.
function resume() {
  const waiting = []
  store((all) => {
    for (const [key, { at }] of Object.entries(all)) if (Date.now() - at > KEPT) delete all[key]
  })
  for (const [key, { name, picture, words }] of Object.entries(stored())) {
    if (!picture) {
      waiting.push(name)
      continue
    }
    const row = new Row({ key, name, picture, words })
    rows.push(row)
    row.say("uploaded", gettext("uploaded; words from an earlier visit"))
    row.save()
  }
  if (waiting.length) {
    const note = document.createElement("p")
    note.className = "summary"
    note.textContent = `${gettext("Words that you typed are kept for these pictures; choose them again:")} ${waiting.join(", ")}`
    summary.before(note)
  }
}

if (!plain.querySelector(".errornote, .errorlist")) {
  plain.hidden = true
  page.hidden = false
  resume()
}
