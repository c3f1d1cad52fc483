"""Titles and names are what somebody sees: nothing in them turns other people's lines round, none is blank."""

import pytest

from accounts import names
from accounts.models import Author
from blog.series.models import Series
from blog.workflow import Refused
from tests.factories import make_draft, make_post

OVERRIDE, POP, ISOLATE = "\u202e", "\u202c", "\u2067"
BLANK = ["\u200b\u2060", "\u3164", "\u2800", "\u202e \u202c", "\u00ad", "\x01"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"Everything at {OVERRIDE}evil{POP} ", "Everything at evil"),
        (f"{ISOLATE}Unbalanced", "Unbalanced"),
        ("A\x00 B\x1f\tC\nD", "A B C D"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("C++\u200f", "C++\u200f"),
        ("Donau\u00addampf", "Donau\u00addampf"),
        ("👩\u200d🔬 🏴\U000e0067\U000e007f", "👩\u200d🔬 🏴\U000e0067\U000e007f"),
        *((blank, "") for blank in BLANK),
    ],
)
def test_what_is_seen_stays_and_what_reaches_beyond_it_goes(typed, kept):
    assert names.in_one_line(typed) == kept


def test_a_title_turns_nothing_round(client, edith):
    post = make_post(by=edith, title=f"At once {OVERRIDE}evil{POP}", summary=f"One\n{OVERRIDE}two", seo_title=OVERRIDE)

    said = post.live_revision()
    assert (said.title, said.summary, said.seo_title) == ("At once evil", "One\ntwo", "")
    for address in ("/", said.get_absolute_url(), "/feed.atom"):
        assert OVERRIDE not in client.get(address).text


@pytest.mark.parametrize("title", BLANK)
def test_a_title_that_nobody_sees_is_none(title, edith):
    with pytest.raises(Refused) as refusal:
        make_draft(by=edith, title=title)

    assert refusal.value.code == "no_title"


@pytest.mark.parametrize("name", BLANK[:2])
def test_an_author_and_a_series_have_names_that_are_seen(name, as_user, edith):
    desk = as_user(edith)
    words = {"bio": "", "links": "", "portrait": "", "slug": "", "user": ""}

    for page, field in (("accounts/author", "name"), ("series/series", "title")):
        answer = desk.post(f"/admin/{page}/add/", {field: name, "description": "", **words})
        assert "There is nothing to see in that" in answer.text
        desk.post(f"/admin/{page}/add/", {field: f"Night {OVERRIDE}sky", "description": "", **words})

    assert Author.objects.filter(name="Night sky").exists()
    assert [str(series) for series in Series.objects.all()] == ["Night sky"]
