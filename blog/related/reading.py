"""What readers see of it: of a post’s neighbours those that are live at that moment."""

from collections.abc import Iterable
from itertools import starmap

from django.db.models import OuterRef, Subquery

from blog.cards import Link, Shown, links
from blog.models import Revision
from blog.prepared import prepared
from blog.related.models import Neighbour

SHOWN = 4


def near(revision: Shown, *, but: Iterable[Link | None] = ()) -> list[Link]:
    """Return the live, listed posts nearest to ``revision``’s, in one query; ``but`` those shown beside them.

    None where nothing has been found yet: what only carries the same tag may be far from it, and has its own page.
    """
    if revision.dated_at is None:  # a draft
        return []
    beside = {other.post_id for other in but if other}
    return [other for other in starmap(Link, _near(revision.post_id)) if other.post_id not in beside][:SHOWN]


@prepared
def _near(post):
    neighbours = Neighbour.objects.filter(gist=post)
    score = Subquery(neighbours.filter(near=OuterRef("post")).values("score"))
    # Asked of the few that are near: joined, SQLite would begin with all that are live.
    live = Revision.objects.listed().live().filter(post__in=neighbours.values("near"))
    return links(live.order_by(score.desc(), "-dated_at", "-post_id"))
