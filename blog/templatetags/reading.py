"""What readers are told of a text: how long it takes to read, or how it begins; and in which language."""

from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from blog import markup
from blog.models import Revision
from blog.reading_time import minutes
from blog.spoken import spoken

register = template.Library()

register.filter("first_words", markup.first_words)


@dataclass(frozen=True)
class Words:
    """The languages of a text (``said``) and of our words around it (``ours``)."""

    said: str
    ours: str

    @property
    def mark(self) -> SafeString:
        """The attribute of an element of ours within the text's; "" where it needs none."""
        return format_html(' lang="{}"', self.ours) if self.ours != self.said else SafeString("")


@register.simple_tag
def words_around(revision: Revision) -> Words:
    """Return them on a page that is in the active language."""
    said = revision.language or get_language()
    return Words(said, spoken(said, otherwise=get_language()))


@register.filter
def reading_time(revision: Revision) -> str:
    """Return it in the active language; "" for one without words."""
    if not revision.word_count:
        return ""
    number = minutes(revision.word_count, revision.language or get_language())
    return ngettext("%(minutes)d min read", "%(minutes)d min read", number) % {"minutes": number}
