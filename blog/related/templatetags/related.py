"""Posts that are about the same as one, as a part of its page."""

from django import template
from django.utils.safestring import SafeString

from blog.cards import Link, Shown
from blog.kept import rendered
from blog.related import reading

register = template.Library()


@register.simple_tag
def related_posts(revision: Shown, place, linking: list[Link]) -> SafeString:
    """Those not shown already: beside ``revision`` in a series (its ``place``, or None), or as ``linking`` to it."""
    beside = [place.before, place.after] if place else []
    return rendered("related/_related.html", related=tuple(reading.near(revision, but=[*beside, *linking])))
