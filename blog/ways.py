"""Ways on from a post that follow from dates and links alone: the posts beside it, and those that link to it."""

from django.db.models import Subquery

from blog.models import Address, LinkPlacement, Revision
from blog.prepared import prepared

LINKS_SHOWN = 10


def beside(revision: Revision) -> tuple[Revision | None, Revision | None]:
    """Return the live posts before and after ``revision`` by date, in one query."""
    if not (revision.listed and revision.dated_at):
        return None, None
    place = revision.dated_at, revision.post_id
    found = {(other.dated_at, other.post_id) < place: other for other in _beside(*place)}
    return found.get(True), found.get(False)


@prepared
def _beside(dated_at, post):
    live = Revision.objects.listed().live()
    # Two ends of one index, each entered once. SQLite knows no UNION of parts that have a LIMIT.
    both = live.newest_first((dated_at, post)), live.oldest_first((dated_at, post))
    return Revision.objects.for_links().filter(pk__in=[Subquery(rows.values("pk")[:1]) for rows in both])


def linking_to(revision: Revision) -> list[Revision]:
    """Return the newest live posts that link to an address of ``revision``'s post, in one query."""
    return _linking_to(revision.post_id)


@prepared
def _linking_to(post):
    addresses = Address.objects.known().filter(post=post).values("slug")
    links = LinkPlacement.objects.filter(live_from__isnull=False, slug__in=addresses).exclude(post=post)
    newest = Subquery(links.live().newest_first().values("revision")[:LINKS_SHOWN])
    return Revision.objects.for_links().filter(pk__in=newest).order_by("-dated_at", "-post_id")
