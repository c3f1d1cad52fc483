"""One page of a list, found by where the page before it ended, so that page 5,000 costs what page 1 costs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import prefetch_related_objects
from django.http import Http404

from blog.models import Byline, Revision, TagPlacement, TimedQuerySet
from blog.prepared import prepared

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """``revisions`` with what their cards show; ``older`` is what ``?before=`` says for the next page, or None."""

    revisions: list[Revision]
    older: str | None


def of_author(author) -> TimedQuerySet:
    return Byline.objects.filter(author=author, live_from__isnull=False)


def of_tag(tag) -> TimedQuerySet:
    return TagPlacement.objects.filter(tag=tag, live_from__isnull=False)


def page_of(
    entries: Callable[..., TimedQuerySet], *of, size: int, before: str = "", via: str = "", whole: bool = False
) -> Page:
    """Return the page of those ``entries`` that are live which follows ``before``, newest first, in three queries.

    ``entries``, a function of a module, returns revisions, or bylines or tag placements whose revision is their
    attribute ``via``; it is given ``of`` as ``prepared`` does. ``whole`` brings the rendered text and the post along,
    for feeds. Raises Http404 when ``before`` is not what a page has given.
    """
    place = read_cursor(before) if before else ()
    rows = _rows(*place, *of, is_first=not place, entries=entries, size=size, via=via, whole=whole)
    revisions = [getattr(row, via) if via else row for row in rows[:size]]
    prefetch_related_objects(revisions, *Revision.objects.all().CARD_RELATIONS)
    return Page(revisions, cursor(rows[size - 1].dated_at, rows[size - 1].post_id) if len(rows) > size else None)


@prepared
def _rows(*values, is_first: bool, entries, size: int, via: str, whole: bool):
    before, of = (None, values) if is_first else (values[:2], values[2:])
    path = f"{via}__" if via else ""
    rows = (
        entries(*of)
        .live()
        .newest_first(before)
        .select_related(f"{path}cover", *([f"{path}post"] if whole else []))
        .defer(f"{path}body", *([] if whole else [f"{path}html"]))
    )
    return rows[: size + 1]


def cursor(dated_at: datetime, post_id: int) -> str:
    """Return a place in a list by date: microseconds since 1970, and the post."""
    return f"{(dated_at - _EPOCH) // timedelta(microseconds=1)}-{post_id}"


def read_cursor(place: str) -> tuple[datetime, int]:
    microseconds, _dash, post_id = place.rpartition("-")
    try:
        int(post_id).to_bytes(8, signed=True)  # SQLite cannot look for more
        return _EPOCH + timedelta(microseconds=int(microseconds)), int(post_id)
    except (ValueError, OverflowError):
        raise Http404("No list ends there.") from None
