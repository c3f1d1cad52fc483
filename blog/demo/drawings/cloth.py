"""A diamond twill on four shafts, thread by thread."""

import math
from random import Random

from PIL import Image, ImageDraw

from blog.demo.drawings.canvas import (
    Size,
    enlarged,
    finished,
    mix,
    noise,
    seeded,
)


def woven_cloth(size: Size = (1600, 1600)) -> Image.Image:
    w, h = enlarged(size)
    cell = 32
    columns, rows = w // cell + 1, h // cell + 1
    shafts = [_turning(column, 12) for column in range(columns)]
    treadles = [_turning(row, 12) for row in range(rows)]
    image = Image.new("RGB", (w, h), "#1b2036")
    tiles: dict = {}
    rng = seeded(3)
    for row in range(rows):
        for column in range(columns):
            warp_on_top = (shafts[column] - treadles[row]) % 4 < 2
            if warp_on_top:
                tone = "#9c3f33" if column % 24 in (0, 1, 23) else "#2c3f6b"
            else:
                tone = "#c98a54" if row % 24 == 0 else "#e6dac2"
            key = tone, warp_on_top, rng.randrange(5)
            if key not in tiles:
                tiles[key] = _crossing(seeded(str(key)), cell, tone, upright=warp_on_top)
            image.paste(tiles[key], (column * cell, row * cell))
    shade = noise(rng, (w // 8, h // 8), cells=2, octaves=3).resize((w, h), Image.Resampling.BICUBIC)
    image = Image.composite(image, image.point(lambda value: value * 84 // 100), shade)
    return finished(image, rng=rng, grain=0.015)


def _turning(index: int, every: int) -> int:
    """Count up and down again, turning at each multiple of ``every``: the order that makes diamonds of a twill."""
    index %= 2 * every
    return index if index <= every else 2 * every - index


def _crossing(rng: Random, cell: int, tone: str, *, upright: bool) -> Image.Image:
    """Return one place where a thread lies on top of another: rounded, twisted and a little uneven."""
    tile = Image.new("RGB", (cell, cell), mix(tone, "#0c0f1c", 0.75))
    draw = ImageDraw.Draw(tile)
    thin = rng.randrange(2, 4)
    for across in range(thin, cell - thin):
        light = math.sin(math.pi * (across - thin + 0.5) / (cell - 2 * thin))
        draw.line((across, 0, across, cell), fill=mix(mix(tone, "#0c0f1c", 0.5), mix(tone, "#ffffff", 0.14), light))
    for fibre in range(-cell, cell, 7):
        at = fibre + rng.randrange(5)
        draw.line((thin, at + cell // 2, cell - thin, at), fill=mix(tone, "#0c0f1c", 0.24), width=2)
    for end in range(5):  # where it dives under its neighbours
        for y in (end, cell - 1 - end):
            row = tile.crop((0, y, cell, y + 1)).point(lambda value, end=end: int(value * (0.5 + 0.1 * end)))
            tile.paste(row, (0, y))
    return tile if upright else tile.transpose(Image.Transpose.ROTATE_90)
