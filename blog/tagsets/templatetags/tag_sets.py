"""Ways from a tag to its posts that carry another one as well."""

from django import template
from django.utils.safestring import SafeString

from blog.kept import rendered
from blog.models import Tag
from blog.tagsets.related import beside
from blog.tagsets.sets import made_of

register = template.Library()


@register.simple_tag
def often_with(tag: Tag) -> SafeString:
    """The tags that stand beside ``tag`` most often, each leading to the set of both."""
    others = tuple((other.name, made_of([tag, other]).get_absolute_url()) for other in beside(tag))
    return rendered("tagsets/_often_with.html", others=others)
