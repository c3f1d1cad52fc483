"""Which way a text runs: from left to right, or from right to left as Arabic, Hebrew and Persian do."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import get_language_info

from blog.markup.reading import plain

_LETTER = re.compile(r"[^\W\d_]")
_RUNS_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SIDES = {"L": "ltr", "R": "rtl", "AL": "rtl"}  # of letters, as Unicode has them
_BLOCKS = frozenset(["p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "th", "td", "figcaption"])
_ADDRESS = re.compile(r"(?<!\S)[!-~]*[./@][!-~]+")
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
    _first, letters = _weighed(text)
    return max(letters, key=letters.get, default="")


@dataclass
class _Block:
    """A block as it is met: where its tag stands, the block around it, and the letters in it."""

    at: int
    around: "_Block | None"
    first: str = ""
    letters: Counter = field(default_factory=Counter)
    direction: str = ""

    @property
    def own(self) -> str:
        """How it runs by itself: as its first letter and most of them do; "" where these do not agree."""
        most = max(self.letters, key=self.letters.get, default="")
        return most if most == self.first else ""

    def add(self, first: str, letters: Counter) -> None:
        self.first = self.first or first
        self.letters.update(letters)


class _Blocks(HTMLParser):
    """Reads clean HTML into its tags and texts, and weighs the letters of each block; those of code count nowhere."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.met: list[_Block] = []
        self._open: list[_Block] = []
        self._code = 0

    def handle_starttag(self, name, attributes):
        self.parts.append(self.get_starttag_text())
        self._code += name == "code"
        if name in _BLOCKS:
            self._open.append(_Block(len(self.parts) - 1, self._open[-1] if self._open else None))
            self.met.append(self._open[-1])

    def handle_endtag(self, name):
        self.parts.append(f"</{name}>")
        self._code -= name == "code"
        if name in _BLOCKS and self._open:
            closed = self._open.pop()
            if closed.around:
                closed.around.add(closed.first, closed.letters)

    def handle_data(self, data):
        self.parts.append(data)
        if self._open and not self._code:
            self._open[-1].add(*_weighed(data))

    def handle_entityref(self, name):
        self.parts.append(f"&{name};")

    def handle_charref(self, name):
        self.parts.append(f"&#{name};")


def _weighed(text: str) -> tuple[str, Counter]:
    """Return how the first letter of ``text`` runs, and how many run each way; those of addresses do not count."""
    sides = [_SIDES[side] for side in map(unicodedata.bidirectional, _ADDRESS.sub("", text)) if side in _SIDES]
    return (sides[0] if sides else ""), Counter(sides)


def with_directions(body: str, direction: str) -> str:
    """Return a clean ``body`` whose blocks say how they run, where that is not as what is around them does.

    A block begins and mostly consists of letters that run so: one foreign word turns nothing round. A list, a quote
    and a table are turned as wholes, with their markers, borders and columns.
    """
    if not is_mixed(body, direction):
        return body
    read = _Blocks()
    read.feed(body)
    read.close()
    for block in read.met:  # what is around another comes first
        around = block.around.direction if block.around else direction
        block.direction = block.own or around
        if block.direction != around:
            read.parts[block.at] = f'{read.parts[block.at][:-1]} dir="{block.direction}">'
    return "".join(read.parts)


def is_mixed(text: str, direction: str) -> bool:
    """Whether a ``text`` that runs in ``direction`` has letters that run the other way."""
    return direction == "rtl" or bool(_RUNS_LEFT.search(text))


def direction_within(text: str, direction: str) -> str | None:
    """Return how plain ``text`` runs, where that is not in ``direction``."""
    own = _Block(0, None, *_weighed(text)).own
    return own if own and own != direction else None
