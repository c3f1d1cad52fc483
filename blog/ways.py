"""Ways on from a post that follow from dates and links alone: the posts beside it, and those that link to it."""

from django.db.models import Subquery

from blog.models import LinkPlacement, Revision

LINKS_SHOWN = 10


def beside(revision: Revision) -> tuple[Revision | None, Revision | None]:
    """Return the live posts before and after ``revision`` by date, in one query."""
    if not (revision.listed and revision.dated_at):
        return None, None
    place = revision.dated_at, revision.post_id
    live = Revision.objects.listed().live()
    # Two ends of one index, each entered once. SQLite knows no UNION of parts that have a LIMIT.
    ends = [Subquery(rows.values("pk")[:1]) for rows in (live.newest_first(place), live.oldest_first(place))]
    found = {
        (other.dated_at, other.post_id) < place: other for other in Revision.objects.for_links().filter(pk__in=ends)
    }
    return found.get(True), found.get(False)


def linking_to(revision: Revision) -> list[Revision]:
    """Return the newest live posts that link to an address of ``revision``'s post, in one query."""
    addresses = revision.post.addresses.known().values("slug")
    links = LinkPlacement.objects.filter(live_from__isnull=False, slug__in=addresses).exclude(post=revision.post_id)
    newest = Subquery(links.live().newest_first().values("revision")[:LINKS_SHOWN])
    return list(Revision.objects.for_links().filter(pk__in=newest).order_by("-dated_at", "-post_id"))
