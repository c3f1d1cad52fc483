"""What readers are told of a post’s other languages: those of them that are live, by the clock, one per language."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language_info

from blog.cards import Shown
from blog.models import Revision, SiteSettings
from blog.prepared import prepared
from blog.translations.models import Translation


class Version(NamedTuple):
    """A post in one language. ``is_canonical``: this is its own address, and not one it was first published at."""

    post_id: int
    title: str
    language: str
    direction: str
    path: str
    is_canonical: bool

    @property
    def name(self) -> str:
        """The language, as its own readers call it."""
        try:
            return get_language_info(self.language.lower())["name_local"]
        except KeyError:
            return self.language

    @property
    def address(self) -> str:
        return settings.BYLINE_URL + self.path


def versions_of(revision: Shown, site: SiteSettings) -> list[Version]:
    """Return the live versions of ``revision``’s post, itself among them, in one query; [] when it is alone."""
    return _by_post(_versions_of(revision.post_id), site).get(revision.post_id, [])


@prepared
def _versions_of(post):
    original = Translation.objects.filter(post=post).values("original")[:1]
    return _live().filter(post__translation__original=original)


def versions_between(first: int, last: int) -> dict[int, list[Version]]:
    """Return post id → its live versions, for posts numbered ``first`` to ``last`` that have several."""
    originals = Translation.objects.filter(post__gte=first, post__lte=last).values("original")
    linked = list(_live().filter(post__translation__original__in=originals))
    return _by_post(linked, SiteSettings.load()) if linked else {}


def default_of(versions: Iterable[Version], site: SiteSettings) -> Version | None:
    """Return the one for readers of any other language: in the publication’s own, else the original."""
    return next((version for version in versions if version.language == site.language), next(iter(versions), None))


def _live():
    told = ("title", "slug", "language", "direction", "canonical_url", "post")
    return Revision.objects.live().only(*told).annotate(set=F("post__translation__original")).order_by("post")


def _by_post(revisions: Iterable[Revision], site: SiteSettings) -> dict[int, list[Version]]:
    """Return post id → the versions of its set, the original first. Of two in one language, the first counts."""
    sets = defaultdict(dict)
    for revision in sorted(revisions, key=lambda each: each.post_id != each.set):
        version = _version(revision, site)
        sets[revision.set].setdefault(version.language, version)
    several = [list(versions.values()) for versions in sets.values() if len(versions) > 1]
    return {version.post_id: versions for versions in several for version in versions}


def _version(revision: Revision, site: SiteSettings) -> Version:
    return Version(
        post_id=revision.post_id,
        title=revision.title,
        language=revision.language or site.language,
        direction=revision.direction,
        path=revision.get_absolute_url(),
        is_canonical=not revision.canonical_url,
    )
