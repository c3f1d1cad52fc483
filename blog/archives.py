"""The archive: the posts of a year and of a month, as the publication's calendar has them."""

import zoneinfo
from datetime import UTC, date, datetime
from itertools import groupby

from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from blog import counts
from blog.models import Revision, SiteSettings
from blog.paging import cursor, page_of
from blog.reading import require_safe
from blog.views import show


@require_safe
def archive(request):
    """The years and months that have posts, with how many."""
    site = SiteSettings.load()
    rows = reversed(_months(site))
    years = [{"year": year, "months": list(group)} for year, group in groupby(rows, key=lambda row: row["month"].year)]
    return show(request, "blog/archive.html", {"years": years}, site=site)


@require_safe
def archive_year(request, year):
    """The posts of a year, under its months; with the years before and after it that have some."""
    site = SiteSettings.load()
    page = _page(request, site, (year, 1), (year + 1, 1))
    months = _months(site)
    years = sorted({row["month"].replace(month=1) for row in months})
    own = [row for row in reversed(months) if row["month"].year == year]
    context = {"months": own, **_beside(years, date(year, 1, 1), site, format="Y", address=_address_of_year)}
    return show(request, "blog/archive_of.html", {**page, **context}, site=site)


@require_safe
def archive_month(request, year, month):
    """The posts of a month; with the months before and after it that have some."""
    if not 1 <= month <= 12:
        raise Http404("There is no such month.")
    site = SiteSettings.load()
    page = _page(request, site, (year, month), (year + month // 12, month % 12 + 1))
    months = [row["month"] for row in _months(site)]
    way = {"format": "YEAR_MONTH_FORMAT", "address": _address_of_month}
    context = {"year": year, **_beside(months, date(year, month, 1), site, **way)}
    return show(request, "blog/archive_of.html", {**page, **context}, site=site)


def _months(site: SiteSettings) -> list[dict]:
    """Return the months that have posts, each with how many, the first one first."""
    return [{"month": month, "posts": posts} for month, posts in sorted(counts.by_month(site).items()) if posts > 0]


def _page(request, site: SiteSettings, first: tuple[int, int], after: tuple[int, int]) -> dict:
    """Return a page of the posts dated from the first day of a month until another. Raises Http404 without any."""
    try:
        begin, end = (_month_start(month, site.tzinfo) for month in (first, after))
    except (ValueError, OverflowError):
        raise Http404("There is no such year.") from None
    before = request.GET.get("before", "")
    page = page_of(_listed_since, begin, size=site.posts_per_page, before=before or cursor(end, 0))
    if not page.posts:
        raise Http404("Nothing was published then.")
    return {"page": page, "is_first": not before}


def _listed_since(begin):
    return Revision.objects.listed().filter(dated_at__gte=begin)


def _month_start(month: tuple[int, int], zone: zoneinfo.ZoneInfo) -> datetime:
    start = datetime(*month, 1, tzinfo=zone)
    start.astimezone(UTC)  # as databases are asked: east of Greenwich, the year 1 begins before there are any
    return start


def _beside(times: list[date], this: date, site: SiteSettings, *, format: str, address) -> dict:
    """Return the title of ``this``, and where those of ``times`` right before and after it are, by their titles."""
    earlier = max((time for time in times if time < this), default=None)
    later = min((time for time in times if time > this), default=None)
    with translation.override(site.language):
        links = {
            name: {"title": date_format(time, format), "address": address(time)}
            for name, time in (("earlier", earlier), ("later", later))
            if time
        }
        return {"title": date_format(this, format), **links}


def _address_of_year(time: date) -> str:
    return reverse("blog:archive_year", args=[time.year])


def _address_of_month(time: date) -> str:
    return reverse("blog:archive_month", args=[time.year, time.month])
