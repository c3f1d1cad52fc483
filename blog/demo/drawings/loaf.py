"""The cut face of a loaf, with its crust and its holes."""

import itertools
import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from blog.demo.drawings.canvas import (
    Point,
    Size,
    enlarged,
    finished,
    glow,
    gradient,
    mask_of,
    mix,
    noise,
    seeded,
)


def bread_crumb(size: Size = (1800, 1200)) -> Image.Image:
    rng = seeded(42)
    w, h = enlarged(size)
    image = gradient((w, h), (0, "#56646b"), (0.72, "#3d4a52"), (0.73, "#8a6848"), (1, "#6b4d35"))
    draw = ImageDraw.Draw(image)
    for grain in range(60):
        y = h * (0.735 + 0.27 * (grain / 60) ** 1.3) + rng.uniform(-8, 8)
        draw.line(
            (0, y, w, y + rng.uniform(-14, 14)),
            fill=mix("#8a6848", "#4f3826", rng.uniform(0.1, 0.6)),
            width=rng.choice((2, 3, 6)),
        )
    loaf = _loaf_outline(rng, w, h)
    shadow = mask_of((w // 4, h // 4), [(x / 4 + 30, y / 4 + 22) for x, y in loaf]).filter(ImageFilter.GaussianBlur(18))
    image.paste("#20191a", (0, 0), shadow.resize((w, h)).point(lambda value: value * 7 // 10))
    whole = mask_of((w // 4, h // 4), [(x / 4, y / 4) for x, y in loaf])
    slice_ = Image.new("RGB", whole.size, "#4a2716")
    tones = (0, "#4a2716"), (8, "#7a421f"), (15, "#b87d42"), (21, "#dcb982"), (27, "#eeddb8")
    for (inset, tone), (deeper, lighter) in itertools.pairwise(tones):  # from the crust inwards
        for rim in range(inset + 1, deeper + 1, 2):
            softened = mix(tone, lighter, (rim - inset) / (deeper - inset))
            slice_.paste(softened, (0, 0, *slice_.size), _shrunk(whole, rim))
    image.paste(slice_.resize((w, h), Image.Resampling.BICUBIC), mask=mask_of((w, h), loaf))
    crumb = _shrunk(whole, 30).resize((w, h))
    mottle = noise(rng, (w // 2, h // 2), cells=40, octaves=4).resize((w, h), Image.Resampling.BICUBIC)
    image.paste("#d9bd8b", (0, 0), ImageChops.multiply(mottle.point(lambda value: max(0, value - 90)), crumb))
    _holes(rng, image, crumb)
    glow(image, (0.3 * w, 0.12 * h), 0.62 * w, "#fff3d8", 0.2)
    return finished(image, rng=rng, grain=0.025)


def _loaf_outline(rng: Random, w: int, h: int) -> list[Point]:
    outline = []
    for step in range(240):
        angle = math.tau * step / 240
        x, y = math.cos(angle), math.sin(angle)
        x = math.copysign(abs(x) ** 0.78, x)
        y = math.copysign(abs(y) ** (0.3 if y > 0 else 0.9), y) * (0.5 if y > 0 else 1.12)
        ear = 0.05 * math.exp(-(((step - 197) / 5) ** 2))  # where the crust was scored, and opened
        wobble = 1 + ear + 0.008 * math.sin(5 * angle) + rng.uniform(-0.0015, 0.0015)
        outline.append((w * (0.5 + 0.375 * x * wobble), h * (0.58 + 0.36 * y * wobble)))
    return outline


def _shrunk(mask: Image.Image, inset: int) -> Image.Image:
    """Return ``mask``, drawn at a quarter of the size, without a rim ``inset`` points wide."""
    blurred = mask.filter(ImageFilter.GaussianBlur(inset / 2))
    return blurred.point(lambda value: max(0, min(255, (value - 243) * 24)))


def _holes(rng: Random, image: Image.Image, crumb: Image.Image) -> None:
    """Open holes in the crumb, the largest first and towards the top, none into another."""
    w, h = image.size
    draw, taken = ImageDraw.Draw(image), []
    sizes = [0.026] * 5 + [0.019] * 14 + [0.013] * 50 + [0.008] * 170 + [0.0045] * 420 + [0.0022] * 500
    for share in sizes:
        for _try in range(6):
            x, y = rng.uniform(0.12, 0.88) * w, rng.uniform(0.18, 0.77) * h
            radius = share * w * rng.uniform(0.7, 1.2) * (1.2 - 0.45 * (y / h))
            reach = radius * 1.5 if share > 0.01 else radius
            edges = ((x - reach, y), (x + reach, y), (x, y - reach), (x, y + reach))
            if any(crumb.getpixel((int(a), int(b))) <= 200 for a, b in edges):
                continue
            if all((x - a) ** 2 + (y - b) ** 2 > (radius + other) ** 2 * 1.25 for a, b, other in taken):
                taken.append((x, y, radius))
                _hole(rng, draw, (x, y), radius)
                break


def _hole(rng: Random, draw, centre: Point, radius: float) -> None:
    stretch, turn, phase = rng.uniform(0.62, 0.95), rng.uniform(-0.7, 0.7), rng.uniform(0, math.tau)
    layers = (
        (1.13, 0, 0, "#f7ebcf"),
        (1, 0, 0, "#b58a55"),
        (0.88, -0.05, -0.07, "#93683c"),
        (0.6, -0.1, -0.14, "#7a5230"),
    )
    for scale, dx, dy, tone in layers if radius > 16 else layers[1:3]:
        ring = []
        for step in range(28):
            angle = math.tau * step / 28
            far = radius * scale * (1 + 0.09 * math.sin(3 * angle + phase) + 0.05 * math.sin(5 * angle))
            x, y = far * math.cos(angle), far * stretch * math.sin(angle)
            ring.append((centre[0] + dx * radius + x * math.cos(turn) - y * math.sin(turn),
                         centre[1] + dy * radius + x * math.sin(turn) + y * math.cos(turn)))  # fmt: skip
        draw.polygon(ring, fill=tone)
