"""Which font can write a text: our own for Latin, Greek and Cyrillic, else one of the machine's, else none.

Whoever asks leaves out what no font can write; a card never shows empty boxes, nor Arabic in single letters.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

OURS = {name: str(Path(__file__).parent / "faces" / f"source-serif-4-{name}.woff") for name in ("regular", "semibold")}
FOLDERS = [
    Path(folder) for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
]
# The usual names of fonts that other scripts are well read in, the best of each first.
USUAL = [
    *("NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc"),
    *(f"NotoSerif{script}-Bold.ttf" for script in ("Devanagari", "Bengali", "Tamil", "Thai", "Georgian", "Armenian")),
    *("NotoSansArabic-Bold.ttf", "NotoSansHebrew-Bold.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSans-Bold.ttf"),
    *("Songti.ttc", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc", "GeezaPro.ttc", "ArialHB.ttc"),
    *("wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "FreeSerifBold.ttf"),
]
# A collection of Noto CJK has a face for each way of writing the same characters.
CJK_FACES = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 3}

# Pictures among letters: no text font has them in colour, and beside letters they are no loss.
_PICTURES = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\U0001f3fb-\U0001f3ff]*")
_JOINERS = "\u200c\u200d"
# Scripts whose letters stand side by side as they are written; all others need shaping.
_PLAIN = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "IDEOGRAPHIC", "FEMININE")
_PLAIN += ("MASCULINE", "MICRO", "MODIFIER")


def writable(text: str) -> str:
    """Return ``text`` without what is not for reading: emoji, and marks that steer machines."""
    text = _PICTURES.sub("", unicodedata.normalize("NFC", text))
    kept = (sign for sign in text if sign.isspace() or sign in _JOINERS or unicodedata.category(sign)[0] not in "C")
    return " ".join("".join(kept).replace("\ufe0f", "").replace("\u20e3", "").split())


def is_rtl(text: str) -> bool:
    """Whether ``text`` runs from right to left, by its first letter."""
    sides = map(unicodedata.bidirectional, text)
    return next((side != "L" for side in sides if side in ("L", "R", "AL")), False)


def can_shape() -> bool:
    """Whether letters can be joined and turned as Arabic, Hebrew or Hindi need."""
    return features.check("raqm")


def font_for(text: str, *, weight: str, size: int, language: str) -> ImageFont.FreeTypeFont | None:
    """Return the first font that has every letter of ``text``, ``size`` pixels high; None: there is none."""
    face = _face_for(text, weight, language)
    return face and ImageFont.truetype(face[0], size, index=face[1])


def is_ours(text: str) -> bool:
    return _has((OURS["regular"], 0), text)


@lru_cache(maxsize=256)
def _face_for(text: str, weight: str, language: str) -> tuple[str, int] | None:
    if not can_shape() and any(map(_needs_shaping, set(text))):
        return None
    language = language.lower()
    index = CJK_FACES.get(language, CJK_FACES.get(language.partition("-")[0], 0))
    faces = [(OURS[weight], 0), *((path, index if "CJK" in path else 0) for path in of_this_machine())]
    return next((face for face in faces if _has(face, text)), None)


def _needs_shaping(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] == "M" or (category[0] == "L" and not unicodedata.name(sign, "").startswith(_PLAIN))


def _has(face: tuple[str, int], text: str) -> bool:
    """Whether ``face`` has a shape of its own for every sign of ``text``."""
    # Letter by letter: shaping would put other shapes in their place.
    try:
        font = ImageFont.truetype(face[0], 24, index=face[1], layout_engine=ImageFont.Layout.BASIC)
    except OSError:  # a broken file, or a collection without that face
        return False
    lacking = _shape(font, "\U0010ffff")
    signs = {sign for sign in text if not sign.isspace() and sign not in _JOINERS}
    return all(_shape(font, sign) != lacking for sign in signs)


def _shape(font: ImageFont.FreeTypeFont, sign: str) -> tuple:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1)
def of_this_machine() -> list[str]:
    """Return the paths of the fonts in USUAL that there are, in that order."""
    found = {path.name: str(path) for folder in FOLDERS for path in folder.rglob("*.tt[fc]")}
    return [found[name] for name in USUAL if name in found]
