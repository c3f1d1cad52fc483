"""A page of a set's posts, at a cost that has a bound however seldom its tags are together."""

from django.db.models import Exists, OuterRef

from blog.models import TagPlacement
from blog.paging import Page, cursor, of_tag, page_of, read_cursor
from blog.prepared import prepared
from blog.tagsets.sets import TagSet

MOST_WALKED = 1_000  # posts of its rarest tag that one page is looked for among


def page_of_set(tags: TagSet, *, size: int, before: str = "", whole: bool = False) -> Page:
    """Return the page of posts that follows ``before``, as ``page_of`` does.

    One that is not full after MOST_WALKED posts says where to go on.
    """
    place, rarest, end = read_cursor(before) if before else (), tags.rarest, ()
    if rarest.posts_counted > MOST_WALKED:
        end = next(iter(_end_of_walk(rarest.pk, *place, is_first=not place, most=MOST_WALKED)), ())
    others = [tag.pk for tag in tags.tags if tag != rarest]
    of = [rarest.pk, *place, *end, *others, *(tag.pk for tag in tags.without)]
    found = _entries(*of, is_first=not place, has_end=bool(end), others=len(others), size=size)
    numbers = [pk for pk, *_place in found]
    page = page_of(_placements, *numbers, size=size, before=before, via="content_object", whole=whole)
    if len(found) > size:
        end = found[-1][1:]
    return page if page.older or not end else Page(page.posts, cursor(*end))


@prepared
def _end_of_walk(rarest, *place, is_first: bool, most: int):
    walk = of_tag(rarest).newest_first(None if is_first else place)
    return walk.values_list("dated_at", "post_id")[most : most + 1]


@prepared
def _entries(rarest, *of, is_first: bool, has_end: bool, others: int, size: int):
    """The placements of the rarest tag of a set on revisions that it is about, from a place in the list to an end.

    The list of one tag is walked, the newest first, and each row is asked for the others by the index (revision,
    tag). That ends early where the tags are often together, and costs one look at each post of the rarest tag where
    they hardly ever are.
    """
    place, of = (None, of) if is_first else (of[:2], of[2:])
    end, of = (of[:2], of[2:]) if has_end else ((), of)
    rows = of_tag(rarest).newest_first(place)
    beside = TagPlacement.objects.filter(content_object=OuterRef("content_object"))
    for tag in of[:others]:
        rows = rows.filter(Exists(beside.filter(tag=tag)))
    for tag in of[others:]:
        rows = rows.filter(~Exists(beside.filter(tag=tag)))
    if end:
        rows = rows.filter(dated_at__gte=end[0]).exclude(dated_at=end[0], post_id__lt=end[1])
    # Whether they are live is asked of these few: of all that are walked, the table would have to say it.
    return rows.values_list("pk", "dated_at", "post_id")[: size + 1]


def _placements(*numbers):
    return TagPlacement.objects.filter(pk__in=numbers)
