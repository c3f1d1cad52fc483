"""A page of a set's posts, at a cost that has a bound however seldom its tags are together."""

from blog.models import TagPlacement
from blog.paging import Page, cursor, page_of, read_cursor
from blog.tagsets.sets import TagSet

MOST_WALKED = 10_000  # posts of its rarest tag that one page is looked for among


def page_of_set(tags: TagSet, *, size: int, before: str = "", whole: bool = False) -> Page:
    """Return the page of posts that follows ``before``, as ``page_of`` does.

    One that is not full after MOST_WALKED posts says where to go on.
    """
    entries, end = tags.entries(), None
    if tags.rarest.posts_counted > MOST_WALKED:
        walk = TagPlacement.objects.filter(tag=tags.rarest, live_from__isnull=False)
        walk = walk.newest_first(read_cursor(before) if before else None).values_list("dated_at", "post_id")
        end = walk[MOST_WALKED : MOST_WALKED + 1].first()
    if end:
        entries = entries.filter(dated_at__gte=end[0])
    page = page_of(entries, size=size, before=before, via="content_object", whole=whole)
    return page if page.older or not end else Page(page.revisions, cursor(*end))
