"""The posts that have a tag, as an editor sees them before they change it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.urls import reverse

from blog import counts
from blog.admin.lists import MOST_COUNTED, count_label
from blog.admin.named_filters import MOST_SORTED, placed
from blog.models import Post, Tag, TagPlacement

SHOWN = 5


@dataclass(frozen=True)
class Affected:
    """How many posts have a tag: live, scheduled, being worked on; how many texts, earlier ones too; the first posts.

    ``texts`` and ``more`` are labels: nobody waits until all of very many are counted.
    """

    tag: Tag
    live: int
    scheduled: int
    drafts: int
    texts: str
    first: list[Post]
    more: str  # "" for none

    @property
    def list_url(self) -> str:
        return f"{reverse('admin:blog_post_changelist')}?{urlencode({'tag': self.tag.slug})}"


def by(tags: list[Tag], user) -> list[Affected]:
    """Return what a change of each of ``tags`` affects, with links for ``user``: three queries, and one for each."""
    numbers = [tag.pk for tag in tags]
    placements = TagPlacement.objects.filter(tag=OuterRef("pk"))
    counted = Tag.objects.annotate(
        posts=counts.posts_of_tag(), texts=_CappedCount(placements), newest=_CappedCount(_newest(placements))
    ).in_bulk(numbers)
    scheduled = counts.scheduled_by_tag(numbers)
    being_written = Post.objects.filter(open_state__isnull=False, trashed_at=None).values("latest")
    drafted = TagPlacement.objects.filter(tag__in=numbers, content_object__in=being_written).order_by()
    drafts = dict(drafted.values_list("tag").annotate(Count("post")))

    def affected(tag: Tag) -> Affected:
        first = _first(tag, user)
        more = tag.newest if tag.newest > MOST_COUNTED else tag.newest - len(first)
        return Affected(
            tag,
            live=tag.posts,
            scheduled=scheduled.get(tag.pk, 0),
            drafts=drafts.get(tag.pk, 0),
            texts=count_label(tag.texts),
            first=first,
            more=count_label(more) if more > 0 else "",
        )

    return [affected(counted[number]) for number in numbers]


class _CappedCount(Subquery):
    """How many rows there are, counted no further than one past MOST_COUNTED."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def _first(tag: Tag, user) -> list[Post]:
    posts = Post.objects.visible_to(user).filter(trashed_at=None).last_changed_first(user).select_related("latest")
    posts = posts.defer("latest__body", "latest__html")
    placements = TagPlacement.objects.filter(tag=tag)
    return list(placed(posts, placements, "content_object", are_many=tag.posts > MOST_SORTED)[:SHOWN])


def with_several(tags: list[Tag]) -> int:
    """Return how many posts carry more than one of ``tags``."""
    newest = _newest(TagPlacement.objects.filter(tag__in=tags))
    return newest.order_by().values("post").annotate(number=Count("pk")).filter(number__gt=1).count()


def _newest(placed):
    """What the desk's list of posts says of each: of those that are not in the trash, what their newest text has."""
    return placed.filter(content_object=F("post__latest"), post__trashed_at=None)
