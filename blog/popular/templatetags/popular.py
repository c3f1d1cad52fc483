"""The posts that are read most, as a part of a page."""

from django import template
from django.utils.safestring import SafeString

from blog.kept import rendered
from blog.popular import ranking

register = template.Library()


@register.simple_tag
def most_read() -> SafeString:
    return rendered("popular/_most_read.html", most_read=tuple(ranking.most_read()))
