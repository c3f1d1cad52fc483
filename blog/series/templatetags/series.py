"""Where a post stands in its series."""

from django import template
from django.utils.safestring import SafeString

from blog.cards import Shown
from blog.kept import rendered
from blog.series import reading

register = template.Library()


@register.simple_tag
def place_in_series(revision: Shown) -> reading.Place | None:
    return reading.place_of(revision)


@register.simple_tag
def turn_in_series(place: reading.Place | None) -> SafeString:
    return rendered("series/_turn.html", place=place)
