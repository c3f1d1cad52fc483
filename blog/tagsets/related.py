"""Which tags stand beside another one."""

from blog.cards import Named, most_often
from blog.models import Tag, TagPlacement
from blog.prepared import prepared

LOOKED_AT = 100  # posts: the newest, so that the most used tag costs no more than another
SHOWN = 8


def beside(tag: Tag) -> list[Named]:
    """Return the tags that the newest live posts of ``tag`` carry most often, in one query."""
    return [Named("blog:tag", *row) for row in _beside(tag.pk)]


@prepared
def _beside(tag):
    newest = TagPlacement.objects.filter(tag=tag, live_from__isnull=False).live().newest_first()
    together = TagPlacement.objects.filter(content_object__in=newest.values("content_object")[:LOOKED_AT])
    return most_often(together.exclude(tag=tag))[:SHOWN]
