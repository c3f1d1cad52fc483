"""A page of a set's posts, at a cost that has a bound however seldom its tags are together."""

from blog.models import TagPlacement
from blog.paging import Page, cursor, page_of, read_cursor
from blog.tagsets.sets import TagSet

MOST_WALKED = 1_000  # posts of its rarest tag that one page is looked for among


def page_of_set(tags: TagSet, *, size: int, before: str = "", whole: bool = False) -> Page:
    """Return the page of posts that follows ``before``, as ``page_of`` does.

    One that is not full after MOST_WALKED posts says where to go on.
    """
    start = read_cursor(before) if before else None
    found, end = tags.entries().newest_first(start), None
    if tags.rarest.posts_counted > MOST_WALKED:
        walk = TagPlacement.objects.filter(tag=tags.rarest, live_from__isnull=False).newest_first(start)
        end = walk.values_list("dated_at", "post_id")[MOST_WALKED : MOST_WALKED + 1].first()
    if end:
        found = found.filter(dated_at__gte=end[0]).exclude(dated_at=end[0], post_id__lt=end[1])
    # Whether they are live is asked of these few: of all that are walked, the table would have to say it.
    found = list(found.values_list("pk", "dated_at", "post_id")[: size + 1])
    numbers = [pk for pk, *_place in found]
    page = page_of(_placements, *numbers, size=size, before=before, via="content_object", whole=whole)
    if len(found) > size:
        end = found[-1][1:]
    return page if page.older or not end else Page(page.posts, cursor(*end))


def _placements(*numbers):
    return TagPlacement.objects.filter(pk__in=numbers)
