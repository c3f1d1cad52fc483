"""Ways on from a post that follow from dates and links alone: the posts beside it, and those that link to it."""

from itertools import starmap

from django.db.models import Subquery

from blog.cards import Link, Shown, links
from blog.models import Address, LinkPlacement, Revision
from blog.prepared import prepared

LINKS_SHOWN = 10


def beside(revision: Shown) -> tuple[Link | None, Link | None]:
    """Return the live posts before and after ``revision`` by date, in one query."""
    if not (revision.listed and revision.dated_at):
        return None, None
    place = revision.dated_at, revision.post_id
    found = {(other.dated_at, other.post_id) < place: other for other in starmap(Link, _beside(*place))}
    return found.get(True), found.get(False)


@prepared
def _beside(dated_at, post):
    live = Revision.objects.listed().live()
    # Two ends of one index, each entered once. SQLite knows no UNION of parts that have a LIMIT.
    both = live.newest_first((dated_at, post)), live.oldest_first((dated_at, post))
    return links(Revision.objects.filter(pk__in=[Subquery(rows.values("pk")[:1]) for rows in both]))


def linking_to(revision: Shown) -> list[Link]:
    """Return the newest live posts that link to an address of ``revision``'s post, in one query."""
    return list(starmap(Link, _linking_to(revision.post_id)))


@prepared
def _linking_to(post):
    addresses = Address.objects.known().filter(post=post).values("slug")
    placed = LinkPlacement.objects.filter(live_from__isnull=False, slug__in=addresses).exclude(post=post)
    newest = Subquery(placed.live().newest_first().values("revision")[:LINKS_SHOWN])
    return links(Revision.objects.filter(pk__in=newest).order_by("-dated_at", "-post_id"))
