"""What stands for a page elsewhere: the social card of its picture, or what a feature draws for want of one."""

from collections.abc import Callable

from blog.cards import Shown
from blog.models import SiteSettings
from media.cards import Social

_draw: list[Callable[[Shown | None, SiteSettings], Social | None]] = []


def register(draw: Callable[[Shown | None, SiteSettings], Social | None]) -> None:
    """Called from ``AppConfig.ready``. ``draw`` asks the database nothing that a page has not asked; without a
    revision it is for the publication.
    """
    _draw.append(draw)


def picture_of(revision: Shown | None, site: SiteSettings) -> Social | None:
    """Return the picture for ``revision``, or for a page that is of no one post."""
    if revision and revision.cover:
        return revision.cover.social
    return next(filter(None, (draw(revision, site) for draw in _draw)), None)
