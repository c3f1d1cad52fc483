// What stands at another place is shown here once a reader asks for it, and not before: until then nobody there learns
// of the visit. Without this file it is a link.
function load(figure) {
  const frame = Object.assign(document.createElement("iframe"), {
    src: figure.dataset.frame,
    title: figure.querySelector("figcaption")?.textContent.trim() || figure.dataset.service,
    allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
    // The player asks which site it plays on; it is not told the page.
    referrerPolicy: "strict-origin",
  })
  frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation"
  figure.prepend(frame)
  figure.dataset.loaded = ""
  frame.focus()
}

for (const figure of document.querySelectorAll(".embed[data-frame]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: figure.dataset.load })
  button.addEventListener("click", () => {
    load(figure)
    button.remove()
  })
  figure.querySelector("p").prepend(button)
}
