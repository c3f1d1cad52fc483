"""One page of a list, found by where the page before it ended, so that page 5,000 costs what page 1 costs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import starmap

from django.http import Http404

from blog.cards import Card, columns
from blog.models import Byline, TagPlacement, TimedQuerySet
from blog.prepared import prepared

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Some ``posts``; ``older`` is what ``?before=`` says for the next page, or None."""

    posts: list[Card]
    older: str | None


def of_author(author) -> TimedQuerySet:
    return Byline.objects.filter(author=author, live_from__isnull=False)


def of_tag(tag) -> TimedQuerySet:
    return TagPlacement.objects.filter(tag=tag, live_from__isnull=False)


def page_of(
    entries: Callable[..., TimedQuerySet], *of, size: int, before: str = "", via: str = "", whole: bool = False
) -> Page:
    """Return the page of those ``entries`` that are live which follows ``before``, newest first, in one query.

    ``entries``, a function of a module, returns revisions, or bylines or tag placements whose revision is their
    attribute ``via``; it is given ``of`` as ``prepared`` does. ``whole`` posts are for feeds. Raises Http404 when
    ``before`` is not what a page has given.
    """
    place = read_cursor(before) if before else ()
    rows = _rows(*place, *of, is_first=not place, entries=entries, size=size, via=via, whole=whole)
    posts = list(starmap(Card, rows[:size]))
    return Page(posts, cursor(posts[-1].dated_at, posts[-1].post_id) if len(rows) > size else None)


@prepared
def _rows(*values, is_first: bool, entries, size: int, via: str, whole: bool):
    before, of = (None, values) if is_first else (values[:2], values[2:])
    return columns(entries(*of).live().newest_first(before), via, whole=whole)[: size + 1]


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
