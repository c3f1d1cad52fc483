"""A text as its page and lists show it, how long it takes to read, how it begins, and in which language it is."""

from dataclasses import dataclass

from django import template
from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from blog import kept, markup
from blog.cards import Card, Shown, rendered
from blog.reading_time import minutes
from blog.spoken import spoken

register = template.Library()

register.filter("first_words", markup.first_words)

FEWEST_GROUPED = 1_000


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
def words_around(post: Shown) -> Words:
    """Return them on a page that is in the active language."""
    said = post.language or get_language()
    return Words(said, spoken(said, otherwise=get_language()))


@register.simple_tag
def cards(posts: list[Card], *, has_lead=False, of=None, is_under_picture=False) -> list[SafeString]:
    """As ``rendered`` returns them; what a page does not say is not so."""
    return rendered(posts, has_lead=bool(has_lead), of=of or None, is_under_picture=bool(is_under_picture))


_article = kept.renderer(most=100)  # which may be long


@register.simple_tag(takes_context=True)
def article(context, revision: Shown, *, place, others: tuple) -> SafeString:
    """The text of a post as its page shows it; of a draft it is made each time."""
    shown = {"revision": revision, "place": place or None, "others": others}
    shown["has_share_links"] = context["site"].share_links
    is_kept = isinstance(revision, Card)
    return _article("blog/_article.html", **shown) if is_kept else render_to_string("blog/_article.html", shown)


@register.filter
def grouped(number: int) -> str:
    """Return a number of things; thousands are grouped as the active language does."""
    return floatformat(number, "0g") if number >= FEWEST_GROUPED else str(number)


@register.filter
def reading_time(post: Shown) -> str:
    """Return it in the active language; "" for one without words."""
    if not post.word_count:
        return ""
    number = minutes(post.word_count, post.language or get_language())
    return ngettext("%(minutes)d min read", "%(minutes)d min read", number) % {"minutes": number}
