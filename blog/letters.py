"""Tags in an index: under which letter a name stands, and how much weight it has among the others."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from math import log

from blog.models import Tag

WEIGHTS = 5
FIGURES, OTHERS, IDEOGRAPHS = "0–9", "…", "漢字"

# Letters that stand after Z, in their order, where they are letters and not A and O with an accent.
AFTER_Z = {"da": "æøå", "fi": "åäö", "nb": "æøå", "nn": "æøå", "no": "æøå", "sv": "åäö"}


@dataclass(frozen=True)
class Letter:
    """``id`` is what a link within the page can name it by."""

    name: str
    tags: list[Tag]

    @property
    def id(self) -> str:
        return "-".join(f"{ord(sign):x}" for sign in self.name)


def by_letter(tags: list[Tag], language: str) -> list[Letter]:
    """Return ``tags`` under the letters they begin with: the alphabet of ``language``, other scripts, figures, and
    what has neither.
    """
    own = AFTER_Z.get(language.partition("-")[0], "")
    named = ((_letter_and_name(tag.key, own), tag) for tag in tags)
    placed = sorted(named, key=lambda pair: _place(*pair[0], own))
    groups = groupby(placed, key=lambda pair: pair[0][0])
    return [Letter(letter, [tag for _named, tag in group]) for letter, group in groups]


def weigh(tags: list[Tag]) -> None:
    """Give each of ``tags`` a ``weight`` from 1 to WEIGHTS: ten times the posts, not ten times the weight."""
    most = max((tag.posts for tag in tags), default=1)
    for tag in tags:
        tag.weight = 1 + round((WEIGHTS - 1) * log(tag.posts) / log(most)) if most > 1 else 1


def _letter_and_name(key: str, own: str) -> tuple[str, str]:
    """Return the letter and what to sort by below it: from the first letter or figure on, and without accents but for
    those of the alphabet's ``own`` letters.
    """
    bare = "".join(sign if sign in own else _without_accents(sign) for sign in key)
    name = bare.lstrip("".join(sign for sign in set(bare) if not sign.isalnum()))
    first = name[:1]
    if not first:
        return OTHERS, key
    if first.isdecimal():
        return FIGURES, name
    if unicodedata.name(first, "").startswith("CJK"):
        return IDEOGRAPHS, name
    return first.upper(), name


def _without_accents(sign: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))


def _place(letter: str, name: str, own: str):
    after_z = own.find(letter.lower())
    last = {OTHERS: 4, FIGURES: 3}
    group = last.get(letter, 0 if letter.isascii() else 1 if after_z >= 0 else 2)
    return group, after_z, letter, name
