"""Parts of readers’ pages and feeds that are made once, and shown again wherever the same is to be said."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

_SAME_WHERE_EQUAL = (str, int, float, datetime, UUID, tuple, type(None))
_all = []


def made_once(*, most: int) -> Callable:
    """Decorate what makes a part of a page from nothing but what it is given, so that ``most`` of them are kept.

    It can be given text, numbers, moments and tuples of them, named ones too. Raises TypeError for anything else: two
    models, say, are equal whatever they say.
    """

    def decorate(make):
        @lru_cache(maxsize=most, typed=True)
        @wraps(make)
        def made(*given, **named):
            _refuse_what_changes((*given, *named.values()))
            return make(*given, **named)

        _all.append(made)
        return made

    return decorate


def renderer(*, most: int) -> Callable[..., SafeString]:
    """Return what renders a template with what is shown, in the active language and time zone, and keeps ``most``.

    The template is given nothing else.
    """

    @made_once(most=most)
    def made(template: str, language: str, zone: str, **shown) -> SafeString:
        return render_to_string(template, shown)

    def rendered(template: str, **shown) -> SafeString:
        make = made.__wrapped__ if settings.DEBUG else made  # there, templates are being written
        return make(template, get_language(), get_current_timezone_name(), **shown)

    return rendered


rendered = renderer(most=2_000)  # of two kilobytes each


def _refuse_what_changes(values: tuple) -> None:
    for value in values:
        if not isinstance(value, _SAME_WHERE_EQUAL):
            raise TypeError(f"A {type(value).__name__} can change and be equal to what it was.")
        if isinstance(value, tuple):
            _refuse_what_changes(value)


def forget() -> None:
    """Make everything anew: for tests, in which settings change."""
    for made in _all:
        made.cache_clear()
