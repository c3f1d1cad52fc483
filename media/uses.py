"""Where images are used. Whoever uses them tells the library how to find out; it knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

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
    own: frozenset[str] = frozenset()  # of “alt” and “caption”, what it has words of its own for

    @property
    def own_words(self) -> str:
        if len(self.own) == 2:
            return _("has its own caption and alternative text")
        return (
            _("has its own caption") if "caption" in self.own else _("has its own alternative text") if self.own else ""
        )


@dataclass(frozen=True)
class Effect:
    """How many uses that count take a word from the library, and how many have their own.

    Of those that are live the newest ``at_once`` change with the library, the others within minutes.
    """

    live: int = 0
    scheduled: int = 0
    open: int = 0
    own: int = 0
    at_once: int = 0


@dataclass(frozen=True)
class Source:
    """How one part of the site uses images.

    ``find(image, user, most)`` returns uses as ``user`` may know of them, those that hold the image first;
    ``used()`` is the condition, in a query for images, that an image is used at all, on an index;
    ``holds(image)`` says whether it may not go; ``effects(image)`` who follows a change of its words, for “alt” and
    “caption”, where that is not everybody.
    """

    find: Callable[..., list[Use]]
    used: Callable[[], Q]
    holds: Callable[[Image], bool]
    effects: Callable[[Image], dict[str, Effect]] = lambda image: {}


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called from ``AppConfig.ready``."""
    _sources.append(source)


def of(image: Image, user, most: int = MOST_SHOWN) -> list[Use]:
    """Return where ``image`` is used, at most ``most`` places, those that hold it first."""
    found = [use for source in _sources for use in source.find(image, user, most)]
    return sorted(found, key=lambda use: not use.holds)[:most]


def effects(image: Image) -> dict[str, Effect]:
    """Return for “alt” and “caption” what a change of it in the library changes elsewhere."""
    return {name: effect for source in _sources for name, effect in source.effects(image).items()}


def is_held(image: Image) -> bool:
    """Whether ``image`` is used where it may not go missing."""
    return any(source.holds(image) for source in _sources)


def used() -> Q:
    """Return the condition, in a query for images, that an image is used somewhere, past revisions included."""
    condition = Q(pk__in=[])
    for source in _sources:
        condition |= Q(source.used())
    return condition
