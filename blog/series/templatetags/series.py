"""Where a post stands in its series."""

from django import template

from blog.models import Revision
from blog.series import reading

register = template.Library()


@register.simple_tag
def place_in_series(revision: Revision) -> reading.Place | None:
    return reading.place_of(revision)
