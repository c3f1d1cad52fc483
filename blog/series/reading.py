"""What readers see of series: their live parts, by the clock. One still to come is neither named nor counted."""

from collections import defaultdict
from itertools import starmap
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.slugs import address_of
from blog.cards import Card, Link, Shown, columns
from blog.models import Revision
from blog.prepared import prepared
from blog.series.models import Part, Series


class Place(NamedTuple):
    """Where a post stands in its series: part ``number`` of ``total``, between ``before`` and ``after``."""

    title: str
    slug: str
    number: int
    total: int
    before: Link | None
    after: Link | None

    def get_absolute_url(self):
        """Return the address of the series."""
        return address_of("blog:series", self.slug)


def parts_of(series):
    """Return the live revisions of the parts of ``series`` (one, or a query for one), in order."""
    live = Revision.objects.listed().live()
    return live.filter(post__part__series=series).order_by("post__part__position", "post__part__pk")


def cards_of(series: int) -> list[Card]:
    """Return the live parts of the series with this number, in one query."""
    return list(starmap(Card, _cards_of(series)))


@prepared
def _cards_of(series):
    return columns(parts_of(series))


def place_of(revision: Shown) -> Place | None:
    """Return where ``revision`` stands in its series, in one query; None where it is in none, or not live."""
    rows = _parts_beside(revision.post_id)
    parts = [Link(*row) for *row, _title, _slug in rows]
    at = next((at for at, part in enumerate(parts) if part.pk == revision.pk), None)
    if at is None:
        return None
    return Place(
        *rows[at][-2:],
        number=at + 1,
        total=len(parts),
        before=parts[at - 1] if at else None,
        after=parts[at + 1] if at + 1 < len(parts) else None,
    )


@prepared
def _parts_beside(post):
    own = Part.objects.filter(post=post).values("series")[:1]
    return parts_of(own).values_list(*Link._fields, "post__part__series__title", "post__part__series__slug")


def with_live_parts() -> list[Series]:
    """Return every series that has live parts, by title, with their number (``total``) and the ``newest`` date."""
    dates = defaultdict(list)
    for series, dated_at in _dates():
        if dated_at:
            dates[series].append(dated_at)
    shown = list(Series.objects.filter(pk__in=dates))
    for series in shown:
        series.total, series.newest = len(dates[series.pk]), max(dates[series.pk])
    return shown


@prepared
def _dates():
    """The series of every part, and when that is dated where it is live."""
    # Asked of each part: joined, a database that has not counted its rows begins with all that is live.
    dated = Revision.objects.listed().live().filter(post=OuterRef("post")).values("dated_at")[:1]
    return Part.objects.order_by().values_list("series", Subquery(dated))


def paths() -> list[str]:
    """Return the paths of the pages about series; nothing where there is none to read."""
    shown = with_live_parts()
    return [reverse("blog:series_index"), *(series.get_absolute_url() for series in shown)] if shown else []
