"""What readers are told of a text: how long it takes to read, or how it begins."""

from django import template
from django.utils.translation import get_language, ngettext

from blog import markup
from blog.models import Revision
from blog.reading_time import minutes

register = template.Library()

register.filter("first_words", markup.first_words)


@register.filter
def reading_time(revision: Revision) -> str:
    """Return it in the active language, which on a post is its own; "" for one without words."""
    if not revision.word_count:
        return ""
    number = minutes(revision.word_count, get_language())
    return ngettext("%(minutes)d min read", "%(minutes)d min read", number) % {"minutes": number}
