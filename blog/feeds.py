"""Feeds: the newest posts of the publication, a tag or an author, whole, twenty to a page, in three formats.

``?before=`` leads to the older pages, each linked from the one before it (RFC 5005, paged feeds).
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from blog import feed_formats
from blog.models import Revision, SiteSettings
from blog.paging import Page, of_author, of_tag, page_of
from blog.reading import require_safe
from blog.views import author_at, list_moved, tag_at

POSTS = 20


@dataclass(frozen=True)
class Channel:
    """What a feed is of: its title and description, the page it follows, a page of its posts.

    ``query`` is what must stand in every address of it, as the words of a search.
    """

    site: SiteSettings
    title: str
    description: str
    page: str
    shown: Page
    query: dict[str, str] = field(default_factory=dict)


@require_safe
def site_feed(request, format):
    site = SiteSettings.load()
    posts = posts_of(request, Revision.objects.listed)
    return answer(request, format, Channel(site, site.name, site.tagline, "/", posts))


@require_safe
def tag_feed(request, slug, format):
    tag = tag_at(slug)
    if tag.slug != slug:
        return list_moved(request, reverse("blog:tag_feed", args=[tag.slug, format]))
    posts = posts_of(request, of_tag, tag.pk, via="content_object")
    site = SiteSettings.load()
    channel = Channel(site, f"{site.name}: {tag}", tag.description, tag.get_absolute_url(), posts)
    return answer(request, format, channel)


@require_safe
def author_feed(request, slug, format):
    author = author_at(slug)
    if author.slug != slug:
        return list_moved(request, reverse("blog:author_feed", args=[author.slug, format]))
    posts = posts_of(request, of_author, author.pk, via="revision")
    site = SiteSettings.load()
    channel = Channel(site, f"{site.name}: {author}", author.bio, author.get_absolute_url(), posts)
    return answer(request, format, channel)


def posts_of(request, entries, *of, via: str = "") -> Page:
    """Return the page of whole posts that ``request`` asks for, as ``blog.paging.page_of`` has it."""
    return page_of(entries, *of, size=POSTS, before=request.GET.get("before", ""), via=via, whole=True)


def answer(request, format: str, channel: Channel) -> HttpResponse:
    """Return ``channel`` in ``format``: ``xml`` (RSS), ``atom`` or ``json``."""
    base = settings.BYLINE_URL + escape_uri_path(request.path)
    before = request.GET.get("before")
    addresses = feed_formats.Addresses(
        newest=_address(base, channel.query),
        here=_address(base, channel.query, before),
        older=channel.shown.older and _address(base, channel.query, channel.shown.older),
    )
    response = feed_formats.written(format, channel, addresses)
    response["Cache-Control"] = "no-cache"
    return response


def _address(base: str, query: dict[str, str], before: str | None = None) -> str:
    asked = QueryDict(mutable=True)
    asked.update(query | ({"before": before} if before else {}))
    return f"{base}?{asked.urlencode()}" if asked else base
