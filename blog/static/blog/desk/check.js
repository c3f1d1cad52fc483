// Looks the text over anew whenever the server has kept what was typed. Without this file that is seen after saving.
const form = document.querySelector("form[data-check]")
const panel = form.querySelector("[data-problems]")

form.addEventListener("kept", async () => {
  const response = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => null)
  if (!response?.ok) return
  panel.innerHTML = await response.text()
  form.querySelector("[data-overrule]")?.toggleAttribute("hidden", !panel.querySelector("[data-level=block]"))
})
