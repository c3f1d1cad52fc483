// Copies the value of a field. Without this file, or the browser's leave, it is selected and copied by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  field.addEventListener("focus", () => field.select())
  button.hidden = !navigator.clipboard
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.done
    } catch {
      field.focus()
    }
  })
}
