"""Draws a card: title, authors, publication, on a colour of the tag's own. Pillow lives here; the database does not.

The words are ours and their number is bounded, so this needs no process of its own: it takes 50 to 200 ms, once.
"""

import colorsys
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from blog import looks
from blog.socialcards import fonts, setting
from media import recipes

SIZE = WIDTH, HEIGHT = recipes.CARD
MARGIN = 80
INSIDE = WIDTH - 2 * MARGIN
INK = "#fdfcfa"
TITLE_SIZES = [120, 104, 96, 88, 80, 72, 64, 58, 52]
TITLE_TOP, TITLE_BOTTOM = 150, 492
SMALL = 32
MOST_SMALL = 200  # letters: more than any line holds, and few enough to be measured again and again
KICKER_LINE, RULE_LINE, FOOT_LINE = 104, 516, 568  # where small letters stand
RULE_STRENGTH = 96  # of 255


@dataclass(frozen=True)
class Words:
    """What stands on a card. ``colour_of`` decides its colour, or where it is empty the ``accent`` does."""

    title: str
    authors: tuple[str, ...]
    site: str
    tag: str
    colour_of: str
    accent: str
    language: str


def draw(words: Words) -> bytes:
    """Return the card as PNG. What no font can write is left out, whole; the publication's name then takes the place
    of the title.
    """
    texts = map(fonts.writable, (words.title, words.site))
    title = next((text for text in texts if text and _title_fonts(text, words.language)), "")
    sheet = _Sheet(words.language, is_rtl=fonts.is_rtl(title))
    sheet.title(title)
    sheet.small(words.tag, at=KICKER_LINE)
    sheet.rule()
    taken = sheet.small(words.site, at=FOOT_LINE, weight="semibold", at_end=True, width=INSIDE // 2)
    sheet.small(_authors(words.authors, words.language), at=FOOT_LINE, width=INSIDE - taken - MARGIN // 2)
    return sheet.printed(colour(words))


def colour(words: Words) -> str:
    """Return the colour of the paper: the same for the same tag everywhere, and dark enough for its ink."""
    if not words.colour_of:
        return looks.readable(words.accent, INK)
    turn = int.from_bytes(sha256(words.colour_of.encode()).digest()[:4]) / 2**32
    parts = colorsys.hls_to_rgb(turn, 0.27, 0.5)
    return looks.readable("#" + "".join(f"{round(255 * part):02x}" for part in parts), INK)


def _authors(names: tuple[str, ...], language: str) -> str:
    """Return the names that can be written in one font: all of them, or those in our own."""
    written = list(filter(None, map(fonts.writable, names[:MOST_SMALL])))
    together = ", ".join(written)[:MOST_SMALL]
    if fonts.font_for(together, weight="regular", size=SMALL, language=language):
        return together
    return ", ".join(name for name in written if fonts.is_ours(name))


def _title_fonts(text: str, language: str) -> list[ImageFont.FreeTypeFont]:
    """Return the font that can write ``text`` in every size of a title; none where there is no such font."""
    sizes = (fonts.font_for(text, weight="semibold", size=size, language=language) for size in TITLE_SIZES)
    return [font for font in sizes if font]


class _Sheet:
    """Ink on paper, as grey until it is printed; mirrored where the title runs from right to left."""

    def __init__(self, language: str, *, is_rtl: bool):
        self.language, self.is_rtl = language, is_rtl
        self.ink = Image.new("L", SIZE, 0)
        self.pen = ImageDraw.Draw(self.ink)

    def title(self, text: str) -> None:
        if not text:
            return
        sizes = _title_fonts(text, self.language)
        found = setting.fitted(text, sizes, width=INSIDE, height=TITLE_BOTTOM - TITLE_TOP)
        for number, line in enumerate(found.lines):
            self._write(line, found.font, at=TITLE_TOP + round(found.font.size * 0.8) + number * found.line_height)

    def small(self, text: str, *, at: int, weight: str = "regular", at_end: bool = False, width: int = INSIDE) -> int:
        """Write one line, or what fits of it; return how wide it is."""
        text = fonts.writable(text[:MOST_SMALL])
        font = fonts.font_for(text, weight=weight, size=SMALL, language=self.language)
        if not text or font is None:
            return 0
        text = setting.shortened(text, font, width)
        self._write(text, font, at=at, at_end=at_end)
        return round(font.getlength(text))

    def rule(self) -> None:
        self.pen.line([(MARGIN, RULE_LINE), (WIDTH - MARGIN, RULE_LINE)], fill=RULE_STRENGTH, width=2)

    def printed(self, paper: str) -> bytes:
        """Return the sheet as PNG: a palette from ``paper`` to INK, so that edges stay smooth and the file small."""
        low, high = (bytes.fromhex(colour[1:]) for colour in (paper, INK))
        shades = (round(a + (b - a) * shade / 255) for shade in range(256) for a, b in zip(low, high, strict=True))
        self.ink.putpalette(list(shades))
        target = BytesIO()
        self.ink.save(target, "PNG", optimize=True)
        return target.getvalue()

    def _write(self, text: str, font, *, at: int, at_end: bool = False) -> None:
        is_right = self.is_rtl != at_end
        shaping = {"direction": "rtl" if fonts.is_rtl(text) else "ltr"} if fonts.can_shape() else {}
        place = (WIDTH - MARGIN if is_right else MARGIN, at)
        self.pen.text(place, text, fill=255, font=font, anchor="rs" if is_right else "ls", **shaping)
