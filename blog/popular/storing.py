"""Counted reads, in the database: by post and day, for as long as they matter."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from accounts.slugs import normal_slug
from blog.models import Address
from blog.popular.models import Reads

DAYS_KEPT = 90
BATCH = 500


@transaction.atomic
def store(counted: dict[tuple[str, date], int]) -> None:
    """Add the reads of addresses to those of their posts; an address that is no post’s is let go."""
    slugs = sorted({normal_slug(slug) for slug, _day in counted})
    posts = {}
    for start in range(0, len(slugs), BATCH):
        posts |= Address.objects.filter(slug__in=slugs[start : start + BATCH]).values_list("slug", "post_id")
    reads = Counter()
    for (slug, day), number in counted.items():
        if post := posts.get(normal_slug(slug)):
            reads[day, post] += number
    rows = sorted(reads.items())  # processes that store at once take their locks in one order
    for start in range(0, len(rows), BATCH):
        _add(rows[start : start + BATCH])


def _add(rows: list[tuple[tuple[date, int], int]]) -> None:
    """One statement, so that nobody’s reads are lost between reading and writing; the ORM has none that adds."""
    as_stored = connection.ops.adapt_datefield_value
    values = [value for (day, post), number in rows for value in (as_stored(day), post, number)]
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO popular_reads (day, post_id, reads) VALUES {places} "  # noqa: S608 (placeholders alone)
            "ON CONFLICT (day, post_id) DO UPDATE SET reads = popular_reads.reads + excluded.reads",
            values,
        )


def forget_old_days() -> int:
    """Remove the days that are past counting; return how many rows that were."""
    return Reads.objects.filter(day__lt=datetime.now(UTC).date() - timedelta(days=DAYS_KEPT)).delete()[0]
