"""From what a post says to the few terms that tell most of it. Nothing here stores anything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log, sqrt

from blog import folding, markup
from blog.models import Revision, Tag
from blog.related.models import Term
from blog.related.vocabulary import Commonness

SHARED = 24  # terms of a post that other texts say as well
UNSHARED = 8  # and such as others may take up
MOST_WORDS = 2_000  # different ones of a text that are looked at, the most frequent first
TITLE, SUMMARY, NAME_OF_TAG, TEXT = 4, 2, 2, 1  # how often a word counts that stands there once
TAG = 8  # and a tag itself


@dataclass(frozen=True)
class Said:
    """What a revision says, as it is compared: how often it says each term."""

    language: str
    terms: dict[str, int]

    def weights(self, commonness: Commonness) -> dict[str, int]:
        """Return its weightiest terms; the squares of their weights add up to that of ``Term.WHOLE``."""
        weights = {term: (1 + log(times)) * commonness.weight(term) for term, times in self.terms.items()}
        by_weight = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
        shared = [pair for pair in by_weight if commonness.is_shared(pair[0])]
        unshared = [pair for pair in by_weight if not commonness.is_shared(pair[0])]
        best = shared[:SHARED] + unshared[:UNSHARED]
        length = sqrt(sum(weight * weight for _term, weight in best))
        scaled = ((term, round(Term.WHOLE * weight / length)) for term, weight in best if weight > 0)
        return {term: weight for term, weight in scaled if weight}


def said(revision: Revision, tags: list[Tag], usual: str) -> Said:
    """Return what a published ``revision`` says; ``usual`` is the language of one that names none."""
    language = language_of(revision.language or usual)
    counted = Counter()
    places = [(TITLE, revision.title), (SUMMARY, revision.summary), (TEXT, revision.cover_caption or "")]
    # As readers get it: with the captions that are the library’s, and footnotes.
    places += [(TEXT, markup.plain(markup.without_contents(revision.html)))]
    places += [(NAME_OF_TAG, tag.name) for tag in tags]
    for times, text in places:
        for word in _words(text, language):
            counted[word] += times
    terms = {f"{language} {word}": times for word, times in counted.most_common(MOST_WORDS)}
    return Said(language, terms | {term_of(tag.pk, language): TAG for tag in tags})


def language_of(code: str) -> str:
    """Return the language that ``code`` names, wherever it is spoken."""
    return code.partition("-")[0].lower()


def term_of(tag: int, language: str) -> str:
    """Return a tag as a term: no word begins with such a sign."""
    return f"{language} #{tag}"


def _words(text: str, language: str) -> Iterator[str]:
    """Yield what ``text`` can be about: no numbers, which tell little, and no single letters."""
    for word in folding.words(text):
        for token in word.tokens:
            if len(token) > 1 and not token.isdecimal():
                yield folding.stem(token, language)
