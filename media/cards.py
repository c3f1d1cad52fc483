"""The social card of a picture: what a network shows of it beside a link. It is cut around the focal point by a task.

An image lists the cards it has, the newest first; the one before stays, for pages that somebody has kept.
"""

from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage

from media import recipes

MOST_KEPT = 2


class Social(NamedTuple):
    """A picture that stands for a page elsewhere; its address is whole."""

    url: str
    width: int
    height: int
    type: str


def name_of(image) -> str:
    """Return where ``storages["default"]`` keeps the card of ``image`` with the point it has now; empty: none is made.

    The point is part of the name, as everything is that decides the content.
    """
    size = recipes.card_size(image.size)
    if size is None:
        return ""
    stem, _dot, end = image.rendition_name(size[0], recipes.CARD_FORMAT).rpartition(".")
    return f"{stem}-{image.focal_x * 100:.0f}-{image.focal_y * 100:.0f}.{end}"


def is_missing(image) -> bool:
    name = name_of(image)
    return bool(name) and name not in image.cards


def with_new(image, name: str) -> tuple[list[str], list[str]]:
    """Return the cards that ``image`` has once ``name`` is made, and those it has no more."""
    cards = list(dict.fromkeys([name, *image.cards]))
    return cards[:MOST_KEPT], cards[MOST_KEPT:]


def social_of(image) -> Social:
    """Return the card there is, one of an earlier point rather than none; else the picture as pages show it."""
    wanted = name_of(image)
    of_this_file = [name for name in image.cards if _file_of(name) == _file_of(wanted)]
    if not of_this_file:
        return Social(image.whole_url, image.shown_width, image.shown_height, f"image/{recipes.WEBP}")
    name = wanted if wanted in of_this_file else of_this_file[0]
    url = urljoin(settings.BYLINE_URL, default_storage.url(name))
    return Social(url, *recipes.card_size(image.size), f"image/{recipes.CARD_FORMAT}")


def _file_of(name: str) -> str:
    """Return the part of a card’s name that tells the upload and the recipe, but not the point."""
    return name.rsplit("-", 2)[0]
