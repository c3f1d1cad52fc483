"""Where images are used. Whoever uses them tells the library how to find out; it knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from media.models import Image

MOST_SHOWN = 200


@dataclass(frozen=True)
class Use:
    """One place where an image stands. ``url`` is empty where whoever asks may not look."""

    title: str
    state: str
    state_label: str
    holds: bool  # the image may not go while it stands here
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Source:
    """How one part of the site uses images.

    ``find(image, user, most)`` returns uses as ``user`` may know of them, those that hold the image first;
    ``used()`` is the condition, in a query for images, that an image is used at all, on an index;
    ``holds(image)`` says whether it may not go.
    """

    find: Callable[..., list[Use]]
    used: Callable[[], Q]
    holds: Callable[[Image], bool]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called from ``AppConfig.ready``."""
    _sources.append(source)


def of(image: Image, user, most: int = MOST_SHOWN) -> list[Use]:
    """Return where ``image`` is used, at most ``most`` places, those that hold it first."""
    found = [use for source in _sources for use in source.find(image, user, most)]
    return sorted(found, key=lambda use: not use.holds)[:most]


def is_held(image: Image) -> bool:
    """Whether ``image`` is used where it may not go missing."""
    return any(source.holds(image) for source in _sources)


def used() -> Q:
    """Return the condition, in a query for images, that an image is used somewhere, past revisions included."""
    condition = Q(pk__in=[])
    for source in _sources:
        condition |= Q(source.used())
    return condition
