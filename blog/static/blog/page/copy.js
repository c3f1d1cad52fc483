// A button that copies lines of code. Without this file, or where a browser forbids it, they are selected by hand.
const { content } = document.querySelector('template[data-for="copy"]')

async function copy(code, said) {
  await navigator.clipboard.writeText(code.textContent)
  said.textContent = said.dataset.words
  setTimeout(() => (said.textContent = ""), 4000)
}

for (const code of navigator.clipboard ? document.querySelectorAll(".listing > .code") : []) {
  const [said, button] = content.cloneNode(true).children
  button.addEventListener("click", () => copy(code, said))
  code.before(said, button)
}
