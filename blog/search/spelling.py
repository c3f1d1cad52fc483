"""Words that published texts are written with, and what a mistyped one may have meant.

A word is kept under itself and under itself with each one letter left out: what two words share there is at most
two slips apart (Garbe’s symmetric delete). Whether readers may know of a word is ``guessing``’s to ask.
"""

from collections.abc import Iterable, Iterator

from django.db.models import F

from blog import folding
from blog.search.models import Document, Spelling

SHORTEST, LONGEST = 4, 20
BATCH = 5_000
MOST_ROWS = 1_000


def learn(numbers: Iterable[int]) -> None:
    """Keep the words of the published documents with these numbers."""
    numbers = list(numbers)
    if not numbers:
        return
    texts = Document.objects.filter(pk__in=numbers).values_list("title", "people", "tags", "body")
    words = {word for text in texts for column in text for word in column.split() if _is_word(word)}
    for some in _batches(sorted(words)):
        known = set(Spelling.objects.filter(key__in=some, word=F("key")).values_list("word", flat=True))
        new = [Spelling(key=key, word=word) for word in some if word not in known for key in keys(word)]
        Spelling.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _batches(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), BATCH):
        yield words[start : start + BATCH]


def _is_word(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and not folding.UNSPACED_RUN.search(word)


def keys(word: str) -> set[str]:
    """Return ``word`` and what is left of it without any one letter."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def candidates(words: list[str]) -> dict[str, list[str]]:
    """Return for each of ``words`` that nobody has written those it may stand for, the nearest first, in one query."""
    asked = {word: keys(word) for word in words if _is_word(word)}
    if not asked:
        return {}
    rows = Spelling.objects.filter(key__in=set().union(*asked.values())).values_list("key", "word")[:MOST_ROWS]
    near = {word: {known for key, known in rows if key in its_keys} for word, its_keys in asked.items()}
    return {
        word: sorted(known, key=lambda each: (slips(word, each), each))
        for word, known in near.items()
        if known and word not in known
    }


def slips(one: str, other: str) -> tuple[int, bool]:
    """Return how many letters lie between two words, a swapped pair being one; and whether they begin differently."""
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, its in enumerate(other, 1):
            step = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                step = min(step, before[column - 2] + 1)
            here.append(step)
        before, last = last, here
    return last[-1], one[0] != other[0]
