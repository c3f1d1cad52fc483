// What stands at another place is shown here once a reader asks for it, and not before: until then nobody there learns
// of the visit. Without this file it is a link.
const MOST_PIXELS = 1600 // more is scrolled to, within the frame

function load(figure) {
  const frame = Object.assign(document.createElement("iframe"), {
    src: figure.dataset.frame,
    title: figure.querySelector("figcaption")?.textContent.trim() || figure.dataset.service,
    allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
    // The player asks which site it plays on; it is not told the page.
    referrerPolicy: "strict-origin",
  })
  const isOurs = new URL(frame.src).origin === location.origin // what is shut in there must not reach this page
  frame.sandbox = `allow-scripts allow-popups allow-popups-to-escape-sandbox ${isOurs ? "" : "allow-same-origin allow-presentation"}`
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ type: "setHeight", id: 1 }, "*")) // Mastodon waits for this
  figure.prepend(frame)
  figure.dataset.loaded = ""
  frame.focus()
}

// Mastodon, Bluesky and our own frames say how high their content is; players are as high as their pictures.
addEventListener("message", ({ source, data }) => {
  const frame = [...document.querySelectorAll(".embed iframe")].find(({ contentWindow }) => contentWindow === source)
  if (frame && data?.height > 0) frame.style.height = `${Math.min(data.height, MOST_PIXELS)}px`
})

for (const figure of document.querySelectorAll(".embed[data-frame]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: figure.dataset.load })
  button.addEventListener("click", () => {
    load(figure)
    button.remove()
  })
  figure.querySelector("p").prepend(button)
}
