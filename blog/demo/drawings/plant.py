"""A plant of no known country, as a botanist would engrave it: whole, lettered and without a shadow."""

import math
from random import Random

from PIL import Image, ImageDraw

from blog.demo.drawings.canvas import (
    Point,
    Size,
    bezier,
    circle,
    enlarged,
    finished,
    font,
    mix,
    noise,
    seeded,
)

PAPER = "#f3ead6"
INK = "#3a3a2e"


def botanical_plate(size: Size = (1600, 2000)) -> Image.Image:
    rng = seeded(14)
    w, h = enlarged(size)
    image = Image.new("RGB", (w, h), PAPER)
    foxing = noise(rng, (w // 8, h // 8), cells=3).resize((w, h), Image.Resampling.BICUBIC)
    image.paste("#d9c39a", (0, 0), foxing.point(lambda value: max(0, value - 110) // 3))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0.05 * w, 0.04 * h, 0.95 * w, 0.96 * h), outline=mix(PAPER, INK, 0.45), width=4)
    stem = bezier((0.47 * w, 0.9 * h), (0.36 * w, 0.5 * h), (0.53 * w, 0.27 * h))
    bud_stalk = bezier(stem[22], (0.42 * w, 0.36 * h), (0.24 * w, 0.24 * h))
    pod_stalk = bezier(stem[18], (0.66 * w, 0.5 * h), (0.78 * w, 0.39 * h))
    for stalk, thick in ((bud_stalk, 11), (pod_stalk, 12)):
        _stalk(draw, stalk, thick, thick * 0.7)
    _stalk(draw, stem, 26, 12)
    for pair, at in enumerate((5, 11, 17, 24, 30)):
        x, y = stem[at]
        length = w * (0.27 - 0.034 * pair)
        for side in (-1, 1):
            lean = math.radians(90 + side * (62 - 5 * pair) + rng.uniform(-5, 5))
            tone = mix("#5f7d4a", "#8aa05a", 0.18 * pair + rng.uniform(0, 0.12))
            _leaf(draw, (x, y), lean, length * rng.uniform(0.92, 1.06), tone, side)
    _flower(draw, rng, (0.54 * w, 0.225 * h), 0.135 * w)
    _bud(draw, bud_stalk[-1], 0.048 * w)
    _seed_head(draw, rng, pod_stalk[-1], 0.062 * w)
    marks = (
        ("a", (0.755 * w, 0.2 * h), (0.665 * w, 0.215 * h)),
        ("b", (0.115 * w, 0.18 * h), (0.166 * w, 0.192 * h)),
        ("c", (0.9 * w, 0.26 * h), (0.85 * w, 0.297 * h)),
        ("d", (0.8 * w, 0.615 * h), (0.668 * w, 0.641 * h)),
    )
    for letter, place, end in marks:
        away = 0.022 * w / math.dist(place, end)
        start = tuple(a + (b - a) * away for a, b in zip(place, end, strict=True))
        draw.line((*start, *end), fill=mix(PAPER, INK, 0.6), width=3)
        draw.text(place, letter, font=font(0.03 * w), fill=INK, anchor="mm")
    draw.text((0.5 * w, 0.93 * h), "P L A T E   1 4", font=font(0.02 * w), fill=mix(PAPER, INK, 0.8), anchor="mm")
    return finished(image, rng=rng, grain=0.025)


def _stalk(draw, points, foot: float, tip: float) -> None:
    sides = [], []
    for step, (x, y) in enumerate(points):
        width = foot + (tip - foot) * step / len(points)
        for side, sign in zip(sides, (-1, 1), strict=True):
            side.append((x + sign * width, y + sign * width * 0.3))
    draw.polygon(sides[0] + sides[1][::-1], fill="#6d7f45")
    draw.polygon(points + sides[1][::-1], fill="#5d7040")
    draw.line(sides[1], fill="#46552f", width=4)


def _blade(foot: Point, angle: float, length: float, wide: float, bend: float = 0.0, peak: float = 0.8):
    """Return the spine and the two edges of a leaf or petal that grows from ``foot`` in the direction ``angle``."""
    spine, left, right = [], [], []
    for step in range(33):
        t = step / 32
        turned = angle + bend * t
        x, y = foot[0] + length * t * math.cos(turned), foot[1] - length * t * math.sin(turned)
        half = wide * length * math.sin(math.pi * t**peak)
        spine.append((x, y))
        left.append((x - half * math.sin(turned), y - half * math.cos(turned)))
        right.append((x + half * math.sin(turned), y + half * math.cos(turned)))
    return spine, left, right


def _leaf(draw, foot: Point, angle: float, length: float, tone, side: int) -> None:
    spine, left, right = _blade(foot, angle, length, 0.19, bend=side * 0.3)
    draw.polygon(left + spine[::-1], fill=mix(tone, "#f0ecc0", 0.2 if side > 0 else 0.05))
    draw.polygon(right + spine[::-1], fill=mix(tone, "#2c4028", 0.08 if side > 0 else 0.2))
    vein = mix(tone, "#f2efcf", 0.5)
    for step in range(4, 29, 3):
        ahead = min(step + 4, 32)
        for edge in (left, right):
            x, y = spine[ahead]
            tip = (x + (edge[ahead][0] - x) * 0.86, y + (edge[ahead][1] - y) * 0.86)
            draw.line((*spine[step], *tip), fill=vein, width=4)
    draw.line(spine, fill=vein, width=8, joint="curve")
    draw.line(left, fill=mix(tone, INK, 0.4), width=4)
    draw.line(right, fill=mix(tone, INK, 0.4), width=4)


def _petal(draw, foot: Point, angle: float, length: float, wide: float, tone) -> None:
    _spine, left, right = _blade(foot, angle, length, wide, peak=1.5)
    draw.polygon(left + right[::-1], fill=tone)
    for part in range(-3, 4):
        ray = _blade(foot, angle + part * 0.085, length * (0.8 - 0.04 * abs(part)), 0)[0]
        draw.line(ray[6:], fill=mix(tone, "#7a2c3c", 0.22), width=3)
    draw.line(left + right[::-1], fill=mix(tone, "#7a2c3c", 0.5), width=4)


def _flower(draw, rng: Random, centre: Point, radius: float) -> None:
    for ring, (count, length, tone) in enumerate(((9, 1.0, "#d98f8a"), (9, 0.8, "#e6aaa0"), (7, 0.56, "#f0c6b8"))):
        for petal in range(count):
            angle = math.tau * (petal + 0.5 * ring) / count + rng.uniform(-0.07, 0.07)
            _petal(
                draw,
                centre,
                angle,
                radius * length * rng.uniform(0.93, 1.05),
                0.25,
                mix(tone, "#c8706f", rng.uniform(0, 0.22)),
            )
    circle(draw, centre, radius * 0.2, fill="#8a6a2f")
    for seed in range(110):  # set like those of a sunflower
        far, angle = radius * 0.024 * math.sqrt(seed), seed * 2.39996
        spot = centre[0] + far * math.cos(angle), centre[1] + far * math.sin(angle)
        circle(draw, spot, radius * 0.014, fill=mix("#e2b64c", "#a9792c", seed / 110))


def _bud(draw, foot: Point, length: float) -> None:
    at, up = (foot[0], foot[1] + length * 0.3), math.radians(118)
    for lean in (-0.26, 0.26, 0):
        _petal(draw, at, up + lean, length * 2.1, 0.26, mix("#d98f8a", "#b9605f", abs(lean) * 2))
    for lean in (-0.55, 0.5, -0.12):
        _spine, left, right = _blade(at, up + lean, length * 1.35, 0.2)
        draw.polygon(left + right[::-1], fill=mix("#6d7f45", "#54673a", abs(lean)))
    circle(draw, at, length * 0.24, fill="#6d7f45")


def _seed_head(draw, rng: Random, foot: Point, radius: float) -> None:
    for ray in range(30):
        angle = math.radians(-28 + 236 * ray / 29) + rng.uniform(-0.04, 0.04)
        reach = radius * rng.uniform(1.45, 1.75)
        tip = foot[0] + reach * math.cos(angle), foot[1] - reach * math.sin(angle)
        draw.line((*foot, *tip), fill="#9c9068", width=4)
        for barb in range(-3, 4):
            end = angle + barb * 0.3
            hair = tip[0] + radius * 0.3 * math.cos(end), tip[1] - radius * 0.3 * math.sin(end)
            draw.line((*tip, *hair), fill="#b9ad86", width=3)
        circle(draw, tip, radius * 0.045, fill="#6b5a3a")
    circle(draw, foot, radius * 0.36, fill="#7b6a42")
    circle(draw, (foot[0] - radius * 0.1, foot[1] - radius * 0.1), radius * 0.2, fill="#93825a")
