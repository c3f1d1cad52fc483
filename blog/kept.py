"""Parts of readers’ pages that are made once, and shown again wherever the same is to be said."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 2_000  # of two kilobytes each

_SAME_WHERE_EQUAL = (str, int, float, datetime, UUID, tuple, type(None))


def rendered(template: str, **shown) -> SafeString:
    """Return ``template`` with what is ``shown``, in the active language and time zone.

    The template is given nothing else, so that what is equal looks the same: text, numbers, moments and tuples of
    them, named ones too. Raises TypeError for anything else; two models are equal whatever they say.
    """
    make = _made.__wrapped__ if settings.DEBUG else _made  # there, templates are being written
    return make(template, get_language(), timezone.get_current_timezone(), **shown)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _made(template: str, language: str, zone, **shown) -> SafeString:
    _refuse_what_changes(shown.values())
    return render_to_string(template, shown)


def _refuse_what_changes(values) -> None:
    for value in values:
        if not isinstance(value, _SAME_WHERE_EQUAL):
            raise TypeError(f"A {type(value).__name__} can change and be equal to what it was.")
        if isinstance(value, tuple):
            _refuse_what_changes(value)


forget = _made.cache_clear  # for tests, in which settings change
