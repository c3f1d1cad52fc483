"""One page of a list, found by where the page before it ended, so that page 5,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import prefetch_related_objects
from django.http import Http404

from blog.models import Revision, TimedQuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """``revisions`` with what their cards show; ``older`` is what ``?before=`` says for the next page, or None."""

    revisions: list[Revision]
    older: str | None


def page_of(entries: TimedQuerySet, *, size: int, before: str = "", via: str = "", whole: bool = False) -> Page:
    """Return the page of those ``entries`` that are live which follows ``before``, newest first, in three queries.

    ``entries`` are revisions, or bylines or tag placements whose revision is their attribute ``via``. ``whole``
    brings the rendered text and the post along, for feeds. Raises Http404 when ``before`` is not what a page has given.
    """
    path = f"{via}__" if via else ""
    rows = (
        entries.live()
        .newest_first(read_cursor(before) if before else None)
        .select_related(f"{path}cover", *([f"{path}post"] if whole else []))
        .defer(f"{path}body", *([] if whole else [f"{path}html"]))
    )
    rows = list(rows[: size + 1])
    revisions = [getattr(row, via) if via else row for row in rows[:size]]
    prefetch_related_objects(revisions, *Revision.objects.all().CARD_RELATIONS)
    return Page(revisions, cursor(rows[size - 1].dated_at, rows[size - 1].post_id) if len(rows) > size else None)


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
