"""A feed, written: RSS 2.0 and Atom by Django’s generators, taught to carry the full text, every author and the way to
the older pages (RFC 5005); JSON Feed 1.1 as https://www.jsonfeed.org/version/1.1/ has it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from blog import markup
from blog.cards import Card
from blog.kept import made_once
from media.html import figure

# XML 1.0 has no place for these, escaped or not.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


# What a feed says was its last change while nothing is in it: a moment that stays the same.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Addresses:
    """The addresses of a feed, of the page of it that is written, and of the next older page, if there is one."""

    newest: str
    here: str
    older: str | None


def written(format: str, channel, addresses: Addresses) -> HttpResponse:
    """Return the ``channel`` of ``blog.feeds`` as ``xml`` (RSS), ``atom`` or ``json``."""
    return _json(channel, addresses) if format == "json" else _xml(format, channel, addresses)


class _Kept:
    """What writes items as ``_item`` has kept them, where there are such."""

    def write_items(self, handler):
        super().write_items(handler)
        for item in self.feed.get("kept", ()):
            handler.ignorableWhitespace(item)  # which is how SAX says text that is written as it is


class _Rss(_Kept, Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for link in self.feed["links"]:
            handler.addQuickElement("atom:link", None, link)

    def latest_post_date(self):
        return self.feed["updated"]

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        handler.addQuickElement("content:encoded", item["content"])


class _Atom(_Kept, Atom1Feed):
    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for link in self.feed["links"]:
            handler.addQuickElement("link", None, link)
        handler.addQuickElement("icon", self.feed["icon"])
        if self.feed["logo"]:
            handler.addQuickElement("logo", self.feed["logo"])

    def latest_post_date(self):
        return self.feed["updated"]

    def item_attributes(self, item):
        return super().item_attributes(item) | {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


_XML = {"xml": _Rss, "atom": _Atom}


def stable_id(post: Card) -> str:
    """Return what a post is known by for ever, whatever becomes of its title, its address and our host."""
    return post.uid.urn


def content_of(post: Card, language: str) -> str:
    """Return the whole post as a feed carries it: the cover first, every address whole, running as it does here."""
    cover = ""
    if post.cover:
        cover = figure(post.cover, alt=post.cover_alt, caption_html=post.cover_caption_html)
    html = markup.for_feed(cover + post.html, settings.BYLINE_URL, post.get_absolute_url())
    return f'<div lang="{escape(language)}" dir="{post.direction}">{writable(html)}</div>'


def writable(text: str) -> str:
    """Return ``text`` without what XML has no place for."""
    return _UNSPEAKABLE.sub("", text)


def _people(post: Card) -> list[dict[str, str]]:
    return [
        {"name": writable(author.name), "url": settings.BYLINE_URL + author.get_absolute_url()}
        for author in post.written_by
    ]


def _language(channel, post: Card) -> str:
    return post.language or channel.site.language


def _changed_at(post: Card) -> datetime:
    return post.revised_at or post.dated_at


def _links(channel, addresses: Addresses) -> list[dict[str, str]]:
    """Return what leads from this page of the feed to others, and to who tells of new posts (WebSub)."""
    links = [{"rel": "next", "href": addresses.older}] if addresses.older else []
    if addresses.here != addresses.newest:
        links.append({"rel": "first", "href": addresses.newest})
    if channel.site.hub:
        links.append({"rel": "hub", "href": channel.site.hub})
    return links


def _icon() -> str:
    return settings.BYLINE_URL + static("apple-touch-icon.png")


def _xml(format: str, channel, addresses: Addresses) -> HttpResponse:
    generator = _XML[format](
        title=writable(channel.title),
        link=settings.BYLINE_URL + channel.page,
        description=writable(channel.description),
        subtitle=writable(channel.description),
        icon=_icon(),
        logo=channel.site.logo and channel.site.logo.whole_url,
        language=channel.site.language,
        feed_url=addresses.here,
        feed_guid=addresses.newest,
        links=_links(channel, addresses),
        updated=max(map(_changed_at, channel.shown.posts), default=_NEVER),
        kept=[_item(format, post, _language(channel, post)) for post in channel.shown.posts],
    )
    return HttpResponse(generator.writeString("utf-8"), content_type=generator.content_type)


@made_once(most=200)
def _item(format: str, post: Card, language: str) -> str:
    """Return one post, written."""
    generator, written = _XML[format](title="", link="", description=""), StringIO()
    generator.add_item(
        title=writable(post.title),
        link=settings.BYLINE_URL + post.get_absolute_url(),
        description=escape(writable(post.teaser)),  # both formats take it for HTML
        unique_id=stable_id(post),
        unique_id_is_permalink=False,
        pubdate=post.dated_at,
        updateddate=_changed_at(post),
        categories=[writable(tag.name) for tag in post.tagged],
        authors=_people(post),
        language=language,
        content=content_of(post, language),
    )
    generator.write_items(SimplerXMLGenerator(written, "utf-8", short_empty_elements=True))
    return written.getvalue()


def _json(channel, addresses: Addresses) -> JsonResponse:
    items = [
        {
            "id": stable_id(post),
            "url": settings.BYLINE_URL + post.get_absolute_url(),
            "title": post.title,
            "content_html": content_of(post, _language(channel, post)),
            "summary": post.teaser,
            "date_published": post.dated_at.isoformat(),
            "date_modified": _changed_at(post).isoformat(),
            "authors": _people(post),
            "tags": [tag.name for tag in post.tagged],
            "language": _language(channel, post),
        }
        | ({"image": post.cover.social.url} if post.cover else {})
        for post in channel.shown.posts
    ]
    optional = {
        "description": channel.description,
        "next_url": addresses.older,
        "hubs": channel.site.hub and [{"type": "WebSub", "url": channel.site.hub}],
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": settings.BYLINE_URL + channel.page,
        "feed_url": addresses.here,
        "favicon": _icon(),
        "language": channel.site.language,
        "items": items,
    } | {name: value for name, value in optional.items() if value}
    content_type = "application/feed+json; charset=utf-8"
    return JsonResponse(feed, json_dumps_params={"ensure_ascii": False}, content_type=content_type)
