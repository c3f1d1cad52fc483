"""Names of tags that look alike, and may be one tag written in two ways. Nothing here knows the database."""

from collections.abc import Iterable
from itertools import groupby
from unicodedata import category, east_asian_width

from blog.folding import normal

FEWEST_LETTERS = 5  # among shorter names one letter makes another word: cat, car, art
_ANY = "\0"


def words_of(key: str) -> str:
    """Return ``key`` without accents, each word of it after a space, and so each run of signs: `` c ++``.

    Full stops divide words, as hyphens do; apostrophes are left out.
    """
    runs = ("".join(run) for kind, run in groupby(normal(key).replace("'", ""), key=_kind) if kind)
    return "".join(f" {run}" for run in runs)


def _kind(sign: str) -> str:
    """Return what runs together: nothing of what stands between words."""
    if sign.isspace() or sign in "-.":
        return ""
    return "letter" if category(sign)[0] in "LMN" else "sign"


def plain(key: str) -> str:
    """Return ``key`` without accents and without what divides its words."""
    return words_of(key).replace(" ", "") or key


def marks(key: str) -> set[str]:
    """Return what ``key`` shares something of with every key that looks like it, and with no other.

    They differ by accents, by what divides words, as singular and plural do, or by one letter: a digit means another
    thing (2023, 2024), and so does one sign of a script that writes words with it.
    """
    word = plain(key)
    found = singulars(word)
    if len(word) >= FEWEST_LETTERS:
        found |= {f"{word[:at]}{_ANY}{word[at:]}" for at in range(len(word) + 1)}
        found |= {f"{word[:at]}{_ANY}{word[at + 1 :]}" for at, sign in enumerate(word) if _is_letter(sign)}
    return found


def singulars(word: str) -> set[str]:
    """Return ``word`` and what it may be the plural of."""
    found = {word, word.removesuffix("s"), word.removesuffix("es")}
    if word.endswith("ies"):
        found.add(word.removesuffix("ies") + "y")
    return {one for one in found if len(one) > 1} | {word}


def groups_of(keys: Iterable[str]) -> list[list[str]]:
    """Return the keys that look like another one, each group of them together. No key is compared with all others."""
    group_of, first_with = {}, {}
    for key in keys:
        group_of[key] = group = [key]
        for mark in marks(key):
            other = group_of[first_with.setdefault(mark, key)]
            if other is not group:
                smaller, group = sorted((other, group), key=len)
                group += smaller
                group_of |= dict.fromkeys(smaller, group)
    return [sorted(group) for key, group in group_of.items() if len(group) > 1 and group[0] == key]


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and east_asian_width(sign) != "W"
