"""Things one could hold: a pressed plant, a cloth, a loaf, and a street of very small houses."""

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from blog.demo.drawings.canvas import (
    Point,
    Size,
    bezier,
    circle,
    enlarged,
    finished,
    font,
    glow,
    gradient,
    mask_of,
    mix,
    noise,
)

PAPER = "#f3ead6"
INK = "#3a3a2e"


def botanical_plate(size: Size = (1600, 2000)) -> Image.Image:
    rng = Random(14)
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
    marks = (("a", (0.755 * w, 0.2 * h), (0.665 * w, 0.215 * h)), ("b", (0.115 * w, 0.18 * h), (0.166 * w, 0.192 * h)),
             ("c", (0.9 * w, 0.26 * h), (0.85 * w, 0.297 * h)), ("d", (0.8 * w, 0.615 * h), (0.668 * w, 0.641 * h)))  # fmt: skip
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
            _petal(draw, centre, angle, radius * length * rng.uniform(0.93, 1.05), 0.25, mix(tone, "#c8706f", rng.uniform(0, 0.22)))
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


def woven_cloth(size: Size = (1600, 1600)) -> Image.Image:
    w, h = enlarged(size)
    cell = 32
    columns, rows = w // cell + 1, h // cell + 1
    shafts = [_turning(column, 12) for column in range(columns)]
    treadles = [_turning(row, 12) for row in range(rows)]
    image = Image.new("RGB", (w, h), "#1b2036")
    tiles: dict = {}
    rng = Random(3)
    for row in range(rows):
        for column in range(columns):
            warp_on_top = (shafts[column] - treadles[row]) % 4 < 2
            if warp_on_top:
                tone = "#9c3f33" if column % 24 in (0, 1, 23) else "#2c3f6b"
            else:
                tone = "#c98a54" if row % 24 == 0 else "#e6dac2"
            key = tone, warp_on_top, rng.randrange(5)
            if key not in tiles:
                tiles[key] = _crossing(Random(str(key)), cell, tone, upright=warp_on_top)
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


def bread_crumb(size: Size = (1800, 1200)) -> Image.Image:
    rng = Random(42)
    w, h = enlarged(size)
    image = gradient((w, h), (0, "#56646b"), (0.72, "#3d4a52"), (0.73, "#8a6848"), (1, "#6b4d35"))
    draw = ImageDraw.Draw(image)
    for grain in range(60):
        y = h * (0.735 + 0.27 * (grain / 60) ** 1.3) + rng.uniform(-8, 8)
        draw.line((0, y, w, y + rng.uniform(-14, 14)), fill=mix("#8a6848", "#4f3826", rng.uniform(0.1, 0.6)), width=rng.choice((2, 3, 6)))
    loaf = _loaf_outline(rng, w, h)
    shadow = mask_of((w // 4, h // 4), [(x / 4 + 30, y / 4 + 22) for x, y in loaf]).filter(ImageFilter.GaussianBlur(18))
    image.paste("#20191a", (0, 0), shadow.resize((w, h)).point(lambda value: value * 7 // 10))
    whole = mask_of((w // 4, h // 4), [(x / 4, y / 4) for x, y in loaf])
    slice_ = Image.new("RGB", whole.size, "#4a2716")
    tones = (0, "#4a2716"), (8, "#7a421f"), (15, "#b87d42"), (21, "#dcb982"), (27, "#eeddb8")
    for (inset, tone), (deeper, lighter) in zip(tones, tones[1:], strict=False):  # from the crust inwards
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
            close = any((x - a) ** 2 + (y - b) ** 2 < (radius + other) ** 2 * 1.25 for a, b, other in taken)
            reach = radius * 1.5 if share > 0.01 else radius
            edges = ((x - reach, y), (x + reach, y), (x, y - reach), (x, y + reach))
            if not close and all(crumb.getpixel((int(a), int(b))) > 200 for a, b in edges):
                taken.append((x, y, radius))
                _hole(rng, draw, (x, y), radius)
                break


def _hole(rng: Random, draw, centre: Point, radius: float) -> None:
    stretch, turn, phase = rng.uniform(0.62, 0.95), rng.uniform(-0.7, 0.7), rng.uniform(0, math.tau)
    layers = ((1.13, 0, 0, "#f7ebcf"), (1, 0, 0, "#b58a55"), (0.88, -0.05, -0.07, "#93683c"), (0.6, -0.1, -0.14, "#7a5230"))
    for scale, dx, dy, tone in layers if radius > 16 else layers[1:3]:
        ring = []
        for step in range(28):
            angle = math.tau * step / 28
            far = radius * scale * (1 + 0.09 * math.sin(3 * angle + phase) + 0.05 * math.sin(5 * angle))
            x, y = far * math.cos(angle), far * stretch * math.sin(angle)
            ring.append((centre[0] + dx * radius + x * math.cos(turn) - y * math.sin(turn),
                         centre[1] + dy * radius + x * math.sin(turn) + y * math.cos(turn)))  # fmt: skip
        draw.polygon(ring, fill=tone)


def isometric_houses(size: Size = (1800, 1200)) -> Image.Image:
    rng = Random(6)
    w, h = enlarged(size)
    image = Image.new("RGB", (w, h), "#a9bf8a")
    draw = ImageDraw.Draw(image)
    unit = w / 26

    def at(x: float, y: float, z: float = 0) -> Point:
        return w / 2 + (x - y) * unit * 0.866, 0.02 * h + (x + y) * unit * 0.5 - z * unit

    street = "#d9d2c2"
    reach = 30
    for line in range(-12, reach, 6):
        for a, b, tone in ((-1.05, 1.05, "#c3c9a6"), (-0.8, 0.8, street)):
            draw.polygon([at(line + a, -20), at(line + b, -20), at(line + b, 50), at(line + a, 50)], fill=tone)
    for line in range(-12, reach + 6, 12):
        draw.polygon([at(-20, line - 0.7), at(-20, line + 0.7), at(50, line + 0.7), at(50, line - 0.7)], fill=street)
    things = []
    for row in range(-12, reach, 6):
        for place in range(-12, reach + 6):
            if place % 12 == 0:
                continue  # the crossing street
            for side in (1.25, 3.35):
                if rng.random() < 0.86:
                    things.append((row + side + place + 0.5, "house", (row + side, place + 0.06, 0.88)))
            for _one in range(rng.randrange(1, 3)):
                x = row + 2.98 + rng.uniform(-0.08, 0.12)
                things.append((x + place + 0.5, "tree", (x, place + rng.uniform(0.1, 0.9), rng.uniform(0.22, 0.4))))
            if rng.random() < 0.35:
                things.append((row + 5.1 + place, "tree", (row + 5.12, place, rng.uniform(0.2, 0.3))))
    for _depth, kind, what in sorted(things, key=lambda thing: thing[0]):
        x, y = at(what[0], what[1])
        if not (-3 * unit < x < w + 3 * unit and -2 * unit < y < h + 4 * unit):
            continue
        (_house if kind == "house" else _tree)(rng, draw, at, *what)
    return finished(image, rng=rng, grain=0.015)


WALLS = "#b4553f", "#c9765a", "#e8d9bd", "#dcc3a0", "#9c4a3c", "#ccd3cc"
ROOFS = "#4d5963", "#5f6b72", "#7d4a3a", "#6a3f36"


def _house(rng: Random, draw, at, x: float, y: float, deep: float) -> None:
    """Draw a house with its corner at ``x, y``: two walls and a roof whose ridge runs along the street."""
    wide, tall, rise = 1.55, rng.uniform(0.95, 1.35), rng.uniform(0.5, 0.68)
    wall, roof = rng.choice(WALLS), rng.choice(ROOFS)
    right, near, middle, top = x + wide, y + deep, x + wide / 2, tall + rise
    draw.polygon([at(x + 0.2, near), at(right + 0.1, near + 0.35), at(right + 0.35, near), at(right, y)], fill="#8fa076")
    gable = [at(x, near), at(right, near), at(right, near, tall), at(middle, near, top), at(x, near, tall)]
    draw.polygon(gable, fill=mix(wall, "#1e2238", 0.16))
    draw.polygon([at(right, near), at(right, y), at(right, y, tall), at(right, near, tall)], fill=mix(wall, "#fff4dc", 0.12))
    over = 0.09
    draw.polygon([at(middle, y - over, top), at(middle, near + over, top), at(right + over, near + over, tall - 0.06), at(right + over, y - over, tall - 0.06)], fill=mix(roof, "#fff4dc", 0.14))
    draw.polygon([at(middle, y - over, top), at(middle, near + over, top), at(x - over, near + over, tall - 0.06), at(x - over, y - over, tall - 0.06)], fill=mix(roof, "#1e2238", 0.25))
    glass, frame = rng.choice(("#33475a", "#33475a", "#f3cf7a")), "#f4efe2"
    for low in (0.16, 0.62):
        if low + 0.3 < tall:
            for start in (0.14, 0.58):
                _pane(draw, [at(right, near - (start + d) * deep, low + u) for d, u in ((0, 0), (0.26, 0), (0.26, 0.28), (0, 0.28))], glass, frame)
    for start in (0.2, 0.62):
        _pane(draw, [at(x + (start + d) * wide, near, 0.58 + u) for d, u in ((0, 0), (0.18, 0), (0.18, 0.28), (0, 0.28))], glass, frame)
    door = [at(x + (0.42 + d) * wide, near, u) for d, u in ((0, 0), (0.17, 0), (0.17, 0.42), (0, 0.42))]
    draw.polygon(door, fill=rng.choice(("#2f5d50", "#35507a", "#7d2f3a", "#d2a03d")))
    for side in (0, 1):  # the chimney: its two faces
        a, b, c = middle + 0.22, y + deep * 0.4, 0.2
        lower, upper = top - 0.3, top + 0.22
        face = [(a, b + c), (a + c, b + c)] if side == 0 else [(a + c, b + c), (a + c, b)]
        draw.polygon([at(*face[0], lower), at(*face[1], lower), at(*face[1], upper), at(*face[0], upper)], fill=mix("#8a4a3c", "#1e2238" if side == 0 else "#fff4dc", 0.15))


def _pane(draw, corners: list[Point], glass: str, frame: str) -> None:
    draw.polygon(corners, fill=glass)
    draw.line([*corners, corners[0]], fill=frame, width=4)


def _tree(rng: Random, draw, at, x: float, y: float, radius: float) -> None:
    foot, crown = at(x, y), at(x, y, radius * 2)
    scale = abs(at(0, 0, 1)[1] - at(0, 0)[1])
    tone = rng.choice(("#5f7f4c", "#6f8f55", "#4d6f4c", "#87985a", "#b58a4a"))
    draw.ellipse((foot[0] - radius * scale * 0.8, foot[1] - radius * scale * 0.3, foot[0] + radius * scale, foot[1] + radius * scale * 0.4), fill="#8fa076")
    draw.line((*foot, *crown), fill="#5c4632", width=9)
    circle(draw, crown, radius * scale, fill=mix(tone, "#1e2e2a", 0.25))
    circle(draw, (crown[0] + radius * scale * 0.13, crown[1] - radius * scale * 0.13), radius * scale * 0.84, fill=tone)
    circle(draw, (crown[0] + radius * scale * 0.3, crown[1] - radius * scale * 0.34), radius * scale * 0.42, fill=mix(tone, "#fff4c8", 0.22))
