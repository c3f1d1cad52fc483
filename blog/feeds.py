"""Feeds: the twenty newest posts of the publication, a tag or an author, whole, in three formats.

RSS 2.0 and Atom by Django's generators, taught to carry the full text and every author; JSON Feed 1.1 as
https://www.jsonfeed.org/version/1.1/ has it.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.models import Author
from blog import markup
from blog.models import Byline, Revision, SiteSettings, Tag, TagPlacement
from blog.paging import page_of
from blog.views import moved
from media.html import figure

POSTS = 20

# XML 1.0 has no place for these, escaped or not.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Channel:
    """What a feed is of: its title and description, the page it follows, the posts it has now."""

    site: SiteSettings
    title: str
    description: str
    page: str
    revisions: list[Revision]

    def language_of(self, revision: Revision) -> str:
        return revision.language or self.site.language


class _Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        handler.addQuickElement("content:encoded", item["content"])


class _Atom(Atom1Feed):
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


@require_safe
def site_feed(request, format):
    site = SiteSettings.load()
    revisions = page_of(Revision.objects.listed().live(), size=POSTS, whole=True).revisions
    return _answer(request, format, Channel(site, site.name, site.tagline, "/", revisions))


@require_safe
def tag_feed(request, slug, format):
    tag = get_object_or_404(Tag.objects.select_related("same_as"), slug=slug)
    if tag.same_as:
        return moved(reverse("blog:tag_feed", args=[tag.same_as.slug, format]))
    entries = TagPlacement.objects.filter(tag=tag, live_from__isnull=False)
    revisions = page_of(entries, via="content_object", size=POSTS, whole=True).revisions
    site = SiteSettings.load()
    channel = Channel(site, f"{site.name}: {tag}", tag.description, tag.get_absolute_url(), revisions)
    return _answer(request, format, channel)


@require_safe
def author_feed(request, slug, format):
    author = get_object_or_404(Author, slug=slug)
    entries = Byline.objects.filter(author=author, live_from__isnull=False)
    revisions = page_of(entries, via="revision", size=POSTS, whole=True).revisions
    site = SiteSettings.load()
    channel = Channel(site, f"{site.name}: {author}", author.bio, author.get_absolute_url(), revisions)
    return _answer(request, format, channel)


def _answer(request, format: str, channel: Channel) -> HttpResponse:
    address = settings.BYLINE_URL + escape_uri_path(request.path)
    response = _json(channel, address) if format == "json" else _xml(format, channel, address)
    response["Cache-Control"] = "no-cache"
    return response


def stable_id(revision: Revision) -> str:
    """Return what a post is known by for ever, whatever becomes of its title, address and date (RFC 4151)."""
    return f"tag:{urlsplit(settings.BYLINE_URL).hostname},2026:post/{revision.post_id}"


def content_of(revision: Revision, language: str) -> str:
    """Return the whole post as a feed carries it: the cover first, every address whole, running as it does here."""
    cover = ""
    if revision.cover:
        cover = figure(revision.cover, alt=revision.cover_alt, caption_html=revision.cover_caption_html)
    html = markup.for_feed(cover + revision.html, settings.BYLINE_URL, revision.get_absolute_url())
    return f'<div lang="{escape(language)}" dir="{revision.direction}">{_spoken(html)}</div>'


def _spoken(text: str) -> str:
    return _UNSPEAKABLE.sub("", text)


def _people(revision: Revision) -> list[dict[str, str]]:
    authors = (byline.author for byline in revision.bylines.all())
    return [
        {"name": _spoken(author.name), "url": settings.BYLINE_URL + author.get_absolute_url()} for author in authors
    ]


def _xml(format: str, channel: Channel, address: str) -> HttpResponse:
    generator = (_Atom if format == "atom" else _Rss)(
        title=_spoken(channel.title),
        link=settings.BYLINE_URL + channel.page,
        description=_spoken(channel.description),
        language=channel.site.language,
        feed_url=address,
        feed_guid=address,
    )
    for revision in channel.revisions:
        generator.add_item(
            title=_spoken(revision.title),
            link=settings.BYLINE_URL + revision.get_absolute_url(),
            description=escape(_spoken(revision.teaser)),  # both formats take it for HTML
            unique_id=stable_id(revision),
            unique_id_is_permalink=False,
            pubdate=revision.dated_at,
            updateddate=revision.revised_at or revision.dated_at,
            categories=[_spoken(tag.name) for tag in revision.tags.all()],
            authors=_people(revision),
            language=channel.language_of(revision),
            content=content_of(revision, channel.language_of(revision)),
        )
    return HttpResponse(generator.writeString("utf-8"), content_type=generator.content_type)


def _json(channel: Channel, address: str) -> JsonResponse:
    items = [
        {
            "id": stable_id(revision),
            "url": settings.BYLINE_URL + revision.get_absolute_url(),
            "title": revision.title,
            "content_html": content_of(revision, channel.language_of(revision)),
            "summary": revision.teaser,
            "date_published": revision.dated_at.isoformat(),
            "date_modified": (revision.revised_at or revision.dated_at).isoformat(),
            "authors": _people(revision),
            "tags": [tag.name for tag in revision.tags.all()],
            "language": channel.language_of(revision),
        }
        | ({"image": revision.cover.social_url} if revision.cover else {})
        for revision in channel.revisions
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": settings.BYLINE_URL + channel.page,
        "feed_url": address,
        "language": channel.site.language,
        "items": items,
    } | ({"description": channel.description} if channel.description else {})
    content_type = "application/feed+json; charset=utf-8"
    return JsonResponse(feed, json_dumps_params={"ensure_ascii": False}, content_type=content_type)
