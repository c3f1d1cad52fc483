"""Five hours of one short night: hills, town, sea, stars and fields."""

import itertools
import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from blog.demo.drawings.canvas import Size, circle, enlarged, finished, glow, gradient, mask_of, mix, ridge, seeded


def hills_at_dusk(size: Size = (1800, 1200)) -> Image.Image:
    rng = seeded(21)
    w, h = enlarged(size)
    sky = (0, "#3c3a63"), (0.22, "#7d5f86"), (0.4, "#d08e84"), (0.52, "#f3bd86"), (0.62, "#fbe0ae"), (1, "#fbe0ae")
    image = gradient((w, h), *sky)
    glow(image, (0.68 * w, 0.55 * h), 0.5 * w, "#fff0c4", 0.75)
    draw = ImageDraw.Draw(image)
    circle(draw, (0.27 * w, 0.16 * h), 0.0028 * w, fill="#fff6dc")
    layers = 7
    for layer in range(layers):
        near = layer / (layers - 1)
        base = h * (0.52 + 0.4 * near**1.15)
        line = ridge(rng, w, humps=3 + layer // 2, roughness=0.44 + 0.05 * near, steps=8)
        outline = [(x, base - height * h * (0.05 + 0.035 * near)) for x, height in line]
        land = mask_of((w, h), [*outline, (w, h), (0, h)])
        if near > 0.6:
            _plant_firs(rng, ImageDraw.Draw(land), outline, h * 0.012 * (1 + 3 * (near - 0.6)))
        top = mix("#bd93a3", "#11162e", near**0.7)
        mist = mix(top, mix("#f0c4ae", "#6f6a94", near), 0.55 * (1 - 0.75 * near))
        peak = round(base - 0.12 * h)
        ground = gradient((w, h - peak), (0, top), (0.06 * h / (h - peak), top), (min(0.27 * h / (h - peak), 1), mist))
        image.paste(ground, (0, peak), land.crop((0, peak, w, h)))
    return finished(image, rng=rng)


def _plant_firs(rng: Random, draw, outline, height):
    """Stand firs along ``outline``, in groups with clearings between them."""
    for x, y in outline:
        if math.sin(x / (height * 17)) + rng.uniform(-0.6, 0.6) > 0.05:
            tall = height * rng.uniform(0.5, 1.4)
            foot = y + tall * 0.4
            draw.polygon([(x - tall * 0.24, foot), (x, y - tall), (x + tall * 0.24, foot)], fill=255)


def city_at_night(size: Size = (1920, 1080)) -> Image.Image:
    rng = seeded(4)
    w, h = enlarged(size)
    quay = round(0.68 * h)
    sky = (0, "#0a1030"), (0.3, "#1d2650"), (0.52, "#54466f"), (0.66, "#b4716f"), (0.7, "#d58f6c"), (1, "#d58f6c")
    image = gradient((w, h), *sky)
    draw = ImageDraw.Draw(image)
    for _star in range(150):
        x, y = rng.uniform(0, w), h * 0.42 * rng.random() ** 1.6
        circle(draw, (x, y), rng.uniform(0.8, 2.4), fill=mix("#1d2650", "#f4efe0", rng.uniform(0.3, 0.9)))
    _row_of_houses(rng, draw, w, quay, tall=0.36 * h, wide=0.032 * w, wall="#57466c", lit="#a5766f", chance=0.2)
    _row_of_houses(rng, draw, w, quay, tall=0.27 * h, wide=0.036 * w, wall="#2f2c50", lit="#e0a463", chance=0.3)
    _clock_tower(image, draw, (0.635 * w, quay), 0.4 * h)
    _row_of_houses(rng, draw, w, quay, tall=0.13 * h, wide=0.042 * w, wall="#131730", lit="#ffd88a", chance=0.42)
    draw.rectangle((0, quay - 0.012 * h, w, quay), fill="#0b0e1f")
    for lamp in range(13):
        at = (w * (lamp + 0.5) / 13, quay - 0.034 * h)
        draw.line((*at, at[0], quay), fill="#0b0e1f", width=6)
        glow(image, at, 0.03 * h, "#ffe2a0", 0.8)
        circle(draw, at, 0.0032 * h, fill="#fff3cf")
    _mirror(rng, image, quay)
    return finished(image, rng=rng)


def _row_of_houses(rng: Random, draw, w, ground, *, tall, wide, wall, lit, chance):
    """Stand houses side by side from edge to edge, each with a roof of its own and some windows lit."""
    x = -rng.uniform(0, wide)
    while x < w:
        width, height = wide * rng.uniform(0.6, 1.5), tall * rng.uniform(0.42, 1)
        top, right = ground - height, x + width
        draw.rectangle((x, top, right, ground), fill=wall)
        match rng.randrange(5):
            case 0:
                draw.polygon([(x, top + 1), ((x + right) / 2, top - width * 0.42), (right, top + 1)], fill=wall)
            case 1:
                draw.rectangle((x + width * 0.3, top - width * 0.2, right - width * 0.3, top), fill=wall)
                draw.line((x + width / 2, top - width * 0.8, x + width / 2, top), fill=wall, width=5)
            case 2:
                draw.polygon([(x, top + 1), (x, top - width * 0.3), (right, top + 1)], fill=wall)
            case 3:
                draw.rectangle((x + width * 0.62, top - width * 0.22, x + width * 0.8, top), fill=wall)
        columns = max(2, round(width / (w * 0.0062)))
        step = width / (columns + 0.5)
        rows = int((height - step) / (step * 1.5))
        for row in range(rows):
            shown = rng.random() < 0.88  # a whole floor may be away
            for column in range(columns):
                if shown and rng.random() < chance:
                    left, up = x + step * (column + 0.5), top + step * (0.8 + 1.5 * row)
                    tone = mix(lit, wall, rng.uniform(0, 0.45))
                    draw.rectangle((left, up, left + step * 0.5, up + step * 0.8), fill=tone)
        x = right + rng.choice((0, 0, 0.1, 0.25)) * wide


def _clock_tower(image, draw, foot, height):
    x, ground = foot
    half, top, wall = height * 0.07, ground - height, "#161936"
    draw.rectangle((x - half, top, x + half, ground), fill=wall)
    draw.polygon([(x - half * 1.2, top), (x, top - height * 0.24), (x + half * 1.2, top)], fill=wall)
    face = (x, top + half * 1.3)
    glow(image, face, half * 4, "#ffe7b3", 0.55)
    circle(draw, face, half * 0.72, fill="#fff2d0")
    for hours, length in ((6.87, 0.4), (10.4, 0.6)):  # eight minutes to seven, as ever
        angle = math.tau * hours / 12
        hand = face[0] + math.sin(angle) * half * length, face[1] - math.cos(angle) * half * length
        draw.line((*face, *hand), fill="#2a2440", width=6)


def _mirror(rng: Random, image, shore):
    """Put what stands above ``shore`` into the water below it, darker, and broken by small waves."""
    w, h = image.size
    depth = h - shore
    above = image.crop((0, shore - round(depth * 1.25), w, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirrored = above.resize((w, depth)).filter(ImageFilter.BoxBlur(3))
    mirrored = Image.blend(mirrored, gradient((w, depth), (0, "#1a1c3c"), (1, "#060817")), 0.42)
    y = 0
    while y < depth:
        strip = 3 + round(9 * y / depth)
        sway = round((math.sin(y * 0.11) * 7 + rng.uniform(-9, 9)) * (0.3 + 1.6 * y / depth))
        row = mirrored.crop((0, y, w, min(y + strip, depth)))
        image.paste(ImageChops.offset(row, sway, 0), (0, shore + y))
        y += strip


def moon_over_water(size: Size = (1600, 2000)) -> Image.Image:
    rng = seeded(33)
    w, h = enlarged(size)
    sea = round(0.56 * h)
    image = gradient((w, h), (0, "#0b1a2e"), (0.3, "#16334c"), (0.5, "#3d6274"), (0.56, "#5f8288"), (1, "#5f8288"))
    image.paste(gradient((w, h - sea), (0, "#3f656f"), (0.12, "#234756"), (0.5, "#10283a"), (1, "#081624")), (0, sea))
    moon, radius = (0.5 * w, 0.33 * h), 0.082 * w
    glow(image, moon, radius * 6.5, "#f7e9c0", 0.5)
    glow(image, moon, radius * 2.4, "#fff3d2", 0.7)
    draw = ImageDraw.Draw(image)
    circle(draw, moon, radius, fill="#fdf3d7")
    for dx, dy, part in (
        (-0.3, -0.3, 0.3),
        (0.22, -0.38, 0.2),
        (-0.42, 0.12, 0.22),
        (0.12, 0.02, 0.17),
        (0.34, 0.3, 0.1),
    ):
        circle(draw, (moon[0] + dx * radius, moon[1] + dy * radius), part * radius, fill="#f6e9c9")
    for _star in range(90):
        x, y = rng.uniform(0, w), rng.uniform(0, 0.45 * h)
        if math.dist((x, y), moon) > radius * 2.6:
            circle(draw, (x, y), rng.uniform(1, 2.6), fill=mix("#1c3a54", "#eef2ea", rng.uniform(0.3, 0.8)))
    for _cloud in range(16):
        x, y = rng.uniform(-0.1, 1) * w, rng.uniform(0.455, 0.535) * h
        _stroke(draw, x, y, rng.uniform(0.1, 0.32) * w, 0.0022 * h, mix("#3d6274", "#86a09d", rng.uniform(0.1, 0.5)))
    for _wave in range(2600):
        near = rng.random() ** 1.4
        y, x = sea + (h - sea) * near, rng.uniform(-0.1, 1.05) * w
        tone = mix("#2c5361", "#0a1a29", min(near * 1.3 + rng.uniform(-0.2, 0.2), 1) if near < 0.9 else 0.85)
        _stroke(draw, x, y, w * (0.01 + 0.09 * near), h * (0.0006 + 0.0024 * near), tone)
    for _glint in range(2300):
        near = rng.random() ** 1.15
        y, spread = sea + (h - sea) * near, w * (0.028 + 0.1 * near)
        x = rng.gauss(moon[0], spread)
        bright = math.exp(-(((x - moon[0]) / (1.5 * spread)) ** 2)) * rng.uniform(0.35, 1)
        length = w * (0.006 + 0.05 * near) * rng.uniform(0.4, 1.2)
        _stroke(draw, x - length / 2, y, length, h * (0.0006 + 0.0022 * near), mix("#31586a", "#fff1cb", bright))
    _boat(draw, (0.63 * w, sea + 0.05 * h), 0.05 * w)
    return finished(image, rng=rng)


def _stroke(draw, x, y, length, thickness, colour):
    draw.ellipse((x, y - thickness, x + length, y + thickness), fill=colour)


def _boat(draw, at, length):
    x, y = at
    hull = [(-1, -0.16), (-0.72, 0.12), (0.62, 0.12), (0.95, -0.2), (0.4, -0.06), (-0.6, -0.06)]
    draw.polygon([(x + dx * length, y + dy * length) for dx, dy in hull], fill="#050d16")
    draw.line((x - 0.05 * length, y, x - 0.05 * length, y - 1.5 * length), fill="#050d16", width=7)
    sail = [(-0.02, -1.42), (-0.02, -0.2), (0.72, -0.24)]
    draw.polygon([(x + dx * length, y + dy * length) for dx, dy in sail], fill="#0a1724")
    for ripple in range(5):
        wide = length * (0.9 - 0.13 * ripple)
        _stroke(draw, x - wide, y + length * (0.2 + 0.14 * ripple), 2 * wide, length * 0.022, "#091725")


def star_trails(size: Size = (1800, 1200)) -> Image.Image:
    rng = seeded(12)
    w, h = enlarged(size)
    image = gradient((w, h), (0, "#060a1c"), (0.45, "#0f1c3a"), (0.75, "#27415c"), (0.9, "#6d6f6d"), (1, "#a07f5f"))
    draw = ImageDraw.Draw(image)
    pole, reach = (0.43 * w, 0.37 * h), 0.82 * w
    colours = "#ffffff", "#cfdcff", "#fff0cf", "#ffd9ae", "#b9ccff"
    for _star in range(1900):
        radius, begin = reach * math.sqrt(rng.random()), rng.uniform(0, math.tau)
        bright = 0.1 + 0.85 * rng.random() ** 3.4
        tone = mix("#13213f", rng.choice(colours), bright)
        points = max(6, round(radius / 60))
        arc = [begin + math.radians(30) * step / points for step in range(points + 1)]
        line = [(pole[0] + radius * math.cos(a), pole[1] + radius * math.sin(a)) for a in arc]
        draw.line(line, fill=tone, width=round(2 + 3.4 * bright), joint="curve")
    circle(draw, (pole[0] + 7, pole[1] + 4), 5, fill="#fffbe8")
    glow(image, (0.1 * w, 1.02 * h), 0.6 * w, "#e9a765", 0.5)
    hill = [
        (x, h * (0.93 - 0.17 * math.exp(-(((x / w - 0.72) / 0.2) ** 2)) - 0.012 * bump))
        for x, bump in ridge(rng, w, humps=9)
    ]
    draw.polygon([*hill, (w, h), (0, h)], fill="#04060d")
    _observatory(image, draw, (0.72 * w, 0.77 * h), 0.048 * w)
    return finished(image, rng=rng)


def _observatory(image, draw, foot, half):
    x, y = foot
    black = "#04060d"
    draw.rectangle((x - half, y - half * 0.9, x + half, y + half), fill=black)
    draw.pieslice((x - half * 1.06, y - half * 1.96, x + half * 1.06, y + half * 0.16), 180, 360, fill=black)
    draw.polygon(
        [
            (x + 0.2 * half, y - 1.92 * half),
            (x + 0.5 * half, y - 1.8 * half),
            (x + 0.62 * half, y - 0.92 * half),
            (x + 0.36 * half, y - 0.92 * half),
        ],
        fill="#3b3a3a",
    )
    draw.rectangle((x - half * 2.1, y - half * 0.34, x - half, y + half), fill=black)
    lamp = (x - half * 1.55, y + half * 0.05)
    glow(image, lamp, half * 0.95, "#ff4b2b", 0.75)
    draw.rectangle((lamp[0] - 9, lamp[1] - 13, lamp[0] + 9, lamp[1] + 13), fill="#ffb199")


def first_light(size: Size = (1920, 1080)) -> Image.Image:
    rng = seeded(9)
    w, h = enlarged(size)
    horizon = round(0.44 * h)
    image = gradient((w, h), (0, "#8fb1c6"), (0.2, "#bfcdc8"), (0.36, "#f3d9b0"), (0.44, "#fde3a9"), (1, "#fde3a9"))
    sun = (0.36 * w, 0.375 * h)
    glow(image, sun, 0.36 * w, "#fff3c9", 0.9)
    draw = ImageDraw.Draw(image)
    circle(draw, sun, 0.022 * w, fill="#fffbe6")
    draw.rectangle((0, horizon, w, h), fill="#a8ab6a")
    vanishing = (0.58 * w, horizon)
    edges = [-2.6 * w]
    while edges[-1] < 3.4 * w:
        edges.append(edges[-1] + w * rng.uniform(0.1, 0.34))
    colours = "#6f8b4c", "#93a35a", "#c3ab5f", "#587b4b", "#d8c27c", "#7f9a58", "#a48f55"
    before = None
    for left, right in itertools.pairwise(edges):
        colour = rng.choice([c for c in colours if c != before])
        before = colour
        draw.polygon([vanishing, (left, h), (right, h)], fill=colour)
        for furrow in range(1, 11):
            x = left + (right - left) * furrow / 11
            draw.line((*vanishing, x, h), fill=mix(colour, "#3a4a2c", 0.2 + 0.12 * (furrow % 2)), width=5)
        draw.line((*vanishing, left, h), fill=mix(colour, "#2c3a24", 0.55), width=11)
    haze = gradient((w, h), (0, "#000"), (horizon / h, "#eee"), (horizon / h + 0.1, "#777"), (0.8, "#000"), (1, "#000"))
    image.paste("#f8dfae", (0, horizon), haze.convert("L").crop((0, horizon, w, h)))
    for tone, lift in (("#c7bfa9", 0.045), ("#a9ad97", 0.024)):
        line = [(x, horizon - h * lift * (0.55 + 0.45 * bump)) for x, bump in ridge(rng, w, humps=5, roughness=0.4)]
        draw.polygon([*line, (w, horizon + 6), (0, horizon + 6)], fill=tone)
    foot = next(x for x in edges if x > 0.95 * w)
    for step in range(13):
        near = 0.05 * 1.235**step
        x, y = (from_ + (to - from_) * near for from_, to in zip(vanishing, (foot, h), strict=True))
        _poplar(draw, (x, y), h * 0.6 * near, mix("#c9bb8d", "#26402f", min(1.25 * near**0.5, 1)))
    glow(image, sun, 0.2 * w, "#fff6d8", 0.5)
    return finished(image, rng=rng)


def _poplar(draw, foot, height, colour):
    x, y = foot
    shadow = [(0, 0), (0.9, 0.26), (1.08, 0.25), (0.08, 0)]
    draw.polygon([(x + dx * height, y + dy * height) for dx, dy in shadow], fill=mix(colour, "#7c8450", 0.55))
    draw.line((x, y, x, y - height * 0.2), fill=colour, width=max(2, round(height * 0.035)))
    up = [step / 16 for step in range(17)]
    left = [(x - height * _poplar_at(t), y - height * (0.06 + t)) for t in up]
    right = [(x + height * _poplar_at(t), y - height * (0.06 + t)) for t in reversed(up)]
    draw.polygon(left + right, fill=colour)


def _poplar_at(t: float) -> float:
    """Return half the width of a poplar, as a part of its height, at a part ``t`` of that height."""
    return 0.085 * math.sin(math.pi * t**0.65) ** 0.8
