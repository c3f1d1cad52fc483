"""Things that hang on the wall of the ferry office: a tide chart, a tram map and a radar picture."""

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw

from blog.demo.drawings.canvas import (
    Point,
    Size,
    circle,
    enlarged,
    finished,
    font,
    gradient,
    mask_of,
    mix,
    noise,
    seeded,
)

PAPER = "#f6f1e4"
INK = "#2b3440"


def tide_chart(size: Size = (1920, 1080)) -> Image.Image:
    w, h = enlarged(size)
    image = Image.new("RGB", (w, h), PAPER)
    draw = ImageDraw.Draw(image)
    left, right, top, bottom = 0.075 * w, 0.96 * w, 0.25 * h, 0.86 * h
    days, metres = 15, 6

    def at(day: float, height: float) -> Point:
        return left + (right - left) * day / days, bottom - (bottom - top) * height / metres

    def tide(day: float) -> float:
        reach = 1.6 + 0.62 * math.cos(math.tau * day / 14.77 - 0.45)  # springs, neaps and springs again
        return 2.9 + reach * math.cos(math.tau * day / 0.5175) + 0.14 * math.cos(math.tau * day / 1.035 + 1)

    draw.text((left, 0.07 * h), "HARROWMOUTH", font=font(0.042 * h), fill=INK, anchor="lm")
    draw.text(
        (left, 0.122 * h),
        "Height of the tide in metres above chart datum",
        font=font(0.028 * h),
        fill="#6d7270",
        anchor="lm",
    )
    curve = [at(step / 120, tide(step / 120)) for step in range(days * 120 + 1)]
    sea = gradient((w, h), (0, "#8fb9bd"), (top / h, "#8fb9bd"), (bottom / h, "#24566b"), (1, "#24566b"))
    image.paste(sea, mask=mask_of((w, h), [*curve, at(days, 0), at(0, 0)]))
    for height in range(metres + 1):
        draw.line((*at(0, height), *at(days, height)), fill=mix(PAPER, INK, 0.16), width=3)
        x, y = at(0, height)
        draw.text((x - 0.012 * w, y), str(height), font=font(0.026 * h), fill=INK, anchor="rm")
    for day in range(days):
        x, y = at(day, 0)
        draw.line((x, y, x, y + 0.012 * h), fill=INK, width=4)
        draw.text((at(day + 0.5, 0)[0], y + 0.035 * h), str(day + 1), font=font(0.026 * h), fill=INK, anchor="mm")
    draw.line(curve, fill="#16384a", width=9, joint="curve")
    draw.line((*at(0, 0), *at(days, 0)), fill=INK, width=6)
    draw.text((right, bottom + 0.085 * h), "day", font=font(0.026 * h), fill="#6d7270", anchor="rm")
    for day, phase, words in ((0, 1.0, "full"), (7.4, 0.5, "last quarter"), (14.75, 0.0, "new")):
        x = at(day, 0)[0]
        _moon(draw, (x, 0.19 * h), 0.022 * h, phase)
        anchor, aside = ("rm", -0.035 * h) if day > 14 else ("lm", 0.035 * h)
        draw.text((x + aside, 0.19 * h), words, font=font(0.026 * h), fill="#6d7270", anchor=anchor)
    for day, words in ((1.05, "springs"), (8.45, "neaps"), (14.5, "springs")):
        x, y = at(day, 5.72)
        draw.text((x, y), words, font=font(0.03 * h), fill="#a04a30", anchor="mm")
    return finished(image)


def _moon(draw, centre: Point, radius: float, lit: float) -> None:
    """Draw the Moon: ``lit`` 1 is full, 0 new, and a half the last quarter, lit on the left."""
    x, y = centre
    circle(draw, centre, radius, fill="#3a4450")
    if lit == 1:
        circle(draw, centre, radius, fill="#fff8e2")
    elif lit:
        draw.pieslice((x - radius, y - radius, x + radius, y + radius), 90, 270, fill="#fff8e2")
    circle(draw, centre, radius, outline=INK, width=5)


# The tramways on squared paper. A line is its name, its colour, its course and its stops; a stop is its name, its
# place, and on which side the name stands.
RIVER = (18, -2), (18, 13.6), (16.2, 15.4), (-1, 15.4)
LINES = (
    (
        "Crescent",
        "#d9a441",
        ((7, 3), (13, 3), (14, 4), (14, 11), (13, 12), (7, 12), (6, 11), (6, 4), (7, 3), (8, 3)),
        (("Orchard Road", (8, 3), "up"), ("Chapel Steps", (6, 5.2), "left")),
    ),
    (
        "Green",
        "#4f8a5b",
        ((2.5, 3), (2.5, 6.5), (6, 10), (9.5, 6.5), (15.8, 6.5), (18.3, 4), (22, 4)),
        (
            ("Saltpans", (2.5, 3), "right"),
            ("Gasworks", (2.5, 6), "right"),
            ("Quarry", (14, 6.5), "belowright"),
            ("Northfields", (22, 4), "up"),
        ),
    ),
    (
        "Blue",
        "#3f6c9b",
        ((11, 0.9), (11, 13), (12, 14), (21.5, 14)),
        (
            ("Observatory Hill", (11, 0.9), "right"),
            ("Northgate", (11, 3), "upright"),
            ("University", (11, 6.5), "upright"),
            ("Botanic Garden", (11, 12), "belowleft"),
            ("Mill Lane", (15, 14), "up"),
            ("Lamp Factory", (21.5, 14), "up"),
        ),
    ),
    (
        "Red",
        "#b8473a",
        ((2.5, 12), (4.5, 10), (22, 10)),
        (
            ("Ferry Landing", (2.5, 12), "right"),
            ("Fish Market", (6, 10), "belowright"),
            ("Customs House", (11, 10), "upleft"),
            ("Ropewalk", (14, 10), "belowright"),
            ("Eel Bridge", (18, 10), "up"),
            ("Cemetery", (22, 10), "up"),
        ),
    ),
)
CHANGES = {(6, 10), (11, 3), (11, 6.5), (11, 10), (11, 12), (14, 6.5), (14, 10)}
SIDES = {  # where a name stands: a step from its stop, in squares, and the corner of the text that is put there
    "up": (0, -0.62, "mm"), "left": (-0.5, 0, "rm"), "right": (0.5, 0, "lm"),
    "upright": (0.45, -0.55, "lm"), "upleft": (-0.45, -0.55, "rm"),
    "belowright": (0.4, 0.6, "lm"), "belowleft": (-0.4, 0.65, "rm"),
}  # fmt: skip


def tram_map(size: Size = (1920, 1280)) -> Image.Image:
    w, h = enlarged(size)
    unit = w / 25
    image = Image.new("RGB", (w, h), "#faf7ef")
    draw = ImageDraw.Draw(image)

    def at(place: Point) -> Point:
        return (place[0] + 0.3) * unit, (place[1] + 0.75) * unit

    _course(draw, [at(place) for place in RIVER], "#d6e6ea", 1.15 * unit)
    draw.text(at((8.2, 15.4)), "R I V E R   A R R E L", font=font(0.34 * unit), fill="#7fa3ad", anchor="mm")
    for _name, colour, course, _stops in LINES:
        _course(draw, [at(place) for place in course], colour, 0.3 * unit)
    for _name, colour, _places, stops in LINES:
        for name, place, side in stops:
            dx, dy, anchor = SIDES[side]
            wide = 0.31 if place in CHANGES else 0.2
            ring = INK if place in CHANGES else colour
            circle(draw, at(place), wide * unit, fill="#ffffff", outline=ring, width=round(0.09 * unit))
            draw.text(at((place[0] + dx, place[1] + dy)), name, font=font(0.42 * unit), fill=INK, anchor=anchor)
    draw.text(at((19.6, 0.25)), "Tramways", font=font(0.85 * unit), fill=INK, anchor="lm")
    draw.text(at((19.6, 1.05)), "of Harrowmouth", font=font(0.45 * unit), fill="#6d7270", anchor="lm")
    for row, (name, colour, _places, _stops) in enumerate(LINES):
        x, y = at((0.6, 0.2 + 0.6 * row))
        draw.line((x, y, x + 1.1 * unit, y), fill=colour, width=round(0.26 * unit))
        draw.text((x + 1.4 * unit, y), f"{name} Line", font=font(0.36 * unit), fill=INK, anchor="lm")
    return finished(image)


def _course(draw, places: list[Point], colour, width: float) -> None:
    """Draw a line of even width with rounded corners and ends."""
    draw.line(places, fill=colour, width=round(width))
    for place in places:
        circle(draw, place, width / 2 - 1, fill=colour)


def rain_radar(size: Size = (1600, 1600)) -> Image.Image:
    rng = seeded(17)
    w, h = enlarged(size)
    middle, reach = (w / 2, h / 2), 0.455 * w
    image = Image.new("RGB", (w, h), "#0e1720")
    inside = Image.new("L", (w, h))
    circle(ImageDraw.Draw(inside), middle, reach, fill=255)
    ground = Image.new("RGB", (w, h), "#14232d")
    coast = [
        (w * (0.57 + 0.05 * math.sin(6 * t) + 0.03 * math.sin(17 * t + 1)), h * t) for t in (i / 80 for i in range(81))
    ]
    ImageDraw.Draw(ground).polygon([*coast, (w, h), (w, 0)], fill="#1d3036")
    ImageDraw.Draw(ground).line(coast, fill="#4f6b6c", width=6)
    ground.paste(*_rain(rng, (w, h)))
    image.paste(ground, mask=inside)
    draw = ImageDraw.Draw(image)
    for ring in range(1, 5):
        circle(draw, middle, reach * ring / 4, outline="#6e8a8a", width=4 if ring < 4 else 8)
        aslant = reach * ring / 4 * math.sqrt(0.5) + 12
        draw.text(
            (middle[0] + aslant, middle[1] + aslant),
            f"{20 * ring} km",
            font=font(0.017 * w),
            fill="#a9bebb",
            anchor="lt",
        )
    for tick in range(72):
        angle, long = math.tau * tick / 72, 0.03 if tick % 6 == 0 else 0.014
        line = [
            (middle[0] + reach * far * math.sin(angle), middle[1] - reach * far * math.cos(angle))
            for far in (1, 1 + long)
        ]
        draw.line(line, fill="#6e8a8a", width=5)
    draw.line((middle[0] - reach, middle[1], middle[0] + reach, middle[1]), fill="#3f5558", width=3)
    draw.line((middle[0], middle[1] - reach, middle[0], middle[1] + reach), fill="#3f5558", width=3)
    circle(draw, middle, 0.0075 * w, fill="#ffffff")
    draw.text(
        (middle[0] + 0.016 * w, middle[1] + 0.02 * w), "Harrowmouth", font=font(0.02 * w), fill="#ffffff", anchor="lm"
    )
    for quarter, words in enumerate("NESW"):
        angle = math.tau * quarter / 4
        spot = middle[0] + reach * 1.062 * math.sin(angle), middle[1] - reach * 1.062 * math.cos(angle)
        draw.text(spot, words, font=font(0.024 * w), fill="#a9bebb", anchor="mm")
    return finished(image)


def _rain(rng: Random, size: Size) -> tuple[Image.Image, Image.Image]:
    """Return rain in the colours of its strength, and the mask of where there is any."""
    w, h = size
    small = (w // 3, h // 3)
    band = gradient(
        (small[0] * 2, small[1] * 2), (0.34, "#000"), (0.44, "#fff"), (0.5, "#fff"), (0.57, "#000")
    ).convert("L")
    band = band.rotate(62, resample=Image.Resampling.BICUBIC, translate=(-small[0] * 0.3, 0))
    band = band.crop((small[0] // 2, small[1] // 2, small[0] // 2 + small[0], small[1] // 2 + small[1]))
    clouds = noise(rng, small, cells=6, octaves=6)
    strength = ImageChops.multiply(clouds, band.point(lambda v: 16 + v * 239 // 255))
    steps = (
        (48, "#1c4766"), (66, "#27688f"), (86, "#3d8fb3"), (106, "#68b5ad"),
        (128, "#a8cb7c"), (150, "#e6d062"), (176, "#e3a04c"),
    )  # fmt: skip
    picture, where = Image.new("RGB", small), strength.point(lambda v: 255 if v >= steps[0][0] else 0)
    for least, colour in steps:
        picture.paste(colour, (0, 0, *small), strength.point(lambda v, least=least: 255 if v >= least else 0))
    big = picture.resize(size, Image.Resampling.NEAREST)
    return big, where.resize(size, Image.Resampling.NEAREST)
