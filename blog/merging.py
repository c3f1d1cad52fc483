"""Two texts that started from the same one, put together: what does not touch is kept, what does is asked.

The three-way merge of diff3 (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007), by block of the body
and by field.
"""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from blog import markup
from blog.models.tags import key_of
from blog.workflow import Text


class Choice(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Dispute:
    """A place both have changed, each in their own way. ``field`` is a name of Text; of a body: some blocks of it."""

    field: str
    base: object
    mine: object
    theirs: object

    def settled(self, choice: Choice):
        match choice:
            case Choice.THEIRS:
                return self.theirs
            case Choice.BOTH if self.field == "body":
                return self.theirs + self.mine
        return self.mine


@dataclass(frozen=True)
class Merge:
    """``text`` has what is agreed on, and mine where it is not; ``body`` is made of blocks and disputes."""

    text: Text
    body: tuple[str | Dispute, ...]
    fields: tuple[Dispute, ...]

    @property
    def disputes(self) -> list[Dispute]:
        return [*self.fields, *(part for part in self.body if isinstance(part, Dispute))]

    def settled(self, choices: list[Choice]) -> Text:
        """Return the text with each of ``disputes`` settled by the choice at its place; mine where there is none."""
        chosen = iter([*choices, *[Choice.MINE] * len(self.disputes)])
        fields = {dispute.field: dispute.settled(next(chosen)) for dispute in self.fields}
        blocks = [part.settled(next(chosen)) if isinstance(part, Dispute) else part for part in self.body]
        return replace(self.text, **fields, body="".join(blocks))


def merge(base: Text, mine: Text, theirs: Text) -> Merge:
    """Put together what two people made of ``base``. All three are clean."""
    agreed, disputes = {}, []
    for name in Text.columns():
        was, my, their = (getattr(text, name) for text in (base, mine, theirs))
        if name == "body":
            continue
        if their == was or my == their:
            agreed[name] = my
        elif my == was:
            agreed[name] = their
        else:
            disputes.append(Dispute(name, was, my, their))
    agreed["authors"] = _merged_items(base.authors, mine.authors, theirs.authors)
    agreed["tags"] = _merged_items(base.tags, mine.tags, theirs.tags, key=key_of)
    body = tuple(_merged_blocks(*(markup.blocks(text.body) for text in (base, mine, theirs))))
    return Merge(replace(mine, **agreed), body, tuple(disputes))


def _merged_items(base, mine, theirs, key=lambda item: item) -> tuple:
    """Mine in my order, without what they took away, and then what they added."""
    was, my, their = ({key(item) for item in items} for items in (base, mine, theirs))
    kept = [item for item in mine if key(item) in their or key(item) not in was]
    added = [item for item in theirs if key(item) not in was | my]
    return (*kept, *added)


def _merged_blocks(base: list[str], mine: list[str], theirs: list[str]):
    """Yield blocks, and a Dispute for each stretch between two blocks all three have that both changed."""
    to_mine, to_theirs = _matches(base, mine), _matches(base, theirs)
    common = [(place, to_mine[place], to_theirs[place]) for place in sorted(to_mine.keys() & to_theirs.keys())]
    for begin, end in pairwise([(-1, -1, -1), *common, (len(base), len(mine), len(theirs))]):
        stretches = (blocks[low + 1 : high] for blocks, low, high in zip((base, mine, theirs), begin, end, strict=True))
        yield from _merged_stretch(*stretches)
        if end[0] < len(base):
            yield base[end[0]]


def _merged_stretch(base: list[str], mine: list[str], theirs: list[str]):
    if theirs in (base, mine):
        yield from mine
    elif mine == base:
        yield from theirs
    elif len(base) == len(mine) == len(theirs) > 1:  # neighbours, each changed by somebody
        for blocks in zip(base, mine, theirs, strict=True):
            yield from _merged_stretch(*([block] for block in blocks))
    else:
        yield Dispute("body", "".join(base), "".join(mine), "".join(theirs))


def _matches(base: list[str], other: list[str]) -> dict[int, int]:
    """Return the place in ``other`` of each block of ``base`` that it still has."""
    found = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {match.a + step: match.b + step for match in found for step in range(match.size)}
