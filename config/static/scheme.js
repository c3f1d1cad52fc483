// Whether a reader has chosen light or dark colours. Runs before the page is painted, so that nothing flashes; without
// this file, or a choice, a page follows the system.
{
  const kept = () => {
    try {
      const scheme = localStorage.getItem("scheme")
      return scheme === "light" || scheme === "dark" ? scheme : ""
    } catch { // a browser that keeps nothing
      return ""
    }
  }

  const keep = (scheme) => {
    try {
      localStorage.setItem("scheme", scheme)
    } catch { /* then it is for this page alone */ }
  }

  const show = (scheme) => {
    document.documentElement.dataset.scheme = scheme
    for (const meta of document.querySelectorAll("meta[data-scheme]")) {
      const own = meta.dataset.scheme
      meta.media = scheme ? (own === scheme ? "all" : "not all") : `(prefers-color-scheme: ${own})`
    }
    for (const choice of document.querySelectorAll(".scheme input")) choice.checked = choice.value === scheme
  }

  show(kept())
  addEventListener("storage", () => show(kept())) // in another tab
  addEventListener("pageshow", () => show(kept())) // by the Back button, or with a form as it was left
  addEventListener("DOMContentLoaded", () => {
    const control = document.querySelector(".scheme")
    if (!control) return
    control.addEventListener("change", ({ target }) => {
      keep(target.value)
      show(target.value)
    })
    show(kept())
  })
}
