// How a picture stands in the text while it is written: the picture, its alternative text and its caption, each with
// a way back to the library's words where the author has typed others. Tab walks through them in this order.
import { crel, gettext, pm } from "django-prose-editor/editor"
import { layoutChoice, tool } from "blog/desk/picture-tools"

const { NodeSelection, TextSelection } = pm.state

const libraryWords = (words, otherwise) => (words ? `${gettext("From the library:")} ${words}` : otherwise)

// A stop of the Tab key inside a picture. Outside of it Tab goes on to the next field of the form, so no tab index.
const stop = (element) => Object.assign(element, { tabIndex: -1 })

export function pictureView({ node, getPos, editor }) {
  const still = (element) => Object.assign(element, { contentEditable: "false" })
  const wayBack = (what) => {
    const words = gettext("Use the library’s words")
    return stop(crel("button", { type: "button", textContent: words, "aria-label": `${words}: ${what}` }))
  }
  const img = crel("img")
  const removed = crel("p", { className: "picture-removed", textContent: gettext("Picture removed") })
  const alt = stop(crel("input", { type: "text", maxLength: 500 }))
  const altBack = wayBack(gettext("description"))
  const captionBack = wayBack(gettext("caption"))
  const altMark = crel("span", { className: "words-mark" })
  const captionMark = crel("span", { className: "words-mark" })
  const credit = crel("small")
  const caption = crel("div", { className: "picture-caption" })
  const dom = crel("figure", { className: "picture-in-text" }, [
    still(crel("div", { className: "picture-itself" }, [img, removed])),
    still(crel("div", { className: "picture-words" }, [
      crel("label", {}, [crel("span", { textContent: gettext("Alternative text") }), alt]),
      altMark,
      altBack,
    ])),
    still(crel("p", { className: "picture-label", textContent: gettext("Caption") })),
    caption,
    still(crel("div", { className: "picture-words" }, [credit, captionMark, captionBack])),
  ])
  const mark = (element, isOwn, words, none) => {
    element.textContent = isOwn ? (words ? gettext("Changed here") : none) : gettext("Inherited")
    element.dataset.state = isOwn ? "changed" : "inherited"
  }

  const paint = ({ attrs, firstChild }) => {
    const { src, library } = attrs
    const hasOwnCaption = firstChild.attrs.isOwn || firstChild.content.size > 0
    img.hidden = !src
    removed.hidden = Boolean(src)
    if (src && img.getAttribute("src") !== src) img.src = src
    img.alt = attrs.alt ?? library.alt
    if (document.activeElement !== alt) alt.value = attrs.alt ?? ""
    alt.placeholder = attrs.alt === null
      ? libraryWords(library.alt, gettext("What it shows, for those who cannot see it"))
      : gettext("None: the picture is passed over by those who cannot see it")
    dom.toggleAttribute("data-lacks-alt", src && attrs.alt === null && !library.alt)
    mark(altMark, attrs.alt !== null, attrs.alt, gettext("Decoration here"))
    mark(captionMark, hasOwnCaption, firstChild.content.size, gettext("No caption here"))
    layout.show(attrs.layout)
    altBack.hidden = attrs.alt === null || !library.alt || attrs.alt === library.alt
    caption.toggleAttribute("data-empty", firstChild.content.size === 0)
    caption.dataset.placeholder = hasOwnCaption
      ? gettext("None")
      : libraryWords(library.caption, gettext("What is printed under it"))
    captionBack.hidden = !hasOwnCaption || !library.caption || firstChild.textContent === library.caption
    credit.textContent = library.credit ? `${gettext("Credit:")} ${library.credit}` : ""
  }

  const here = () => editor.state.doc.nodeAt(getPos())
  const change = (transform) => editor.view.dispatch(transform(editor.state.tr))
  const select = (selection) => {
    editor.view.focus()
    change((tr) => tr.setSelection(selection(tr.doc)).scrollIntoView())
  }
  const toPicture = () => select((doc) => NodeSelection.create(doc, getPos()))
  const toCaption = () => select((doc) => TextSelection.create(doc, getPos() + here().nodeSize - 2))
  const setAlt = (value) => change((tr) => tr.setNodeAttribute(getPos(), "alt", value))

  const layout = layoutChoice((value) => change((tr) => tr.setNodeAttribute(getPos(), "layout", value)))
  const decorate = tool(gettext("Decoration"), () => {
    alt.value = ""
    setAlt("")
  })
  const group = tool(gettext("Make a gallery"), () => editor.chain().makeGallery(getPos()).focus().run())
  const takeOut = tool(gettext("Take out of the gallery"), () => editor.chain().takeOutOfGallery(getPos()).focus().run())
  group.className = "make-gallery"
  takeOut.className = "take-out"
  for (const button of [decorate, group, takeOut, ...layout.radios]) stop(button)
  const tools = still(crel("div", { className: "picture-tools" }, [layout.dom, decorate, group, takeOut]))
  dom.append(tools)
  paint(node)

  alt.addEventListener("input", () => setAlt(alt.value))
  altBack.addEventListener("click", () => {
    alt.value = ""
    setAlt(null)
    alt.focus()
  })
  captionBack.addEventListener("click", () => {
    const inside = getPos() + 1
    const { firstChild } = here()
    change((tr) => tr.replaceWith(inside, inside + firstChild.nodeSize, firstChild.type.create()))
    toCaption()
  })
  img.addEventListener("click", toPicture)
  removed.addEventListener("click", toPicture)

  dom.addEventListener("keydown", (event) => {
    const chosen = layout.radios.find((radio) => radio.checked)
    const all = [alt, altBack, caption, captionBack, chosen, decorate, group, takeOut]
    const stops = all.filter((element) => element.checkVisibility())
    const at = stops.indexOf(event.target)
    if (at < 0) return
    const isForward = (event.key === "Tab" && !event.shiftKey) || (event.target === alt && /^(Enter|ArrowDown)$/.test(event.key))
    const isBack = (event.key === "Tab" && event.shiftKey) || (event.target === alt && event.key === "ArrowUp")
    if (event.key === "Escape" || (isBack && at === 0)) toPicture()
    else if (isForward && at === stops.length - 1) return
    else if (isForward || isBack) {
      const next = stops[at + (isForward ? 1 : -1)]
      if (next === caption) toCaption()
      else next.focus()
    } else return
    event.preventDefault()
  })

  return {
    dom,
    contentDOM: caption,
    update(next) {
      if (next.type !== node.type) return false
      paint(next)
      return true
    },
    stopEvent: ({ target }) => tools.contains(target) || target === alt || target === altBack || target === captionBack,
    ignoreMutation: ({ type, target }) => type !== "selection" && !(target !== caption && caption.contains(target)),
  }
}
