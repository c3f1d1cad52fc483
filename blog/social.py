"""The picture that stands for a post elsewhere: its cover's social card, or what a feature draws for want of one."""

from collections.abc import Callable

from blog.models import Revision, SiteSettings
from media.cards import Social

_draw: list[Callable[[Revision, SiteSettings], Social | None]] = []


def register(draw: Callable[[Revision, SiteSettings], Social | None]) -> None:
    """Called from ``AppConfig.ready``. ``draw`` asks the database nothing that a page has not asked."""
    _draw.append(draw)


def picture_of(revision: Revision, site: SiteSettings) -> Social | None:
    if revision.cover:
        return revision.cover.social
    return next(filter(None, (draw(revision, site) for draw in _draw)), None)
