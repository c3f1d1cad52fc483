"""Sets a text in lines: as large as fits, and as even as can be. Arithmetic on widths; nothing is drawn here."""

import re
import unicodedata
from dataclasses import dataclass

from PIL import ImageFont

LEADING = 1.12  # height of a line, in sizes
# What may not begin a line of Chinese or Japanese.
CLOSING = "、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々%,.:;?!)"
MOST_TOGETHER = 4  # of them, and what they close

# Kana and ideographs, which are written without spaces and may be parted anywhere else.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Setting:
    font: ImageFont.FreeTypeFont
    lines: list[str]

    @property
    def line_height(self) -> int:
        return round(self.font.size * LEADING)


@dataclass(frozen=True)
class _Piece:
    """What stays together on a line, with the space before it, if there is one."""

    text: str
    space: str
    width: float


def fitted(text: str, fonts: list[ImageFont.FreeTypeFont], *, width: int, height: int) -> Setting:
    """Return ``text`` in the first of ``fonts``, the largest first, in which it fits; in the last it is cut short."""
    for font in fonts:
        pieces = _pieces(text, font, width)
        lines = _lines(pieces, font, _evened(pieces, font, width))
        setting = Setting(font, lines)
        if len(lines) * setting.line_height <= height:
            return setting
    most = max(1, height // setting.line_height)
    return Setting(font, [*lines[: most - 1], shortened(lines[most - 1] + "…", font, width)])


def shortened(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return ``text``, or as much of its beginning as fits, with an ellipsis."""
    while font.getlength(text) > width and len(text) > 1:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def _pieces(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[_Piece]:
    pieces = []
    for word in text.split():
        parts = _characters(word) if UNSPACED.search(word) or font.getlength(word) > width else [word]
        pieces += [
            _Piece(part, "" if number or not pieces else " ", font.getlength(part)) for number, part in enumerate(parts)
        ]
    return pieces


def _characters(word: str) -> list[str]:
    parts: list[str] = []
    for sign in word:
        is_closing = sign in CLOSING and bool(parts) and len(parts[-1]) < MOST_TOGETHER
        if is_closing or (parts and unicodedata.combining(sign)):
            parts[-1] += sign
        else:
            parts.append(sign)
    return parts


def _lines(pieces: list[_Piece], font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines, used, space = [], 0.0, font.getlength(" ")
    for piece in pieces:
        before = space if piece.space else 0
        if lines and used + before + piece.width <= width:
            lines[-1] += piece.space + piece.text
            used += before + piece.width
        else:
            lines.append(piece.text)
            used = piece.width
    return lines


def _evened(pieces: list[_Piece], font: ImageFont.FreeTypeFont, width: float) -> float:
    """Return the smallest width, to a few pixels, at which there are no more lines than at ``width``."""
    most = len(_lines(pieces, font, width))
    low, high = max((piece.width for piece in pieces), default=0), width
    while high - low > 4:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_lines(pieces, font, middle)) <= most else (middle, high)
    return high
