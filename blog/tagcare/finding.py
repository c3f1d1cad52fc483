"""The tags that an editor may want to make one."""

from blog.alike import groups_of
from blog.models import Tag


def look_alikes() -> list[list[Tag]]:
    """Return the groups of tags that look alike, synonyms left out: the most used first, of groups and in each."""
    tags = Tag.objects.filter(same_as=None)
    groups = groups_of(tags.order_by("key").values_list("key", flat=True))
    found = {
        tag.key: tag for tag in tags.filter(key__in=[key for group in groups for key in group]).select_related("count")
    }
    of_tags = [sorted((found[key] for key in group if key in found), key=_most_used_first) for group in groups]
    return sorted((group for group in of_tags if len(group) > 1), key=lambda group: _most_used_first(group[0]))


def _most_used_first(tag: Tag) -> tuple[int, str]:
    return -tag.posts_counted, tag.key
