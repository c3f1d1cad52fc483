"""Two texts from the same one: what does not touch is kept, what does is asked, and nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.merging import Choice, merge
from blog.workflow import Text


def body(*words: str) -> str:
    return "".join(f"<p>{word}</p>" for word in words)


def merged(base, mine, theirs):
    return merge(*(Text(title="T", body=body(*words.split())) for words in (base, mine, theirs)))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("a b c", "a b c", "a b c", "a b c"),
        ("a b c", "A b c", "a b C", "A b C"),
        ("a b c", "A b c", "a B c", "A B c"),
        ("a b c", "b c", "a b c d", "b c d"),
        ("a b c", "a b c", "a c", "a c"),
        ("a b c", "a x b c", "a b y c", "a x b y c"),
        ("a b c", "a X c", "a X c", "a X c"),
        ("", "a", "", "a"),
    ],
)
def test_changes_that_do_not_touch_are_put_together(base, mine, theirs, together):
    merging = merged(base, mine, theirs)

    assert merging.disputes == []
    assert merging.settled([]).body == body(*together.split())


@pytest.mark.parametrize(
    ("choice", "kept"),
    [(Choice.MINE, "a mine c"), (Choice.THEIRS, "a theirs c"), (Choice.BOTH, "a theirs mine c")],
)
def test_where_they_touch_it_is_asked(choice, kept):
    merging = merged("a b c", "a mine c", "a theirs c")

    assert [(dispute.mine, dispute.theirs) for dispute in merging.disputes] == [(body("mine"), body("theirs"))]
    assert merging.settled([choice]).body == body(*kept.split())


def test_a_paragraph_that_one_took_out_and_the_other_changed_is_asked():
    merging = merged("a b c", "a c", "a B c")

    assert merging.settled([Choice.THEIRS]).body == body("a", "B", "c")
    assert merging.settled([Choice.MINE]).body == body("a", "c")


def test_fields_are_put_together_one_by_one():
    base = Text(title="T", summary="S", language="en")

    merging = merge(base, replace(base, title="Mine", summary="M"), replace(base, language="sv", summary="T"))

    assert [dispute.field for dispute in merging.disputes] == ["summary"]
    text = merging.settled([Choice.THEIRS])
    assert (text.title, text.summary, text.language) == ("Mine", "T", "sv")


def test_tags_of_both_stay_and_what_one_took_away_goes():
    base = Text(title="T", tags=("a", "b", "c"))

    merging = merge(base, replace(base, tags=("b", "c", "mine")), replace(base, tags=("a", "B", "theirs")))

    assert merging.settled([]).tags == ("b", "mine", "theirs")


words = st.lists(st.sampled_from("abcdefg"), max_size=7).map(" ".join)


@given(words, words, words)
def test_no_change_of_either_is_lost(base, mine, theirs):
    merging = merged(base, mine, theirs)

    everything = merging.settled([Choice.BOTH] * len(merging.disputes)).body
    for word in (set(mine.split()) | set(theirs.split())) - set(base.split()):
        assert body(word) in everything


@given(words, words)
def test_who_changed_nothing_gets_what_the_other_wrote(base, changed):
    assert merged(base, base, changed).settled([]).body == body(*changed.split())
    assert merged(base, changed, base).settled([]).body == body(*changed.split())
