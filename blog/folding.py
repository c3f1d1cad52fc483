"""Text in plain words, and nothing else: as it is indexed, asked for and compared, whatever script it is in.

Folded here rather than by the database, so that both kinds of database find the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from snowballstemmer import stemmer

LONGEST_WORD = 60
LONGEST_TEXT = 200_000  # characters that are looked at

# Many leave these marks out when they type. Not the breve of й, the voicing of が or the vowels of Indian scripts.
_DROPPED = re.compile(
    "(?<!и)[\u0300-\u036f]|[\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
    "|[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Persian and Arabic write the same letters with other code points; the Arabic ones, because the stemmer reads those.
_LETTERS = str.maketrans("یىکةەٱ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹øłđı", "ييكهها01234567890123456789oldi") | {
    ord("æ"): "ae",
    ord("œ"): "oe",
}
# Scripts that put no spaces between words are found by overlapping pairs of characters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_LETTER = (
    "(?:[^\\W_]+|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a"
    "\u00ad\u200d])"
)
_JOINT = "['’‘ʼ._\u200c‐‑-]"
# C++, C# and .NET are names; the signs of C++17 and of Japanese C++を are, those of 1+1, a+b and “...and” are none.
_DOT = "\\.(?<![\\w.…].)(?=[^\\W\\d_])"
_SIGN = "[+#＋＃♯]"
_SIGNS = f"{_SIGN}(?<![\\d_].)(?:{_SIGN}(?=\\d)|{_SIGN}?(?!{_SIGN}|(?![{_UNSPACED}]){_LETTER}))"
_PART = f"{_LETTER}++(?:{_SIGNS})?+"
# A word as people see it, whose halves can be written joined, apart, or with something between.
WORD = re.compile(f"(?:{_DOT})?+{_PART}(?:{_JOINT}{_PART})*+")
_SPOKEN = str.maketrans({"+": "plus", "#": "sharp", "♯": "sharp"})
_UNSIGNED = re.compile(f"{_LETTER}{{2,}}")
_SPLIT = re.compile(f"{_JOINT}|([{_UNSPACED}]+)")

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_stemming = Lock()  # a stemmer keeps the word it is at


@dataclass(frozen=True)
class Folded:
    """One word as people see it: the ``tokens`` it is indexed as, in order, and ``joined``, where it has halves.

    Where it has signs, ``unsigned`` is what it is without them, unless that is a letter alone.
    """

    tokens: tuple[str, ...]
    joined: str = ""
    unsigned: str = ""


def words(text: str) -> Iterator[Folded]:
    """Yield what ``text`` is found by."""
    for found in WORD.finditer(normal(text[:LONGEST_TEXT])):
        if (folded := _parts(found[0])).tokens:
            yield folded


@lru_cache(maxsize=20_000)
def word(text: str) -> Folded:
    """Return what one word of a text is found by, as ``words`` gives it."""
    parts = [_parts(found[0]) for found in WORD.finditer(normal(text))]
    tokens = tuple(token for part in parts for token in part.tokens)
    return parts[0] if len(parts) == 1 else Folded(tokens)


def normal(text: str) -> str:
    """Return ``text`` in lower case, without accents, in one form of each letter."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", apart).translate(_LETTERS))


@lru_cache(maxsize=20_000)
def _parts(text: str) -> Folded:
    tokens, halves = [], 0
    spoken = text.translate(_SPOKEN)
    if spoken[0] == ".":
        spoken = f"dot{spoken[1:]}"
    for part in _SPLIT.split(spoken):
        if not part:
            continue
        if UNSPACED_RUN.fullmatch(part):
            tokens += pairs(part)
        else:
            tokens.append(part[:LONGEST_WORD])
            halves += 1
    is_joined = 1 < halves == len(tokens) and len(text) <= LONGEST_WORD
    unsigned = _UNSIGNED.search(text) if spoken != text else None
    return Folded(tuple(tokens), "".join(tokens) if is_joined else "", unsigned[0][:LONGEST_WORD] if unsigned else "")


def pairs(run: str) -> list[str]:
    """Return the overlapping pairs of ``run``, and its last character, so that one alone begins some token."""
    return [run[place : place + 2] for place in range(len(run))]


@lru_cache(maxsize=50_000)
def stem(token: str, language: str) -> str:
    """Return what the forms of a word share in ``language``; the word itself where no rules are known."""
    algorithm = STEMMERS.get(language.partition("-")[0].lower())
    if algorithm is None or len(token) < 3 or UNSPACED_RUN.match(token):
        return token
    with _stemming:
        return _stemmer(algorithm).stemWord(token)


@lru_cache
def _stemmer(algorithm: str):
    return stemmer(algorithm)
