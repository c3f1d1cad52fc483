// Remembers the width chosen for the next preview. Without this file every preview begins as wide as the window.
const KEY = "blog.preview.width"
const chosen = document.querySelector(`input[name="width"][value="${CSS.escape(localStorage.getItem(KEY) ?? "")}"]`)

if (chosen) chosen.checked = true
document.addEventListener("change", ({ target }) => {
  if (target.name === "width") localStorage.setItem(KEY, target.value)
})
