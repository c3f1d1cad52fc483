"""The tags that an editor may want to make one."""

from blog.alike import groups_of
from blog.models import Tag
from blog.tagcare.models import Apart


def look_alikes() -> list[list[Tag]]:
    """Return the groups of tags that look alike, synonyms left out: the most used first, of groups and in each.

    A group is left out that an editor has put aside, until another tag looks like one of it.
    """
    aside = [{tag.pk for tag in apart.tags.all()} for apart in Apart.objects.prefetch_related("tags")]
    tags = Tag.objects.filter(same_as=None)
    groups = groups_of(tags.order_by("key").values_list("key", flat=True))
    found = {
        tag.key: tag for tag in tags.filter(key__in=[key for group in groups for key in group]).select_related("count")
    }
    of_tags = [sorted((found[key] for key in group if key in found), key=_most_used_first) for group in groups]
    of_tags = [group for group in of_tags if not any({tag.pk for tag in group} <= known for known in aside)]
    return sorted((group for group in of_tags if len(group) > 1), key=lambda group: _most_used_first(group[0]))


def _most_used_first(tag: Tag) -> tuple[int, str]:
    return -tag.posts_counted, tag.key
