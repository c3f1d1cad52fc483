// Quotation marks, dashes and dots as printers set them, while they are typed. Backspace takes the last one back.
import { Extension, textInputRule } from "django-prose-editor/editor"

const QUOTES = {
  en: "“”", nl: "“”", pt: "“”", tr: "“”",
  de: "„“", cs: "„“", sk: "„“", sl: "„“", bg: "„“", is: "„“",
  pl: "„”", hu: "„”", ro: "„”", hr: "„”",
  sv: "””", fi: "””",
  es: "«»", it: "«»", nb: "«»", nn: "«»", ru: "«»", uk: "«»", el: "«»",
  fr: ["«\u202f", "\u202f»"],
  da: "»«",
}

const AFTER_SPACE = "(?:^|[\\s([{–—“„«»‘])"

export const Typography = Extension.create({
  name: "typography",

  addInputRules() {
    const { editor } = this
    // The post's own language, as the form has it now, else the publication's.
    const quotes = () => {
      const { form, lang } = editor.view.dom.parentElement.querySelector("textarea")
      return QUOTES[(form.elements.language?.value || lang).split("-")[0]] || QUOTES.en
    }
    const quote = (find, side) => textInputRule({ find, get replace() { return quotes()[side] } })
    return [
      textInputRule({ find: /(\.\.\.)$/, replace: "…" }),
      // Not at the start of a line, where three of them are a dividing line.
      textInputRule({ find: /[^\s-]\s?(--)$/, replace: "–" }),
      textInputRule({ find: /(–-)$/, replace: "—" }),
      quote(new RegExp(`${AFTER_SPACE}(")$`), 0),
      quote(/(")$/, 1),
      textInputRule({ find: new RegExp(`${AFTER_SPACE}(')$`), replace: "‘" }),
      textInputRule({ find: /(')$/, replace: "’" }),
    ]
  },
})
