"""Ways from a tag to its posts that carry another one as well."""

from django import template

from blog.models import Tag
from blog.tagsets.related import beside
from blog.tagsets.sets import made_of

register = template.Library()


@register.inclusion_tag("tagsets/_often_with.html")
def often_with(tag: Tag) -> dict:
    """The tags that stand beside ``tag`` most often, each with the set of both."""
    return {"others": [(other, made_of([tag, other])) for other in beside(tag)]}
