"""The pages of series, and their feeds."""

from django.http import Http404
from django.urls import reverse

from accounts.slugs import normal_slug
from blog import feeds
from blog.models import Revision, SiteSettings
from blog.prepared import prepared
from blog.reading import require_safe
from blog.series import reading
from blog.series.models import Series
from blog.views import list_moved, moved, show


def series_at(slug: str) -> Series:
    """Return the series that has this address. Raises Http404."""
    for found in _series(normal_slug(slug)):
        return found
    raise Http404("No series has this address.")


@prepared
def _series(slug):
    return Series.objects.filter(slug=slug).order_by()


@require_safe
def index(request):
    """Every series that has live parts, by title."""
    return show(request, "series/index.html", {"all_series": reading.with_live_parts()})


@require_safe
def series(request, slug):
    """The live parts of a series, in its own order. One of which nothing is live yet is nobody's business."""
    which = series_at(slug)
    parts = reading.cards_of(which.pk)
    if not parts:
        raise Http404("Nothing of this series is live.")
    if which.slug != slug:
        return moved(which.get_absolute_url())
    return show(request, "series/series.html", {"series": which, "parts": parts})


@require_safe
def feed(request, slug, format):
    """The newest parts first, as in every feed."""
    which = series_at(slug)
    site = SiteSettings.load()
    posts = feeds.posts_of(request, _listed_parts, which.pk)
    if not posts.posts and not request.GET.get("before"):
        raise Http404("Nothing of this series is live.")
    if which.slug != slug:
        return list_moved(request, reverse("blog:series_feed", args=[which.slug, format]))
    channel = feeds.Channel(site, f"{site.name}: {which}", which.description, which.get_absolute_url(), posts)
    return feeds.answer(request, format, channel)


def _listed_parts(series):
    return Revision.objects.listed().filter(post__part__series=series)
