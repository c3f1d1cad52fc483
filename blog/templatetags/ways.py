"""What stands after a post: where a reader may go on from it."""

from django import template
from django.utils.safestring import SafeString

from blog import ways
from blog.cards import Link, Shown
from blog.kept import rendered

register = template.Library()


@register.simple_tag
def posts_beside(revision: Shown) -> SafeString:
    before, after = ways.beside(revision)
    return rendered("blog/_beside.html", before=before, after=after)


@register.simple_tag
def posts_linking_to(revision: Shown) -> list[Link]:
    return ways.linking_to(revision)


@register.simple_tag
def linked_from(linking: list[Link]) -> SafeString:
    return rendered("blog/_linked_from.html", linking=tuple(linking))
