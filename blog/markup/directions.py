"""Which way a text runs: from left to right, or from right to left as Arabic, Hebrew and Persian do."""

import re
import unicodedata
from collections import Counter

from django.utils.translation import get_language_info

from blog.markup.reading import plain

_LETTER = re.compile(r"[^\W\d_]")
_RUNS_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Code runs from left to right in every language, and what is quoted may be in any.
_NOT_ITS_OWN = re.compile(r"<(pre|code|blockquote)\b.*?</\1>", re.DOTALL)


def direction_of(title: str, body: str, language: str) -> str:
    """Return how a post with this clean ``body`` runs: ``ltr``, ``rtl``, or ``auto`` where it has no letters.

    As its language does. Where that is not named, or not known to us, as most of its letters do: a word of another
    script at its beginning turns nothing round.
    """
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return most_of(f"{title} {plain(_NOT_ITS_OWN.sub('', body))}") or most_of(plain(body)) or "auto"


def most_of(text: str) -> str:
    """Return how most letters of ``text`` run: ``ltr`` or ``rtl``; "" where there are none."""
    if not _RUNS_LEFT.search(text):
        return "ltr" if _LETTER.search(text) else ""
    sides = Counter(map(unicodedata.bidirectional, text))
    left, right = sides["R"] + sides["AL"], sides["L"]
    return "" if not left and not right else "rtl" if left > right else "ltr"
