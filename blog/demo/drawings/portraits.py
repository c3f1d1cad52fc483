"""Four faces out of circles, arcs and triangles: friendly from afar, and like nobody in particular."""

import math

from PIL import Image, ImageDraw

from blog.demo.drawings.canvas import Size, bezier, circle, mix, seeded

SIDE: Size = (800, 800)
SCALE = 4  # drawn at four times their size, because they are all edges
INK = "#2a2530"


class Face:
    """A face on a sheet of 100 by 100. Draw what is behind first: hair, shoulders, head, features."""

    def __init__(self, size: Size, ground: str, disc: str):
        self.unit = size[0] * SCALE / 100
        self.image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.circle(50, 50, 41, disc)

    def circle(self, x, y, radius, fill=None, **ink):
        circle(self.draw, (x * self.unit, y * self.unit), radius * self.unit, fill=fill, **ink)

    def oval(self, x, y, across, down, fill):
        u = self.unit
        self.draw.ellipse(((x - across) * u, (y - down) * u, (x + across) * u, (y + down) * u), fill=fill)

    def shape(self, points, fill):
        self.draw.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=fill)

    def line(self, points, fill, width):
        """Draw a line with round ends; three points make a curve."""
        curve = bezier(*points) if len(points) == 3 else points
        scaled = [(x * self.unit, y * self.unit) for x, y in curve]
        self.draw.line(scaled, fill=fill, width=round(width * self.unit), joint="curve")
        for end in (scaled[0], scaled[-1]):
            circle(self.draw, end, width * self.unit / 2, fill=fill)

    def shoulders(self, cloth, *, wide=34):
        self.oval(50, 103, wide, 29, cloth)

    def head(self, skin):
        shade = mix(skin, "#6b2f2a", 0.22)
        self.shape([(43, 56), (57, 56), (57.5, 76), (50, 81), (42.5, 76)], shade)
        self.oval(31.8, 48.5, 3.4, 4.6, shade)
        self.oval(68.2, 48.5, 3.4, 4.6, shade)
        self.oval(50, 47, 18.5, 22, skin)
        blush = mix(skin, "#e0634f", 0.3)
        self.oval(39.5, 54.5, 3.8, 2.6, blush)
        self.oval(60.5, 54.5, 3.8, 2.6, blush)

    def features(self, skin, *, brow=INK, smile=2.6, lips="#9c4a45"):
        for x in (42.2, 57.8):
            self.oval(x, 47.4, 1.55, 1.9, INK)
            self.circle(x + 0.5, 46.8, 0.45, "#ffffff")
            self.line([(x - 3.4, 42.6), (x, 40.7), (x + 3.4, 42.6)], brow, 1)
        nose = mix(skin, "#6b2f2a", 0.36)
        self.line([(50.6, 47.5), (52.6, 53.6), (49.2, 53.4)], nose, 0.85)
        self.line([(44.6, 58.6), (50, 58.6 + 2 * smile), (55.4, 58.6)], lips, 1.15)

    def finished(self) -> Image.Image:
        return self.image.reduce(SCALE)


def portrait_hanneke(size: Size = SIDE) -> Image.Image:
    face = Face(size, "#f2c14e", "#f7d98b")
    skin, hair = "#f6d3bd", "#d9a95b"
    face.oval(50, 44, 23, 25, hair)
    face.shoulders("#1f6f72")
    face.head(skin)
    face.oval(50, 79, 10.5, 5.6, "#185a5d")  # the collar of the jumper
    face.oval(50, 77, 8, 4, mix(skin, "#6b2f2a", 0.22))
    for row in range(4):
        face.line([(24 + row, 88 + 3.6 * row), (50, 82 + 5 * row), (76 - row, 88 + 3.6 * row)], "#257d80", 0.7)
    face.shape(
        [
            *bezier((30.5, 46), (28, 22), (52, 22)),
            *bezier((52, 22), (73, 23), (69.6, 46)),
            *bezier((69.6, 46), (66, 33), (57, 31)),
            *bezier((57, 31), (40, 36), (33.6, 34)),
            (31.5, 40),
        ],
        hair,
    )
    face.line([(40, 29), (48, 25), (58, 26.5)], mix(hair, "#ffffff", 0.3), 1.1)
    face.features(skin, brow="#a87b38", smile=2)
    for x in (41.8, 58.2):
        face.circle(x, 47.4, 5.7, outline="#7a2f38", width=round(1.05 * face.unit))
    face.line([(47.4, 46.6), (50, 45.4), (52.6, 46.6)], "#7a2f38", 1)
    return face.finished()


def portrait_tamsin(size: Size = SIDE) -> Image.Image:
    face = Face(size, "#4e7a63", "#7fa58b")
    skin, hair = "#fbdcc8", "#b4472b"
    face.circle(50, 19.5, 9.2, hair)
    face.line([(43.5, 18), (50, 13), (56, 17)], "#c9603f", 1)
    face.line([(43.5, 22), (50, 17.5), (56.5, 21.5)], "#c9603f", 1)
    face.oval(50, 42, 21.5, 20.5, hair)
    face.shoulders("#33405a")
    face.head(skin)
    face.shape(
        [
            *bezier((30.4, 47), (29, 23), (50, 22.6)),
            *bezier((50, 22.6), (71, 23), (69.6, 47)),
            *bezier((69.6, 47), (66, 33), (50, 28.5)),
            *bezier((50, 28.5), (34, 33), (30.4, 47)),
        ],
        hair,
    )
    face.features(skin, brow="#8f3a24", smile=2.8)
    freckles = seeded(2)
    for _freckle in range(16):
        x, y = freckles.choice((40.5, 59.5)) + freckles.gauss(0, 2.2), 52.3 + freckles.gauss(0, 1.3)
        face.circle(x, y, 0.33, mix(skin, "#a8512f", 0.55))
    face.oval(50, 77.5, 16.5, 7.6, "#d99a2b")
    face.line([(35, 76), (50, 85.5), (65, 76)], "#b97f1c", 1)
    face.line([(36.5, 72.8), (50, 81), (63.5, 72.8)], "#e9b550", 1)
    face.shape([(55, 81), (65, 78.5), (69, 98), (59, 100)], "#d99a2b")
    face.line([(60, 82.5), (63, 98)], "#b97f1c", 0.8)
    return face.finished()


def portrait_joaquin(size: Size = SIDE) -> Image.Image:
    face = Face(size, "#c9694a", "#e2977a")
    skin, hair = "#d9a27c", "#2b2022"
    curls = seeded(5)
    for angle in range(175, 366, 10):
        x, y = 50 + 20.5 * math.cos(math.radians(angle)), 41 + 20 * math.sin(math.radians(angle))
        face.circle(x, y, curls.uniform(4.6, 6.2), hair)
    face.oval(50, 38, 20, 17, hair)
    face.shoulders("#43688f")
    face.head(skin)
    beard = [
        *bezier((31.4, 49), (32, 62), (38, 67)),
        *bezier((38, 67), (50, 78), (62, 67)),
        *bezier((62, 67), (68, 62), (68.6, 49)),
        *bezier((68.6, 49), (64, 59), (58, 55.8)),
        *bezier((58, 55.8), (50, 53.4), (42, 55.8)),
        *bezier((42, 55.8), (36, 59), (31.4, 49)),
    ]
    face.shape(beard, hair)
    for x in range(35, 67, 5):
        face.circle(x, 28.6 + 0.018 * (x - 50) ** 2 + curls.uniform(-1, 1), curls.uniform(4, 5.2), hair)
    face.features(skin, brow=hair, smile=2.2, lips="#e08f7d")
    face.shape([(38, 84), (62, 84), (66, 104), (34, 104)], "#e9dcc3")
    face.line([(38, 84), (33, 76.5)], "#e9dcc3", 2.4)
    face.line([(62, 84), (67, 76.5)], "#e9dcc3", 2.4)
    face.line([(43, 92), (57, 92)], "#c4b08a", 0.8)
    return face.finished()


def portrait_maryam(size: Size = SIDE) -> Image.Image:
    face = Face(size, "#26325a", "#3f4f86")
    skin, scarf, fold = "#e3b48f", "#7d3b63", "#94507a"
    stars = seeded(8)
    for _star in range(26):
        angle, far = stars.uniform(0, math.tau), stars.uniform(28, 40)
        face.circle(50 + far * math.cos(angle), 46 + far * math.sin(angle), stars.uniform(0.2, 0.5), "#e8d9a8")
    face.shoulders("#35406b", wide=36)
    face.oval(50, 45.5, 25, 28, scarf)
    face.shape(
        [
            *bezier((27, 56), (30, 78), (20, 86)),
            *bezier((20, 86), (50, 100), (80, 86)),
            *bezier((80, 86), (70, 78), (73, 56)),
        ],
        scarf,
    )
    face.oval(50, 48, 17.5, 20.5, skin)
    face.shape(
        [
            *bezier((32, 46), (34, 25.5), (50, 25.5)),
            *bezier((50, 25.5), (66, 25.5), (68, 46)),
            *bezier((68, 46), (63, 32.5), (50, 32)),
            *bezier((50, 32), (37, 32.5), (32, 46)),
        ],
        fold,
    )
    face.features(skin, smile=1.8)
    face.line([(33, 62), (44, 80), (70, 83)], fold, 1.1)
    face.line([(67, 62), (62, 76), (38, 86)], fold, 1.1)
    face.line([(29, 50), (29, 26), (46, 20.5)], fold, 1)
    corners = [
        (60 + r * math.sin(a), 80.5 - r * math.cos(a))
        for r, a in (((3.4, 1.35)[i % 2], math.pi * i / 5) for i in range(10))
    ]
    face.shape(corners, "#f0c75e")
    return face.finished()
