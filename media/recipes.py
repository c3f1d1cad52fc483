"""Which renditions an image gets: what the site and the child process, which has no Django, both know."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

# Raise it when the same original is to give other files. It is part of their names, because browsers keep a
# name for a year; `manage.py build_renditions` then makes the renditions of an older recipe anew.
RECIPE = 1

WEBP, AVIF = "webp", "avif"
STILL = "still"  # the first frame of an animation, as WebP, for readers who want less motion
FORMATS = (WEBP, STILL, AVIF)  # in the order in which they are made: every browser shows the first

WIDTHS = (400, 800, 1200, 1600, 2000)
FIRST_WIDTH = 1200  # made by the upload itself, so that a page is complete without a task worker

CARD = (1200, 630)  # pixels: what social networks show of a page, and crop to if it is anything else
LEAST_CARD_WIDTH = 600  # a narrower one they show as a thumbnail
CARD_FORMAT = "jpeg"  # not every network reads WebP

MOST_FRAMES = 1_000  # of an animation: a minute at 16 a second, and longer ones are films

MAX_SIDE = 16383  # a WebP cannot be longer, and a long screenshot can


@dataclass(frozen=True)
class Rendered:
    """The renditions of an image by width, and what was learnt of it: its upright size and its kind."""

    width: int
    height: int
    is_animated: bool
    files: dict[int, bytes]
    tone: str = ""  # its mean colour, such as “c08040”; empty where something shines through


def height_at(width: int, size: tuple[int, int]) -> int:
    """Return the height of a rendition ``width`` pixels wide of an image of ``size``."""
    return max(1, round(size[1] * width / size[0]))


def largest_for(size: tuple[int, int]) -> int:
    """Return the largest width that neither enlarges an image of ``size`` nor is too tall for a WebP."""
    return size[0] if size[1] <= MAX_SIDE else max(1, size[0] * MAX_SIDE // size[1])


def clamp(widths: Iterable[int], size: tuple[int, int]) -> list[int]:
    """Return ``widths`` in order, each no larger than an image of ``size`` allows."""
    return sorted({min(width, largest_for(size)) for width in widths})


def widths_for(size: tuple[int, int]) -> list[int]:
    """Return every width an image of ``size`` is rendered in; a narrow one also as wide as it is."""
    largest = largest_for(size)
    return sorted({min(FIRST_WIDTH, largest), *(width for width in WIDTHS if width <= largest)})


def formats_for(*, is_animated: bool) -> tuple[str, ...]:
    """Return the formats of an image, WebP first; an animation stays one, which only WebP does well."""
    return (WEBP, STILL) if is_animated else (WEBP, AVIF)


def file_type(format: str) -> str:
    """Return what files in ``format`` are, and end in."""
    return WEBP if format == STILL else format


def card_size(size: tuple[int, int]) -> tuple[int, int] | None:
    """Return the size of the social card of an image of ``size``: never enlarged, so it may be smaller than CARD.

    None where so little would be left that the picture is better shown as it is.
    """
    width = min(CARD[0], largest_for(size), size[1] * CARD[0] // CARD[1])
    return (width, round(width * CARD[1] / CARD[0])) if width >= LEAST_CARD_WIDTH else None


def uncut_width(size: tuple[int, int]) -> int:
    """Return how wide an image of ``size`` is made before its social card is cut out of it."""
    width, height = card_size(size)
    return max(width, ceil(size[0] * height / size[1]))
