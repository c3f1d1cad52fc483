"""The language of a text, as browsers and search engines have it (BCP 47): sv, pt-BR, zh-Hant."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 12

_WELL_FORMED = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # the language; longer words are kept for later, and somebody’s “Swedish”
    r"(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*"  # its script, region and variants
    r"(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?",  # extensions, and what is agreed upon in private
    re.ASCII | re.IGNORECASE,
)


@lru_cache(maxsize=1_000)
def normal_tag(tag: str) -> str:
    """Return ``tag`` in its usual case, with hyphens; what is none stays as it is."""
    written = tag.strip().replace("_", "-")
    if not _WELL_FORMED.fullmatch(written):
        return tag
    parts = written.lower().split("-")
    for place, part in enumerate(parts[1:], 1):
        if len(part) == 1:  # what follows is an extension
            break
        parts[place] = {2: part.upper(), 4: part.capitalize()}.get(len(part), part)
    return "-".join(parts)


def validate_tag(tag: str) -> None:
    if len(tag) > MOST_CHARACTERS or not _WELL_FORMED.fullmatch(tag):
        raise ValidationError(
            _(
                "“%(tag)s” is no tag of a language. Write sv for Swedish, pt-BR for the Portuguese of Brazil, zh-Hant "
                "for Chinese in traditional characters, or nothing for the language of the publication."
            ),
            code="language",
            params={"tag": tag[:40]},
        )


class LanguageField(models.CharField):
    """A tag, or blank for the publication's language.

    What is stored and is no tag, because something wrote past the workflow, reads as blank: every page of the post,
    its feeds and the sitemap would have it.
    """

    default_validators = (validate_tag,)

    def to_python(self, value):
        return normal_tag(super().to_python(value) or "")

    def from_db_value(self, value, expression, connection):
        tag = normal_tag(value or "")
        return tag if _WELL_FORMED.fullmatch(tag) else ""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs  # to the database it is nothing else
