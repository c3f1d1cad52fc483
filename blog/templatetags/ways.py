"""What stands after a post: where a reader may go on from it."""

from django import template

from blog import ways
from blog.models import Revision

register = template.Library()


@register.inclusion_tag("blog/_beside.html")
def posts_beside(revision: Revision) -> dict:
    before, after = ways.beside(revision)
    return {"before": before, "after": after}


@register.simple_tag
def posts_linking_to(revision: Revision) -> list[Revision]:
    return ways.linking_to(revision)
