"""The search above the desk’s list of posts: by any word, drafts too, and nobody else’s."""

import re

import pytest

from blog import workflow
from blog.search import desk
from tests.factories import make_draft, make_guest, make_post
from tests.plans import queries_of

pytestmark = pytest.mark.django_db


def found(client, text: str, **more) -> set[str]:
    page = client.get("/admin/blog/post/", {"q": text, **more}).content.decode()
    return set(re.findall(r'class="field-title[^"]*"><a [^>]*>([^<]*)<', page))


def test_drafts_are_found_by_any_of_their_words(as_user, edith):
    make_draft(title="Draft", body="<p>Of a lighthouse.</p>")
    make_draft(make_post(title="Live"), by=edith, title="To come", body="<p>The lighthouses.</p>", tags=("Coast",))
    make_post(title="Shown", authors=[make_guest("Ana Lemos")], by=edith, body="<p>A lighthouse</p>")
    workflow.trash(make_post(title="Gone", body="<p>A lighthouse</p>"), by=edith)
    client = as_user(edith)

    assert found(client, "lighthouse") == {"Draft", "To come", "Shown"}
    assert found(client, "lighth") == {"Draft", "To come", "Shown"}
    assert found(client, "coast") == {"To come"}
    assert found(client, "lemos") == {"Shown"}
    assert found(client, "live") == set()
    assert found(client, "lighthouse", state="trash") == {"Gone"}
    assert found(client, "lighthouse", state="draft") == {"Draft", "To come"}
    assert found(client, "???") == set()


def test_a_last_word_is_taken_whole_where_it_finds_something(as_user, edith):
    for title in ("C++", "C#", "c", "Cities"):
        make_draft(title=title)
    client = as_user(edith)

    assert found(client, "C++") == {"C++"}
    assert found(client, "C#") == {"C#"}
    assert found(client, "c") == {"c"}
    assert found(client, "ci") == {"Cities"}
    assert found(client, "c*") == {"C++", "C#", "c", "Cities"}


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("alma", {"Alma’s draft", "Alma’s post", "Shared, without her in the draft"}),
        ("otto", {"Otto’s draft", "Shared, without her in the draft"}),
        ("cora", set()),
        ("edith", {"Alma’s draft", "Alma’s post", "Otto’s draft", "Shared, without her in the draft"}),
        ("reader", None),
    ],
)
def test_everybody_finds_what_they_may_see(who, titles, as_user, alma, otto, edith, request):
    make_draft(by=alma, title="Alma’s draft", body="<p>Secret</p>")
    make_post(by=alma, title="Alma’s post", body="<p>Secret</p>")
    make_draft(by=otto, title="Otto’s draft", body="<p>Secret</p>")
    shared = make_post(by=alma, authors=[alma, otto], title="Shared", body="<p>Secret</p>")
    make_draft(shared, by=edith, authors=[otto], title="Shared, without her in the draft")
    client = as_user(who if not isinstance(who, str) else request.getfixturevalue(who))

    if titles is None:
        assert client.get("/admin/blog/post/?q=secret").status_code == 302
    else:
        assert found(client, "secret") == titles


def test_a_writers_own_are_found_among_very_many_of_others(as_user, alma, monkeypatch):
    monkeypatch.setattr(desk, "MOST_FOUND", 2)
    make_draft(by=alma, title="Mine", body="<p>Secret</p>")
    for number in range(4):
        make_draft(title=f"Theirs {number}", body="<p>Secret</p>")

    assert found(as_user(alma), "secret") == {"Mine"}


def test_the_index_is_asked_and_no_text_is_read_through(as_user, edith):
    make_draft(title="Draft")
    client = as_user(edith)

    queries = queries_of(lambda: client.get("/admin/blog/post/?q=words"))

    assert any("search_" in query for query in queries)
    assert not any("LIKE" in query for query in queries)
