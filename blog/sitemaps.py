"""The sitemap: an index of parts, each a range of posts, so that a part costs the same whatever the number of posts."""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db.models import Max, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from blog import counts
from blog.models import ImagePlacement, Post, Revision, SiteSettings, Tag
from blog.reading import require_safe
from blog.views import with_live_posts

POSTS_PER_PART = 1_000
CHANGES_TOLD = 1_000
MOST_ADDRESSES = 50_000  # search engines refuse a part with more; tags, which are most, come last


@require_safe
def index(request):
    """The parts there are: one for the lists, and one for every POSTS_PER_PART post numbers, with its newest change."""
    changes = _changes()
    paths = [(reverse("blog:sitemap_lists"), None)]
    paths += [(reverse("blog:sitemap_posts", args=[part]), changes.get(part)) for part in range(_parts())]
    parts = [{"address": settings.BYLINE_URL + path, "changed_at": changed_at} for path, changed_at in paths]
    return _xml(request, "blog/sitemap_index.xml", {"parts": parts})


@require_safe
def posts(request, part):
    """The live posts and pages with numbers from ``part`` × POSTS_PER_PART on, with their pictures.

    One that was first published elsewhere is not among them: its page names that one as the canonical.
    """
    if part >= _parts():
        raise Http404("The sitemap has no such part.")
    first = part * POSTS_PER_PART
    live = (
        Revision.objects.live()
        .filter(post__gte=first, post__lt=first + POSTS_PER_PART, canonical_url="")
        .only("slug", "post", "dated_at", "revised_at", "cover")
        .prefetch_related("cover", Prefetch("image_placements", ImagePlacement.objects.select_related("image")))
        .order_by("post")
    )
    pages = [
        {
            "post": revision.post_id,
            "address": settings.BYLINE_URL + revision.get_absolute_url(),
            "changed_at": revision.revised_at or revision.dated_at,
            "images": _images(revision),
        }
        for revision in live
    ]
    return _xml(request, "blog/sitemap.xml", {"pages": pages})


@require_safe
def lists(request):
    """Home, and every tag, author and month that has posts."""
    tagged = counts.by_tag()
    authors = list(with_live_posts())
    paths = [reverse(f"blog:{name}") for name in ("home", "tags", "archive", *(["authors"] if authors else []))]
    paths += [author.get_absolute_url() for author in authors]
    for app in apps.get_app_configs():
        if hasattr(app, "sitemap"):  # as a feature has pages of its own
            paths += app.sitemap()
    months = sorted(month for month, posts in counts.by_month(SiteSettings.load()).items() if posts > 0)
    paths += [reverse("blog:archive_month", args=[month.year, month.month]) for month in months]
    paths += [tag.get_absolute_url() for tag in Tag.objects.filter(same_as=None) if tagged[tag.pk] > 0]
    pages = [{"address": settings.BYLINE_URL + path} for path in paths[:MOST_ADDRESSES]]
    return _xml(request, "blog/sitemap.xml", {"pages": pages})


def _parts() -> int:
    newest = Post.objects.aggregate(newest=Max("pk"))["newest"]
    return 0 if newest is None else newest // POSTS_PER_PART + 1


def _changes() -> dict[int, datetime]:
    """Return when the newest text of each part went live, of those that changed lately: what to fetch again, and first.

    Not of all, for which a database would look at every post there is.
    """
    newest_first = Revision.objects.live().order_by("-live_from").values_list("post_id", "live_from")[:CHANGES_TOLD]
    changes = {}
    for post, live_from in newest_first:
        changes.setdefault(post // POSTS_PER_PART, live_from)
    return changes


def _images(revision: Revision) -> list[str]:
    pictures = [placement.image for placement in revision.image_placements.all()]
    return list(dict.fromkeys(picture.whole_url for picture in [*filter(None, [revision.cover]), *pictures]))


def _xml(request, template: str, context: dict):
    response = render(request, template, context, content_type="application/xml")
    response["Cache-Control"] = "no-cache"
    return response
