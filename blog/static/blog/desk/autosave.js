// Keeps what is typed: within a second in this browser, two seconds after the last key at the server, until it is
// saved. Words that an earlier window left behind are sent now. Without this file the form still works.
const form = document.querySelector("form[data-autosave]")
const { autosave: address, user } = form.dataset
const id = form.elements.form.value
const status = form.querySelector("[data-kept]")
const gettext = window.gettext || ((text) => text)

const LOOK = 500 // milliseconds between two looks at the form
const QUIET = 2000 // without a key, before the server is told
const LONGEST = 4000 // of typing without a rest
const RETRY = 5000

// -- copies in this browser: { form, user, address, at, words }, until the server has confirmed them

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("byline", 1)
  request.onupgradeneeded = () => request.result.createObjectStore("copies", { keyPath: "form" })
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})
const copies = async (mode, act) => {
  const transaction = (await opened).transaction("copies", mode, { durability: "strict" })
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore("copies"))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}
const keepCopy = (words) => copies("readwrite", (all) => all.put({ form: id, user, address, at: Date.now(), words }))
const dropCopy = (which) => copies("readwrite", (all) => all.delete(which))

// -- what the form says

const words = () => {
  const data = new URLSearchParams(new FormData(form))
  data.delete("csrfmiddlewaretoken")
  return data.toString()
}
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value

let confirmed // what the server has, or what the page came with
let last
let changedAt = 0
let waitingSince = 0
let tryAgainAt = 0
let sending = false
let isSignedOut = false

const settle = () => { confirmed ??= last = form.hasAttribute("data-unsaved") ? "" : words() }
// The editor writes its first, normalised text a moment after the page has come.
for (const begins of ["keydown", "beforeinput", "pointerdown", "drop", "paste"]) {
  document.addEventListener(begins, settle, { capture: true, once: true })
}
setTimeout(settle, 1000)

const say = (text, ...more) => {
  if (status.firstChild?.textContent !== text) status.replaceChildren(text, ...more)
}

const post = async (where, body) => {
  const headers = { "X-CSRFToken": token() }
  const response = await fetch(where, { method: "POST", body, headers, redirect: "manual" })
  return { isGone: response.status === 404, isSignedOut: response.type === "opaqueredirect" || response.status === 403, response }
}

const send = async () => {
  const sent = last
  sending = true
  try {
    const answer = await post(address, new URLSearchParams(sent))
    isSignedOut = answer.isSignedOut
    if (isSignedOut) return askToSignIn()
    if (answer.isGone) return later(gettext("This post cannot be changed any more. Your words are kept in this browser."))
    if (!answer.response.ok) return later(gettext("The server could not keep your words. They are kept in this browser."))
    confirmed = sent
    waitingSince = 0
    if (last === sent) await dropCopy(id)
    form.dispatchEvent(new CustomEvent("kept"))
    const at = new Date((await answer.response.json()).at)
    say(`${gettext("Kept at")} ${at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })}. ${gettext("Not saved yet.")}`)
  } catch {
    later(gettext("No connection. Your words are kept in this browser."))
  } finally {
    sending = false
  }
}
const later = (text) => {
  tryAgainAt = Date.now() + RETRY
  say(text)
}

const look = () => {
  if (confirmed === undefined) return
  const now = words()
  if (now !== last) {
    last = now
    changedAt = Date.now()
    waitingSince ||= changedAt
    keepCopy(now).catch(() => say(gettext("This browser keeps no copy of your words. Save often.")))
  }
  const rests = Date.now() - changedAt >= QUIET || Date.now() - waitingSince >= LONGEST
  if (last !== confirmed && rests && !sending && !isSignedOut && Date.now() >= tryAgainAt) send()
}
setInterval(look, LOOK)
addEventListener("online", () => { tryAgainAt = 0 })
document.addEventListener("visibilitychange", look)

// -- signing in again, in another window, while the words wait here

const askToSignIn = () => {
  const link = Object.assign(document.createElement("a"), {
    href: "/accounts/login/?next=/admin/signed-in/",
    target: "_blank",
    textContent: gettext("Sign in again in another window"),
  })
  say(`${gettext("You are signed out. Your words are kept in this browser.")} `, link)
}
const goOn = () => {
  form.elements.csrfmiddlewaretoken.value = token()
  isSignedOut = false
  if (last !== confirmed) send()
}
new BroadcastChannel("byline").addEventListener("message", ({ data }) => data === "signed-in" && goOn())
addEventListener("focus", () => isSignedOut && goOn())
form.addEventListener("submit", (event) => {
  if (!isSignedOut) return
  event.preventDefault()
  status.querySelector("a")?.focus()
})

// -- what earlier windows left behind

// Held for as long as this window lives: another one leaves our copy alone.
navigator.locks?.request(`byline-${id}`, () => new Promise(() => {}))

const offer = (where) => {
  const list = form.querySelector("[data-unsaved-list]")
  if (list.querySelector(`a[href="${where}"]`)) return
  const line = document.createElement("p")
  line.append(`${gettext("This browser kept words that were never saved.")} `)
  line.append(Object.assign(document.createElement("a"), { href: where, textContent: gettext("See what differs") }))
  list.append(line)
}
const sendCopy = async (copy) => {
  if (!(await copies("readonly", (all) => all.get(copy.form)))) return // its own window has brought it home
  const body = new URLSearchParams(copy.words)
  body.set("compare", "")
  const { response } = await post(copy.address, body)
  if (!response.ok) return // kept until somebody can take it
  await dropCopy(copy.form)
  const { recover } = await response.json()
  if (recover) offer(recover)
}
const sendLeftBehind = async () => {
  const saved = location.hash.match(/^#saved-(.+)$/)?.[1]
  if (saved) {
    await dropCopy(saved)
    history.replaceState(null, "", location.pathname + location.search)
  }
  for (const copy of await copies("readonly", (all) => all.getAll())) {
    if (copy.user !== user || copy.form === id) continue
    // As soon as the window it was typed in is gone.
    if (navigator.locks) navigator.locks.request(`byline-${copy.form}`, () => sendCopy(copy).catch(() => {}))
    else await sendCopy(copy)
  }
}
sendLeftBehind().catch(() => {})
