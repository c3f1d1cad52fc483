"""Which posts are read most: what was read lately counts more, and after thirty days no more.

The order is stored and made anew each hour. Only another order changes pages; which of its posts are shown is
decided by the clock, when a page is made.
"""

from datetime import UTC, datetime, timedelta
from itertools import starmap

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Sum, Value, When

from blog.cards import Link, links
from blog.models import Revision
from blog.popular.models import Rank, Reads
from blog.prepared import prepared
from blog.signals import content_changed

DAYS = 30
FEWEST_READS = 5  # of a post, to be ranked
RANKED = 10  # more than are shown: some may be withdrawn before the next ranking
SHOWN = 5
FEWEST_SHOWN = 3


@transaction.atomic
def rank_anew() -> None:
    """Store the order as it is now, and announce it where it is another one. Harmless to repeat."""
    posts = _by_reads()
    if posts == list(Rank.objects.values_list("post_id", flat=True)):
        return
    ranks = [Rank(place=place, post_id=post) for place, post in enumerate(posts, 1)]
    # Places are written over, not made anew: two processes may rank at once.
    Rank.objects.bulk_create(ranks, update_conflicts=True, unique_fields=["place"], update_fields=["post"])
    Rank.objects.filter(place__gt=len(ranks)).delete()
    content_changed.send(sender=Rank)


def most_read() -> list[Link]:
    """Return the live, listed posts that are read most, in one query; none where they are too few to say so."""
    shown = list(starmap(Link, _most_read()))
    return shown if len(shown) >= FEWEST_SHOWN else []


@prepared
def _most_read():
    # Asked of the few that are ranked: joined, SQLite would begin with all that are live.
    ranked = Revision.objects.listed().live().filter(post__in=Rank.objects.order_by().values("post"))
    place = Subquery(Rank.objects.filter(post=OuterRef("post")).values("place")[:1])
    return links(ranked.order_by(place))[:SHOWN]


def _by_reads() -> list[int]:
    """The posts in order. A read of today weighs thirty, one of yesterday twenty-nine …"""
    today = datetime.now(UTC).date()
    weights = [When(day=today - timedelta(days=age), then=Value(DAYS - age)) for age in range(DAYS)]
    lately = Reads.objects.filter(day__gt=today - timedelta(days=DAYS))
    shown = lately.filter(post__in=Revision.objects.listed().live().values("post"))
    weighed = shown.values("post").annotate(
        total=Sum("reads"), weight=Sum(F("reads") * Case(*weights, default=Value(0)))
    )
    enough = weighed.filter(total__gte=FEWEST_READS).order_by("-weight", "-post")
    return list(enough.values_list("post", flat=True)[:RANKED])
