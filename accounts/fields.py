"""A list of links as an author types it: one line each, a label, a bar and an address."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LinksField(forms.CharField):
    """Lines of “label | address”, kept as a list of dictionaries with ``label`` and ``key``."""

    def __init__(self, *, key: str, schemes: tuple[str, ...] = ("https://", "http://"), example: str, **kwargs):
        self.key, self.schemes, self.example = key, schemes, example
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        return "\n".join(f"{link['label']} | {link[self.key]}" for link in value or [])

    def clean(self, value):
        return [self._link(line) for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.prepare_value(initial).split() != (data or "").split()

    def _link(self, line: str) -> dict[str, str]:
        label, _bar, address = (part.strip() for part in line.partition("|"))
        if not label or not address.startswith(self.schemes) or len(address) > 500:
            raise ValidationError(
                _("“%(line)s” is not a link. Write it as: %(example)s"),
                code="bad_link",
                params={"line": line.strip()[:100], "example": self.example},
            )
        return {"label": label, self.key: address}
