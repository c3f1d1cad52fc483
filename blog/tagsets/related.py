"""Which tags stand beside another one."""

from django.db.models import Count, F

from blog.models import Tag, TagPlacement
from blog.prepared import prepared

LOOKED_AT = 200  # posts: the newest, so that the most used tag costs no more than another
SHOWN = 8


def beside(tag: Tag) -> list[Tag]:
    """Return the tags that the newest live posts of ``tag`` carry most often, in one query."""
    return [Tag(pk=row["tag_id"], slug=row["slug"], name=row["name"]) for row in _beside(tag.pk)]


@prepared
def _beside(tag):
    newest = TagPlacement.objects.filter(tag=tag, live_from__isnull=False).live().newest_first()
    together = TagPlacement.objects.filter(content_object__in=newest.values("content_object")[:LOOKED_AT])
    often = (
        together.exclude(tag=tag)
        .values("tag_id")
        .annotate(slug=F("tag__slug"), name=F("tag__name"), posts=Count("pk"))
        .order_by("-posts", "tag__key")
    )
    return often[:SHOWN]
