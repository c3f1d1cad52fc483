"""The posts that are read most, as a part of a page."""

from django import template

from blog.popular import ranking

register = template.Library()


@register.inclusion_tag("popular/_most_read.html")
def most_read() -> dict:
    return {"most_read": ranking.most_read()}
