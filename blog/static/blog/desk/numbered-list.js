// Numbered lists, begun by typing “1. ”. Only a numbering that is not the usual one is written down.
import { OrderedList as Base, wrappingInputRule } from "django-prose-editor/editor"

export const OrderedList = Base.extend({
  addAttributes() {
    const { type, ...attributes } = this.parent()
    const renderHTML = (list) => {
      const { type: letter } = type.renderHTML(list)
      return letter && letter !== "1" ? { type: letter } : {}
    }
    return { ...attributes, type: { ...type, renderHTML } }
  },

  addInputRules() {
    return [wrappingInputRule({
      find: /^(\d+)\.\s$/,
      type: this.type,
      getAttributes: ([, first]) => ({ start: Number(first) }),
      joinPredicate: ([, next], list) => list.childCount + list.attrs.start === Number(next),
    })]
  },
})
