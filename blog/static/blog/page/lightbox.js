// Pictures as large as the window, one after another: arrow keys, a swipe, Esc. Without this file each is a link to it.
const FAR_ENOUGH = 50 // pixels of a swipe

const links = [...document.querySelectorAll("a.full")]
const { content } = document.querySelector('template[data-for="lightbox"]')
const dialog = content.querySelector("dialog")
const [img, caption, place] = ["img", "figcaption", "span"].map((name) => dialog.querySelector(name))
let at = 0
let touchedAt = null

function show(number) {
  at = (number + links.length) % links.length
  const shown = links[at].querySelector("img")
  const words = links[at].closest("figure")?.querySelector("figcaption")
  img.removeAttribute("srcset") // or the picture before would stand beside these words while this one loads
  Object.assign(img, { src: links[at].href, srcset: shown.srcset, sizes: "100vw", alt: shown.alt })
  caption.replaceChildren(...(words ? words.cloneNode(true).childNodes : []))
  place.textContent = `${at + 1} / ${links.length}`
}

const isRightToLeft = () => getComputedStyle(dialog).direction === "rtl"

function open(number) {
  show(number)
  dialog.showModal()
}

// The reader goes on from the picture that was seen last, once the browser has scrolled to where it was before.
const goOn = () => requestAnimationFrame(() => links[at].focus())

const go = (step) => links.length > 1 && show(at + step)

document.querySelector("article").append(content)
dialog.querySelector("p").hidden = links.length < 2

for (const [number, link] of links.entries()) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    open(number)
    history.pushState({ picture: true }, "") // so that Back, the way out on a telephone, leads out of the picture alone
  })
}

dialog.addEventListener("click", ({ target }) => {
  const button = target.closest("button")
  if (button?.value) go(Number(button.value))
  else if (button || target === dialog) dialog.close()
})
dialog.addEventListener("keydown", ({ key }) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (step) go(isRightToLeft() ? -step : step)
})
dialog.addEventListener("touchstart", ({ touches }) => {
  const isZoomed = window.visualViewport?.scale > 1
  touchedAt = touches.length === 1 && !isZoomed ? touches[0].clientX : null
}, { passive: true })
dialog.addEventListener("touchend", ({ changedTouches }) => {
  const way = touchedAt === null ? 0 : changedTouches[0].clientX - touchedAt
  if (Math.abs(way) > FAR_ENOUGH) go(way < 0 !== isRightToLeft() ? 1 : -1)
}, { passive: true })
dialog.addEventListener("close", () => {
  if (!history.state?.picture) return goOn()
  addEventListener("popstate", goOn, { once: true })
  history.back()
})
addEventListener("popstate", ({ state }) => {
  if (state?.picture) open(at)
  else dialog.close()
})
if (history.state?.picture) history.replaceState(null, "") // loaded anew: the picture is not shown any more
