"""Dates as readers’ languages write them."""

from datetime import date
from functools import lru_cache

from django import template
from django.conf import global_settings
from django.utils import translation
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

register = template.Library()


@register.filter(expects_localtime=True)
def long_date(moment, language: str | None = None) -> str:
    """Return the day of ``moment`` with its month in letters, as ``language``, or the active one, writes it."""
    return _written(moment.date(), language or get_language())


@register.filter(expects_localtime=True)
def iso(moment) -> str:
    """Return ``moment`` for machines: what ``date:"c"`` says, which takes a format apart each time."""
    return moment.isoformat()


@lru_cache(maxsize=2_048)
def _written(day: date, language: str) -> str:
    with translation.override(language):
        own = get_format("DATE_FORMAT")
        # Django’s own order is American; English here is read anywhere.
        is_ours = own == global_settings.DATE_FORMAT or get_language().startswith("en")
        return date_format(day, "j F Y" if is_ours else own)
