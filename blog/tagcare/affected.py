"""The posts that have a tag, as an editor sees them before they change it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse

from blog import counts
from blog.admin.lists import MOST_COUNTED, capped_count, count_label
from blog.admin.named_filters import placed
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
    """Return what a change of each of ``tags`` affects, with links for ``user``: three queries, and four for each."""
    numbers = [tag.pk for tag in tags]
    counted = Tag.objects.filter(pk__in=numbers).annotate(posts=counts.posts_of_tag())
    live = dict(counted.values_list("pk", "posts"))
    scheduled = counts.scheduled_by_tag(numbers)
    being_written = Post.objects.filter(open_state__isnull=False, trashed_at=None).values("latest")
    drafted = TagPlacement.objects.filter(tag__in=numbers, content_object__in=being_written).order_by()
    drafts = dict(drafted.values_list("tag").annotate(Count("post")))
    return [
        Affected(tag, live[tag.pk], scheduled.get(tag.pk, 0), drafts.get(tag.pk, 0), *_texts_and_posts(tag, user))
        for tag in tags
    ]


def _texts_and_posts(tag: Tag, user) -> tuple[str, list[Post], str]:
    placements = TagPlacement.objects.filter(tag=tag)
    posts = Post.objects.visible_to(user).filter(trashed_at=None).last_changed_first(user).select_related("latest")
    first = list(placed(posts.defer("latest__body", "latest__html"), placements, "content_object")[:SHOWN])
    newest = capped_count(_newest(placements))
    more = newest if newest > MOST_COUNTED else newest - len(first)
    return count_label(capped_count(placements)), first, count_label(more) if more > 0 else ""


def with_several(tags: list[Tag]) -> int:
    """Return how many posts carry more than one of ``tags``."""
    newest = _newest(TagPlacement.objects.filter(tag__in=tags))
    return newest.order_by().values("post").annotate(number=Count("pk")).filter(number__gt=1).count()


def _newest(placed):
    """What the desk's list of posts says of each: of those that are not in the trash, what their newest text has."""
    return placed.filter(content_object=F("post__latest"), post__trashed_at=None)
