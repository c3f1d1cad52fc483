"""How common words are, language by language: what stands in nearly every text says nothing about any of them.

So stop words need no list. It is learned from each text that is new; an estimate from many changes little by one that
is rewritten or withdrawn. Of very many, the older half counts half as much: so new words become known, and what is
known stays as large.
"""

from collections.abc import Iterable
from itertools import islice
from math import log

from django.db.models import F

from blog.related.models import Vocabulary, Word

ENOUGH = 4_096  # texts in one language
ALL = ""  # stands for every language, and is locked by who relates posts
BATCH = 2_000


class Commonness:
    """In how many texts of their language terms stand, and so how much they tell: nothing, where it is in all."""

    def __init__(self, terms: Iterable[str]):
        self._texts = dict(Vocabulary.objects.values_list("language", "texts"))
        self._found = _texts_with(terms)

    def weight(self, term: str) -> float:
        texts = self._texts.get(term.partition(" ")[0], 0) + 1
        return log(texts / min(self._found.get(term, 1), texts))

    def is_shared(self, term: str) -> bool:
        """Whether more than one text is known to say it."""
        return self._found.get(term, 1) > 1


def lock() -> None:
    """Let whoever relates posts at the same time wait until this transaction ends: they write into the same lists."""
    Vocabulary.objects.select_for_update().get_or_create(pk=ALL)


def learn(language: str, terms: Iterable[str]) -> bool:
    """Count the terms of a text; return whether so many are known now that all that was weighed should be anew."""
    known, _made = Vocabulary.objects.get_or_create(pk=language)
    terms = sorted(terms)
    have = _texts_with(terms)
    Word.objects.filter(pk__in=have).update(texts=F("texts") + 1)
    Word.objects.bulk_create([Word(term=term) for term in terms if term not in have], ignore_conflicts=True)
    known.texts += 1
    is_too_much = known.texts >= 2 * ENOUGH
    if is_too_much:
        known.texts //= 2
        words = Word.objects.filter(term__startswith=f"{language} ")
        words.filter(texts=1).delete()
        words.update(texts=F("texts") / 2)
    known.save()
    return not is_too_much and known.texts > 1 and known.texts & (known.texts - 1) == 0  # twice what it was


def replace(texts: dict[str, int], words: dict[str, int]) -> None:
    """Know this instead: language → texts, term → in how many of them. Call it inside a transaction."""
    Word.objects.all()._raw_delete(Word.objects.db)
    Vocabulary.objects.exclude(pk=ALL).delete()
    Vocabulary.objects.bulk_create(Vocabulary(language=language, texts=number) for language, number in texts.items())
    rows = (Word(term=term, texts=number) for term, number in words.items())
    while some := list(islice(rows, BATCH)):
        Word.objects.bulk_create(some)


def _texts_with(terms: Iterable[str]) -> dict[str, int]:
    """Return in how many texts each of ``terms`` is known to stand."""
    terms, found = iter(terms), {}
    while some := list(islice(terms, BATCH)):
        found |= Word.objects.filter(pk__in=some).values_list("term", "texts")
    return found
