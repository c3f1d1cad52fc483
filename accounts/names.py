"""Signs that nobody sees in a name or a title: which are let go of, and what is left when there are no others."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls; what turns the direction of all that follows, on other people's lines as well; marks of files, not of words.
# The marks that concern a letter's neighbours stay: joiners, soft hyphens, left-to-right and right-to-left marks.
_LET_GO = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that look like a space


def without_controls(text: str) -> str:
    """Return ``text`` without signs that are nobody's words, and reach beyond it."""
    return _LET_GO.sub("", text)


def in_one_line(text: str) -> str:
    """Return ``text`` with single spaces and without controls; "" when there is nothing in it to see."""
    words = " ".join(without_controls(text).split())
    return words if any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in words) else ""


def clean_name(instance, field: str) -> None:
    """Write ``field`` of ``instance``, a model, in one line. Raises ValidationError when there is nothing to see."""
    written = getattr(instance, field)
    setattr(instance, field, in_one_line(written))
    if written and not getattr(instance, field):
        raise ValidationError({field: _("There is nothing to see in that: write at least one letter or sign.")})
