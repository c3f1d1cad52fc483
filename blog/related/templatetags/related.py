"""Posts that are about the same as one, as a part of its page."""

from django import template

from blog.models import Revision
from blog.related import reading

register = template.Library()


@register.inclusion_tag("related/_related.html")
def related_posts(revision: Revision, place, linking: list[Revision]) -> dict:
    """Those not shown already: beside ``revision`` in a series (its ``place``, or None), or as ``linking`` to it."""
    beside = [place.before, place.after] if place else []
    return {"related": reading.near(revision, but=[*beside, *linking])}
