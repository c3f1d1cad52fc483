"""What somebody asks: words, “phrases”, -words to do without, beg* for a beginning. Nothing is a mistake."""

import re
from dataclasses import dataclass, field, replace

from blog import folding

LONGEST = 400  # characters
MOST_TERMS = 10
_QUOTES = str.maketrans("“”„«»‟＂", '"""""""')
_TERM = re.compile(r'(?:(?<=\s)|^)(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class Term:
    """A word or a phrase. A text has it as its ``tokens`` in a row, as ``joined``, or as one of its ``stems``."""

    tokens: tuple[str, ...]
    joined: str = ""
    stems: tuple[str, ...] = ()
    is_prefix: bool = False


@dataclass(frozen=True)
class Query:
    text: str
    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)

    def __bool__(self):
        """Whether it asks for anything; to do without something is not enough."""
        return bool(self.terms)

    def literal(self) -> "Query":
        """Return it with every word as it is written, and in no other form."""
        return replace(self, terms=[replace(term, stems=()) for term in self.terms])


def parse(text: str, languages: set[str], *, is_typing: bool = False) -> Query:
    """Return what ``text`` asks, its words stemmed in ``languages``; ``is_typing``: its last word is not finished."""
    text = text[:LONGEST].translate(_QUOTES).replace("\0", " ").encode(errors="ignore").decode()
    text = " ".join(text.split())
    query = Query(text)
    for sign, phrase, word in _TERM.findall(text):
        if word:
            sign = "-" if word[0] in "-−" else ""
            term = _word(word, languages)
        else:
            term = _phrase(phrase)
        wanted = query.without if sign else query.terms
        if term and len(wanted) < MOST_TERMS:
            wanted.append(term)
    if is_typing and query.terms and text[-1] != '"':
        query.terms[-1] = replace(query.terms[-1], is_prefix=True)
    return query


def _phrase(text: str) -> Term | None:
    tokens = tuple(token for word in folding.words(text) for token in word.tokens)
    return _one(tokens) if tokens else None


def _word(text: str, languages: set[str]) -> Term | None:
    folded = folding.word(text)
    if not folded.tokens:
        return None
    if text.endswith("*"):
        return replace(_one(folded.tokens, joined=folded.joined), is_prefix=True)
    joined = folded.joined
    word = joined or (folded.tokens[0] if len(folded.tokens) == 1 else "")
    stems = dict.fromkeys(folding.stem(word, language) for language in sorted(languages)) if word else {}
    return _one(folded.tokens, joined=joined, stems=tuple(stems | {word: None}) if word else ())


def _one(tokens: tuple[str, ...], **rest) -> Term:
    """A run of characters ends, in a question, anywhere in a word: its last character alone says nothing more."""
    if len(tokens) > 1 and len(tokens[-1]) == 1 and folding.UNSPACED_RUN.match(tokens[-1]):
        tokens = tokens[:-1]
    is_prefix = len(tokens[-1]) == 1 and bool(folding.UNSPACED_RUN.match(tokens[-1]))
    return Term(tokens, is_prefix=is_prefix, **rest)
