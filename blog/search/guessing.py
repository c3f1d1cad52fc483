"""What a question that finds little may have meant: every word of the answer stands in something live."""

from blog.models import Revision
from blog.search import asking, folding, highlighting, query, spelling

FEW = 3  # results; with fewer, another spelling is looked for
MOST_WORDS = 4


def better(asked: query.Query, found: int, languages: set[str]) -> str | None:
    """Return ``asked`` with its mistyped words put right, where that finds more than ``found``. In four queries."""
    words = [term.tokens[0] for term in asked.terms if len(term.tokens) == 1 and not term.is_prefix][:MOST_WORDS]
    near = spelling.candidates(words)
    known = asking.known([*words, *(each for word in words for each in near[word])])
    meant = {word: next((each for each in near[word] if each in known), None) for word in words if word not in known}
    meant = {word: each for word, each in meant.items() if each}
    if not meant:
        return None
    instead = asking.live(query.parse(_replaced(asked.text, meant), languages), most=FEW)
    if len(instead) <= found:
        return None
    revision = Revision.objects.only("title", "body", "summary").get(pk=instead[0].revision_id)
    says = "\n".join([revision.title, revision.summary, revision.body])
    return _replaced(asked.text, {word: highlighting.as_written(says, each) or each for word, each in meant.items()})


def _replaced(text: str, meant: dict[str, str]) -> str:
    def instead(chunk):
        tokens = folding.word(chunk[0]).tokens
        return meant.get(tokens[0], chunk[0]) if len(tokens) == 1 else chunk[0]

    return folding.WORD.sub(instead, text)
