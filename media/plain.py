"""Plain words that people type into a form: what has no place in them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Controls but for tabs and line breaks, and two that are no characters: no page may have them, and no XML.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def refuse_controls(text: str) -> None:
    """Raise ValidationError where ``text`` has a sign that nobody can see and no page can show."""
    if found := _CONTROLS.search(text):
        message = _(
            "After “%(before)s” comes a sign that cannot be seen or shown (U+%(number)04X). Write that part again."
        )
        before = text[max(0, found.start() - 20) : found.start()]
        raise ValidationError(message, code="control", params={"before": before, "number": ord(found[0])})


class PlainWordsMixin:
    """A form whose fields of words refuse control characters; Django’s refuse one, NUL. Passwords may be anything."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                field.validators.append(refuse_controls)
