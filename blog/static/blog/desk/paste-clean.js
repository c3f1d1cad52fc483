// What Word and Google Docs put on the clipboard, made plain. Styles are read as text, under another name: under a
// strict style-src an element's ``style`` is empty, so all that Docs wraps in <b> would come out bold, and the browser
// reports each of them.
import { Extension, Plugin, gettext } from "django-prose-editor/editor"

const property = (css, name) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(css)?.[1].trim().toLowerCase()

function wrap(element, name) {
  const inner = element.ownerDocument.createElement(name)
  inner.append(...element.childNodes)
  element.append(inner)
}

function rename(element, name) {
  const other = element.ownerDocument.createElement(name)
  other.append(...element.childNodes)
  element.replaceWith(other)
}

// Word writes a list as paragraphs, each with its bullet or number in a span of its own.
function listOf(paragraph) {
  const mark = paragraph.querySelector("[data-css*='mso-list' i]")
  const name = /^\s*[\dA-Za-z]+[.)]/.test(mark?.textContent || "") ? "OL" : "UL"
  mark?.remove()
  const before = paragraph.previousElementSibling
  const list = before?.dataset.word === name ? before : paragraph.ownerDocument.createElement(name)
  const item = paragraph.ownerDocument.createElement("li")
  item.append(...paragraph.childNodes)
  if (list === before) paragraph.remove()
  else paragraph.replaceWith(list)
  list.dataset.word = name
  list.append(item)
}

function plainer(element) {
  const css = element.dataset.css
  const weight = property(css, "font-weight")
  const isBold = weight === "bold" || Number.parseInt(weight, 10) >= 600
  if (/^(B|STRONG)$/.test(element.tagName) && weight && !isBold) {
    element.replaceWith(...element.childNodes)
  } else if (element.tagName === "SPAN") {
    if (isBold) wrap(element, "strong")
    if (property(css, "font-style") === "italic") wrap(element, "em")
    if (property(css, "text-decoration")?.includes("line-through")) wrap(element, "s")
    if (property(css, "vertical-align") === "super") wrap(element, "sup")
    if (property(css, "vertical-align") === "sub") wrap(element, "sub")
  }
}

const FOREIGN_PICTURES = "img:not(figure[data-image-id] *, .ProseMirror-separator)"

function clean(html, say) {
  const silenced = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/i, " data-css="))
  const doc = new DOMParser().parseFromString(silenced, "text/html")
  for (const foreign of doc.querySelectorAll("o\\:p, style, script, meta, link, title, xml")) foreign.remove()
  for (const paragraph of doc.querySelectorAll("p[data-css*='mso-list' i]")) listOf(paragraph)
  for (const element of doc.querySelectorAll("[data-css]")) plainer(element)
  for (const space of doc.querySelectorAll(".Apple-converted-space")) space.replaceWith(" ")
  // Docs separates blocks by line breaks, Word by empty paragraphs.
  for (const gap of doc.querySelectorAll("body > br, p + br, p:not(:has(img, br))")) {
    if (!gap.textContent.trim()) gap.remove()
  }
  for (const link of doc.querySelectorAll("a[href^='https://www.google.com/url?']")) {
    const target = new URL(link.href).searchParams.get("q")
    if (target) link.setAttribute("href", target)
  }
  for (const heading of doc.querySelectorAll("h1")) rename(heading, "h2")
  for (const heading of doc.querySelectorAll("h5, h6")) rename(heading, "h4")
  if (doc.querySelector(FOREIGN_PICTURES)) {
    say(gettext("Only the words were pasted. Save the pictures to this device, then insert them from there."))
  }
  return doc.body.innerHTML
}

export const PasteClean = Extension.create({
  name: "pasteClean",
  priority: 1000,

  addProseMirrorPlugins() {
    const transformPastedHTML = (html) => clean(html, this.editor.storage.accessible.say)
    return [new Plugin({ props: { transformPastedHTML } })]
  },
})
