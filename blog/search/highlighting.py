"""Where a text says what was asked for: its words marked, and the stretch of it that says most."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from blog import folding
from blog.search.query import Query, Term

LONGEST_READ = 50_000  # characters of a text that a stretch is looked for in
STRETCH = 240  # characters


class _Place(NamedTuple):  # one for each word that is looked at
    token: str
    instead: str  # what it is found by as well, where there is something
    begin: int
    end: int


@dataclass(frozen=True)
class Span:
    begin: int
    end: int
    term: int  # which of the question's


def spans(text: str, query: Query, language: str) -> Iterator[Span]:
    """Yield where ``text``, written in ``language``, has what ``query`` asks, in order."""
    longest = max((len(term.tokens) for term in query.terms), default=1)
    coming = _places(text)
    if longest == 1:  # as most questions are, and then a word that comes again says again what it said
        said = {}
        for token, instead, begin, end in coming:
            if (token, instead) not in said:
                alone = [_Place(token, instead, begin, end)]
                said[token, instead] = [n for n, term in enumerate(query.terms) if _length_at(alone, term, language)]
            for number in said[token, instead]:
                yield Span(begin, end, number)
        return
    places = deque(islice(coming, longest))
    while places:
        for number, term in enumerate(query.terms):
            if length := _length_at(places, term, language):
                yield Span(places[0].begin, places[length - 1].end, number)
        places.popleft()
        places.extend(islice(coming, 1))


def _places(text: str) -> Iterator[_Place]:
    for chunk in folding.WORD.finditer(text):
        folded = folding.word(chunk[0])
        begin, end = chunk.span()
        is_run = len(folded.tokens) == end - begin and folding.UNSPACED_RUN.fullmatch(chunk[0])
        for number, token in enumerate(folded.tokens):
            if is_run:  # one token for each character: itself and the next
                yield _Place(token, "", begin + number, min(begin + number + 2, end))
            else:
                yield _Place(token, "" if number else folded.joined or folded.unsigned, begin, end)


def _length_at(places: Sequence[_Place], term: Term, language: str) -> int:
    """Return how many of ``places`` from the first on are ``term``, which a text can say in several ways."""
    *before, last = term.tokens
    end = places[len(before)].token if len(before) < len(places) else ""
    is_end = end == last or (term.is_prefix and end.startswith(last))
    if is_end and all(place.token == token for place, token in zip(places, before, strict=False)):
        return len(term.tokens)
    if not (term.stems or term.joined):
        return 0
    word = places[0].instead or places[0].token
    return int(word == term.joined or word in term.stems or folding.stem(word, language) in term.stems)


def marked(text: str, query: Query, language: str) -> SafeString | None:
    """Return ``text``, escaped, with what ``query`` asks in it marked; None where it says nothing of that."""
    found = list(spans(text, query, language))
    return _html(text, found) if found else None


def stretch(text: str, query: Query, language: str) -> SafeString | None:
    """Return the part of ``text`` that says most of what ``query`` asks, marked; None where it says nothing of that."""
    text = " ".join(text[:LONGEST_READ].split())
    found = _enough(spans(text, query, language), len(query.terms))
    if not found:
        return None
    best = max(found, key=lambda span: (_terms_from(span.begin, found), -span.begin))
    begin = _word_begin(text, max(0, best.begin - STRETCH // 4))
    end = _word_end(text, max(begin + STRETCH, best.end))
    part = text[begin:end]
    html = _html(part, list(spans(part, query, language)))
    return SafeString(("… " if begin else "") + html + (" …" if end < len(text) else ""))


def _enough(coming: Iterator[Span], terms: int) -> list[Span]:
    """Return what comes until a stretch has every one of ``terms``: no other says more."""
    found, last_of = [], {}
    for span in coming:
        found.append(span)
        last_of[span.term] = span.begin
        if len(last_of) == terms and min(last_of.values()) >= span.begin - STRETCH * 3 // 4:
            break
    return found


def _terms_from(begin: int, found: list[Span]) -> int:
    return len({span.term for span in found if begin <= span.begin <= begin + STRETCH * 3 // 4})


def _word_begin(text: str, place: int) -> int:
    """Return where a word begins at or before ``place``, unless that is far."""
    space = text.rfind(" ", max(0, place - 30), place + 1)
    return space + 1 if space >= 0 else place


def _word_end(text: str, place: int) -> int:
    space = text.find(" ", place, place + 30)
    return space if space >= 0 else min(place, len(text)) if place < len(text) else len(text)


def _html(text: str, found: list[Span]) -> SafeString:
    parts, done = [], 0
    for begin, end in _merged(found):
        parts += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        done = end
    return SafeString("".join([*parts, escape(text[done:])]))


def _merged(found: list[Span]) -> list[tuple[int, int]]:
    merged = []
    for span in sorted(found, key=lambda span: span.begin):
        if merged and span.begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], span.end)
        else:
            merged.append((span.begin, span.end))
    return merged


def as_written(text: str, token: str) -> str | None:
    """Return how ``text`` spells the word that folds to ``token``, in lower case."""
    spelled = folding.WORD.finditer(text)
    return next((chunk[0].lower() for chunk in spelled if folding.word(chunk[0]).tokens == (token,)), None)
