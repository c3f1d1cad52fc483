"""How the desk asks for words that a post may have of its own, or take from the library."""

from django import forms
from js_asset import Media, Script

from media.widgets import CHOOSER

OWN = "_own"  # the end of the name of the box that says: these words are the post's own


class InheritedWords(forms.TextInput):
    """Words, and whether they are the post's own even where there are none. None: they are the library's.

    With a script it says which they are. ``source`` is the field that chooses the picture, ``word`` what the library
    calls these words, ``none`` what it means that there are none.
    """

    template_name = "admin/blog/post/inherited_words.html"

    def __init__(self, *, source: str, word: str, none, rows: int = 1):
        super().__init__(attrs={"rows": rows} if rows > 1 else None)
        self.source, self.word, self.none = source, word, none
        self.control = "django/forms/widgets/textarea.html" if rows > 1 else "django/forms/widgets/input.html"

    @property
    def media(self):
        return Media(importmap=CHOOSER, js=[Script("blog/desk/inherited-words.js", type="module")])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"data-inherits": self.source, "data-word": self.word}
        return context | {"control": self.control, "own": name + OWN, "is_own": value is not None, "none": self.none}

    def value_from_datadict(self, data, files, name):
        """What has been typed is the post's own, whether or not that is said as well."""
        words = super().value_from_datadict(data, files, name)
        return words if words or data.get(name + OWN) else None


class InheritedField(forms.CharField):
    """Words, or None for those of the library."""

    def __init__(self, *, widget: InheritedWords, **kwargs):
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        return None if value is None else super().to_python(value)

    def has_changed(self, initial, data):
        return initial != self.to_python(data)
