// What can be done with a picture or a gallery besides its words: how wide it stands, and what it is made into.
import { crel, gettext } from "django-prose-editor/editor"

const LAYOUTS = [["", gettext("Normal")], ["wide", gettext("Wide")], ["full", gettext("Full width")]]
let made = 0

export function layoutChoice(setLayout) {
  const name = `layout-${++made}`
  const radios = LAYOUTS.map(([value]) => crel("input", { type: "radio", name, value }))
  for (const radio of radios) {
    radio.setAttribute("form", "") // it is no field of the post
    radio.addEventListener("change", () => setLayout(radio.value || null))
  }
  const labels = LAYOUTS.map(([, words], at) => crel("label", {}, [radios[at], words]))
  const dom = crel("span", { className: "picture-layout", role: "radiogroup", "aria-label": gettext("Layout") }, labels)
  const show = (layout) => {
    for (const radio of radios) radio.checked = radio.value === (layout ?? "")
  }
  return { dom, radios, show }
}

export function tool(words, act) {
  const button = crel("button", { type: "button", textContent: words })
  button.addEventListener("click", act)
  return button
}
