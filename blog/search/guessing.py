"""What a question that finds little may have meant: in words that stand in something live, and nothing else."""

from itertools import chain

from blog import folding
from blog.search import asking, highlighting, query, spelling
from blog.search.models import Document

MOST_LOOKED_AT = 3  # of what it would find
MOST_WORDS = 4
TRIES = 2


def better(asked: query.Query, languages: set[str]) -> str | None:
    """Return ``asked``, which finds nothing, with its mistyped words put right, where that does. In five queries."""
    terms = {term.tokens[0]: term for term in asked.terms if len(term.tokens) == 1 and not term.is_prefix}
    near = spelling.candidates([*terms][:MOST_WORDS])
    if near and len(asked.terms) > 1:  # nobody has written them, but for all that is known in another form
        right = asking.found_alone([terms[word] for word in near])
        near = {word: known for (word, known), is_right in zip(near.items(), right, strict=True) if not is_right}
    for number in range(TRIES if near else 0):
        meant = {word: known[min(number, len(known) - 1)] for word, known in near.items()}
        instead = asking.live(query.parse(_replaced(asked.text, meant), languages), most=MOST_LOOKED_AT)
        if instead and (spelled := _spelled(meant, [each.revision_id for each in instead])):
            return _replaced(asked.text, spelled)
    return None


def _spelled(meant: dict[str, str], numbers: list[int]) -> dict[str, str] | None:
    """Return what is ``meant`` as these revisions, which are live, spell it; None where one only has another form."""
    documents = list(Document.objects.live().filter(pk__in=numbers).select_related("revision").defer("revision__html"))
    said = set(
        chain(*(column.split() for each in documents for column in (each.title, each.people, each.tags, each.body)))
    )
    if not said.issuperset(meant.values()):
        return None
    revisions = [document.revision for document in documents]
    text = "\n".join(chain(*((revision.title, revision.summary, revision.body) for revision in revisions)))
    return {word: highlighting.as_written(text, each) or each for word, each in meant.items()}


def _replaced(text: str, meant: dict[str, str]) -> str:
    def instead(chunk):
        tokens = folding.word(chunk[0]).tokens
        return meant.get(tokens[0], chunk[0]) if len(tokens) == 1 else chunk[0]

    return folding.WORD.sub(instead, text)
