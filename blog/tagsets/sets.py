"""Sets of tags, such as birds + ponds − fish: how they are read from an address, and which posts they find.

An address has the slugs with ``+`` between them and ``!`` before one that must not be there; no slug has either sign.
"""

from dataclasses import dataclass

from django.http import Http404

from accounts.slugs import address_of, normal_slug
from blog.cards import Named
from blog.models import Tag
from blog.prepared import prepared
from blog.views import seen, tag_at

MOST_TAGS = 4


@dataclass(frozen=True)
class TagSet:
    """All of ``tags`` and none of ``without``, each in the order of their addresses."""

    tags: tuple[Tag | Named, ...]
    without: tuple[Tag | Named, ...] = ()

    def __str__(self):
        return " − ".join([" + ".join(map(str, self.tags)), *map(str, self.without)])

    @property
    def words(self) -> str:
        """What its address says."""
        return "+".join([*(tag.slug for tag in self.tags), *(f"!{tag.slug}" for tag in self.without)])

    def get_absolute_url(self):
        is_one = len(self.tags) == 1 and not self.without
        return self.tags[0].get_absolute_url() if is_one else address_of("blog:tag_set", self.words)

    def neighbours(self) -> list["TagSet"]:
        """Return the sets that are one tag less; of two tags also what only one of them has, and the way back."""
        fewer = [TagSet(_but(self.tags, tag), self.without) for tag in self.tags if len(self.tags) > 1]
        fewer += [TagSet(self.tags, _but(self.without, tag)) for tag in self.without]
        match self.tags, self.without:
            case (first, second), ():
                fewer += [TagSet((first,), (second,)), TagSet((second,), (first,))]
            case (first,), (second,):
                fewer.append(made_of([first, second]))
        return fewer

    @property
    def rarest(self) -> Tag:
        return min(self.tags, key=lambda tag: tag.posts_counted)


def made_of(tags, without=()) -> TagSet:
    """Return the set of ``tags`` but not ``without``, in its one order."""
    return TagSet(*(tuple(sorted(set(some), key=lambda tag: tag.slug)) for some in (tags, without)))


def read(words: str) -> TagSet:
    """Return the set that ``words`` of an address mean, synonyms and earlier addresses followed.

    Raises Http404 for a tag that is not there, for more than MOST_TAGS, and for what no post can fulfil.
    """
    asked = words.split("+")
    if len(asked) > MOST_TAGS:
        raise Http404("Nobody asks for so many tags at once.")
    slugs = [normal_slug(word.removeprefix("!")) for word in asked]
    found = {tag.slug: tag.same_as or tag for tag in _known(*slugs)}
    tags = [seen(found[slug]) if slug in found else tag_at(slug) for slug in slugs]
    parts = list(zip(asked, tags, strict=True))
    have = {tag for word, tag in parts if not word.startswith("!")}
    without = {tag for word, tag in parts if word.startswith("!")}
    if not have or have & without:
        raise Http404("No post can carry that.")
    return made_of(have, without)


@prepared
def _known(*slugs):
    return Tag.objects.filter(slug__in=slugs).select_related("count", "same_as__count").order_by()


def _but(tags: tuple[Tag, ...], tag: Tag) -> tuple[Tag, ...]:
    return tuple(other for other in tags if other != tag)
