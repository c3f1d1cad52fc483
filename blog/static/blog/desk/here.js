// Says who else has this post open, and when somebody has saved it meanwhile.
const form = document.querySelector("form[data-here]")
const gettext = window.gettext || ((text) => text)
const EVERY = 15_000 // milliseconds; the server forgets who is silent three times as long

if (form) {
  const line = form.querySelector("[data-others]")
  const seen = Number(form.elements.seen.value)
  const body = (more = {}) => new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, ...more })

  const ask = async () => {
    if (document.hidden) return
    const response = await fetch(form.dataset.here, { method: "POST", body: body(), redirect: "manual" }).catch(() => null)
    if (!response?.ok) return
    const { others, newest } = await response.json()
    const said = []
    if (others.length) said.push(`${others.join(", ")} ${gettext("has this open, too.")}`)
    if (newest.number > seen) said.push(`${newest.by} ${gettext("has saved it meanwhile: when you save, you will be shown both texts.")}`)
    if (line.textContent !== said.join(" ")) line.textContent = said.join(" ")
  }
  ask()
  setInterval(ask, EVERY)
  document.addEventListener("visibilitychange", ask)
  addEventListener("pagehide", () => navigator.sendBeacon(form.dataset.here, body({ gone: "" })))
}
