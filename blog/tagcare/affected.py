"""The posts that have a tag, as an editor sees them before they change it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from blog.models import Post, State, Tag, TagPlacement

SHOWN = 5


@dataclass(frozen=True)
class Affected:
    """How many posts have a tag: live, scheduled, being worked on; at all, in any text. The first by title."""

    tag: Tag
    live: int
    scheduled: int
    drafts: int
    posts: int
    first: list[Post]
    more: int

    @property
    def list_url(self) -> str:
        return f"{reverse('admin:blog_post_changelist')}?{urlencode({'tag': self.tag.slug})}"


def by(tags: list[Tag], user) -> list[Affected]:
    """Return what a change of each of ``tags`` affects, with links for ``user``: a few queries, and one for each."""
    placed = TagPlacement.objects.filter(tag__in=tags)
    listed = placed.filter(live_from__isnull=False)
    live = _posts(listed.live())
    scheduled = _posts(listed.filter(live_from__gt=timezone.now()))
    drafts = _posts(placed.filter(content_object__state__in=State.OPEN, post__trashed_at=None))
    posts, newest = _posts(placed), _posts(_newest(placed))
    return [
        Affected(
            tag,
            *(number.get(tag.pk, 0) for number in (live, scheduled, drafts, posts)),
            first=(first := list(_tagged(tag, user)[:SHOWN])),
            more=max(newest.get(tag.pk, 0) - len(first), 0),
        )
        for tag in tags
    ]


def with_several(tags: list[Tag]) -> int:
    """Return how many posts carry more than one of ``tags``."""
    placed = _newest(TagPlacement.objects.filter(tag__in=tags))
    return placed.order_by().values("post").annotate(number=Count("pk")).filter(number__gt=1).count()


def _newest(placed):
    """What the desk's list of posts says of each: of those that are not in the trash, what their newest text has."""
    return placed.filter(content_object=F("post__latest"), post__trashed_at=None)


def _posts(placed) -> dict[int, int]:
    return dict(placed.order_by().values_list("tag").annotate(Count("post", distinct=True)))


def _tagged(tag: Tag, user):
    posts = Post.objects.visible_to(user).filter(trashed_at=None, latest__tag_placements__tag=tag)
    return posts.select_related("latest").order_by("-changed_at", "-pk")
