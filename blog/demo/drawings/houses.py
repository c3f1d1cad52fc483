"""Streets of small houses from above, at a slant."""

from collections.abc import Callable
from functools import partial
from random import Random

from PIL import Image, ImageDraw

from blog.demo.drawings.canvas import Point, Size, circle, enlarged, finished, mix, seeded

WALLS = "#b4553f", "#c9765a", "#e8d9bd", "#dcc3a0", "#9c4a3c", "#ccd3cc"
ROOFS = "#4d5963", "#5f6b72", "#7d4a3a", "#6a3f36"
DOORS = "#2f5d50", "#35507a", "#7d2f3a", "#d2a03d"
CROWNS = "#5f7f4c", "#6f8f55", "#4d6f4c", "#87985a", "#b58a4a"
GRASS, VERGE, STREET, SHADOW = "#a9bf8a", "#c3c9a6", "#d9d2c2", "#8fa076"
SUN, SHADE = "#fff4dc", "#1e2238"

# The town is laid out on squares as wide as a house is deep. Streets run every six, cross streets every twelve.
FIRST, LAST = -12, 36


def isometric_houses(size: Size = (1800, 1200)) -> Image.Image:
    rng = seeded(6)
    w, h = enlarged(size)
    unit = w / 26
    image = Image.new("RGB", (w, h), GRASS)
    draw = ImageDraw.Draw(image)

    def at(x: float, y: float, z: float = 0) -> Point:
        """Return where a place in the town, ``z`` above the ground, stands in the picture."""
        return w / 2 + (x - y) * unit * 0.866, 0.02 * h + (x + y) * unit * 0.5 - z * unit

    _streets(draw, at)
    for _depth, thing, place in sorted(_town(rng), key=lambda found: found[0]):  # the farthest first
        x, y = at(*place)
        if -3 * unit < x < w + 3 * unit and -2 * unit < y < h + 4 * unit:
            thing(rng, draw, at, *place)
    return finished(image, rng=rng, grain=0.015)


def _streets(draw, at) -> None:
    for line in range(FIRST, LAST, 6):
        for half, tone in ((1.05, VERGE), (0.8, STREET)):
            edge = (line - half, FIRST), (line + half, FIRST), (line + half, LAST), (line - half, LAST)
            draw.polygon([at(*corner) for corner in edge], fill=tone)
    for line in range(FIRST, LAST, 12):
        edge = (FIRST, line - 0.7), (FIRST, line + 0.7), (LAST, line + 0.7), (LAST, line - 0.7)
        draw.polygon([at(*corner) for corner in edge], fill=STREET)


def _town(rng: Random) -> list[tuple[float, Callable, Point]]:
    """Return what stands in the town: how near it is, what draws it, and where it stands."""
    things = []
    for row in range(FIRST, LAST, 6):
        for plot in range(FIRST, LAST):
            if plot % 12 == 0:
                continue  # the cross street
            for side in (1.25, 3.35):
                if rng.random() < 0.88:
                    things.append((row + side + plot + 0.5, _house, (row + side, plot + 0.06)))
            for _tree_behind in range(rng.randrange(1, 3)):
                x, y = row + 2.98 + rng.uniform(-0.08, 0.12), plot + rng.uniform(0.1, 0.9)
                things.append((x + plot + 0.5, partial(_tree, rng.uniform(0.22, 0.4)), (x, y)))
            if rng.random() < 0.35:
                things.append((row + 5.1 + plot, partial(_tree, rng.uniform(0.2, 0.3)), (row + 5.12, plot)))
    return things


def _house(rng: Random, draw, at, x: float, y: float) -> None:
    """Draw a house with its far corner at ``x, y``: a gable, a front, and a roof whose ridge runs along the street."""
    wide, deep, tall, rise = 1.55, 0.88, rng.uniform(0.95, 1.35), rng.uniform(0.5, 0.68)
    wall, roof = rng.choice(WALLS), rng.choice(ROOFS)
    glass = rng.choice(("#33475a", "#33475a", "#f3cf7a"))
    right, near, middle, top = x + wide, y + deep, x + wide / 2, tall + rise

    def face(*corners, fill):
        draw.polygon([at(*corner) for corner in corners], fill=fill)

    face((x + 0.2, near), (right + 0.1, near + 0.35), (right + 0.35, near), (right, y), fill=SHADOW)
    gable = (x, near), (right, near), (right, near, tall), (middle, near, top), (x, near, tall)
    face(*gable, fill=mix(wall, SHADE, 0.16))
    face((right, near), (right, y), (right, y, tall), (right, near, tall), fill=mix(wall, SUN, 0.12))
    over, eaves = 0.09, tall - 0.06
    ridge = (middle, y - over, top), (middle, near + over, top)
    face(*ridge, (right + over, near + over, eaves), (right + over, y - over, eaves), fill=mix(roof, SUN, 0.14))
    face(*ridge, (x - over, near + over, eaves), (x - over, y - over, eaves), fill=mix(roof, SHADE, 0.25))

    for low in (0.16, 0.62):
        for start in (0.14, 0.58):
            if low + 0.3 < tall:
                a, b = near - start * deep, near - (start + 0.26) * deep
                _pane(draw, [at(right, y, z) for y, z in _upright(a, b, low, low + 0.28)], glass)
    for start in (0.2, 0.62):
        a, b = x + start * wide, x + (start + 0.18) * wide
        _pane(draw, [at(x, near, z) for x, z in _upright(a, b, 0.58, 0.86)], glass)
    door = _upright(x + 0.42 * wide, x + 0.59 * wide, 0, 0.42)
    face(*((x, near, z) for x, z in door), fill=rng.choice(DOORS))
    left, front, width = middle + 0.22, y + deep * 0.4 + 0.2, 0.2
    stack = _upright(left, left + width, top - 0.3, top + 0.22)
    face(*((x, front, z) for x, z in stack), fill=mix("#8a4a3c", SHADE, 0.15))
    stack = _upright(front, front - width, top - 0.3, top + 0.22)
    face(*((left + width, y, z) for y, z in stack), fill=mix("#8a4a3c", SUN, 0.15))


def _upright(start: float, end: float, low: float, high: float) -> tuple[Point, ...]:
    """Return the corners of an upright rectangle on a wall: along the wall, then above the ground."""
    return (start, low), (end, low), (end, high), (start, high)


def _pane(draw, corners: list[Point], glass: str) -> None:
    draw.polygon(corners, fill=glass)
    draw.line([*corners, corners[0]], fill="#f4efe2", width=4)


def _tree(radius: float, rng: Random, draw, at, x: float, y: float) -> None:
    foot, crown = at(x, y), at(x, y, radius * 2)
    size = (foot[1] - crown[1]) / 2
    tone = rng.choice(CROWNS)
    shadow = foot[0] - size * 0.8, foot[1] - size * 0.3, foot[0] + size, foot[1] + size * 0.4
    draw.ellipse(shadow, fill=SHADOW)
    draw.line((*foot, *crown), fill="#5c4632", width=9)
    for aside, part, colour in (
        (0, 1, mix(tone, "#1e2e2a", 0.25)),
        (0.13, 0.84, tone),
        (0.32, 0.42, mix(tone, SUN, 0.22)),
    ):
        circle(draw, (crown[0] + aside * size, crown[1] - aside * size), part * size, fill=colour)
