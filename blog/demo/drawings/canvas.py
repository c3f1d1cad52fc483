"""Paper, light and grain: what several drawings need. They are drawn at twice their size, then made smaller."""

import itertools
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps

SCALE = 2

Size = tuple[int, int]
Point = tuple[float, float]
Colour = tuple[int, int, int]


def seeded(number: int | str) -> Random:
    """Return the dice of one drawing. They fall alike every time."""
    return Random(number)  # noqa: S311 - a drawing keeps no secrets


def rgb(colour: str | Colour) -> Colour:
    return ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour


def mix(one: str | Colour, other: str | Colour, part: float) -> Colour:
    """Return a colour between two: ``part`` 0 is the first, 1 the second."""
    return tuple(round(a + (b - a) * part) for a, b in zip(rgb(one), rgb(other), strict=True))


def enlarged(size: Size) -> Size:
    return size[0] * SCALE, size[1] * SCALE


def gradient(size: Size, *stops: tuple[float, str | Colour]) -> Image.Image:
    """Return colours that change from top to bottom; a stop is a height, 0 to 1, and its colour."""
    column = Image.new("RGB", (1, 512))
    for y in range(512):
        at = y / 511
        above = max((stop for stop in stops if stop[0] <= at), default=stops[0])
        below = min((stop for stop in stops if stop[0] > at), default=above)
        span = below[0] - above[0]
        column.putpixel((0, y), mix(above[1], below[1], (at - above[0]) / span if span else 0))
    return column.resize(size, Image.Resampling.BICUBIC)


def glow(image: Image.Image, centre: Point, radius: float, colour: str | Colour, strength: float = 1.0) -> None:
    """Lay a round light on ``image``, strongest at its centre."""
    side = round(2 * radius)
    # Pillow's radial gradient reaches 181 where its circle touches the sides, and goes on into the corners.
    light = Image.radial_gradient("L").point(lambda far: round(255 * strength * max(0, 1 - far / 180) ** 2))
    mask = light.resize((side, side), Image.Resampling.BICUBIC)
    image.paste(rgb(colour), (round(centre[0] - radius), round(centre[1] - radius)), mask)


def noise(rng: Random, size: Size, *, cells: int = 4, octaves: int = 5) -> Image.Image:
    """Return clouds in grey, from black to white; ``cells`` is how many of the largest stand side by side."""
    field = Image.new("L", size, 128)
    for octave in reversed(range(octaves)):
        side = cells * 2**octave
        layer = Image.frombytes("L", (side, side), rng.randbytes(side * side))
        field = Image.blend(field, layer.resize(size, Image.Resampling.BICUBIC), 0.55)
    return ImageOps.autocontrast(field)


def ridge(rng: Random, width: int, *, humps: int = 4, roughness: float = 0.5, steps: int = 7) -> list[Point]:
    """Return a line of hills as points from left to right, with heights from about -1 to 1."""
    heights = [rng.uniform(-1, 1) for _hump in range(humps + 1)]
    spread = 1.0
    for _step in range(steps):
        spread *= roughness
        halfway = [(a + b) / 2 + rng.uniform(-spread, spread) for a, b in itertools.pairwise(heights)]
        heights = [height for pair in zip(heights, halfway, strict=False) for height in pair] + [heights[-1]]
    return [(width * index / (len(heights) - 1), height) for index, height in enumerate(heights)]


def bezier(start: Point, bend: Point, end: Point, steps: int = 40) -> list[Point]:
    """Return points on the curve from ``start`` to ``end`` that is drawn towards ``bend``."""
    curve = []
    for step in range(steps + 1):
        t = step / steps
        parts = (1 - t) ** 2, 2 * t * (1 - t), t**2
        curve.append(
            tuple(sum(p * point[axis] for p, point in zip(parts, (start, bend, end), strict=True)) for axis in (0, 1))
        )
    return curve


def mask_of(size: Size, polygon: Sequence[Point]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(polygon, fill=255)
    return mask


def circle(draw: ImageDraw.ImageDraw, centre: Point, radius: float, **ink) -> None:
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), **ink)


def font(height: float) -> ImageFont.FreeTypeFont:
    """Return the letters that Pillow brings with it, so that no machine draws them differently."""
    return ImageFont.load_default(round(height))


def finished(image: Image.Image, *, rng: Random | None = None, grain: float = 0.02) -> Image.Image:
    """Return ``image`` at its true size; with ``rng`` under a film grain, which keeps skies free of steps."""
    small = image.reduce(SCALE)
    if rng is None:
        return small
    film = Image.frombytes("L", small.size, rng.randbytes(small.width * small.height))
    return Image.blend(small, film.convert("RGB"), grain)
