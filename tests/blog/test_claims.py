"""“I'm on it”: an editor takes a piece on, and the first page shows whose turn it is."""

import pytest

from blog import workflow
from blog.models import Post
from blog.templatetags.desk import desk_lists
from blog.workflow import Refused
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_user


@pytest.fixture
def submitted(cora):
    draft = make_draft(by=cora, title="Tides")
    workflow.submit(draft, by=cora)
    return draft.post


def waiting(user) -> list[str]:
    return [str(post) for post in desk_lists(user)[0].posts]


def test_what_an_editor_took_on_waits_for_nobody_else(submitted, edith, ada):
    assert waiting(edith) == waiting(ada) == ["Tides"]

    workflow.claim(submitted, by=edith)
    assert (waiting(edith), waiting(ada)) == (["Tides"], [])
    workflow.let_go(submitted, by=edith)

    assert waiting(ada) == ["Tides"]


def test_another_editor_may_take_it_over(submitted, edith, ada):
    workflow.claim(submitted, by=edith)
    workflow.claim(submitted, by=ada)

    assert Post.objects.get().claimed_by == ada
    assert [event.actor_name for event in submitted.events.filter(verb="claimed")] == ["Ada", "Edith"]


def test_publication_ends_it(submitted, edith):
    workflow.claim(submitted, by=edith)
    workflow.publish(submitted.open_revision(), by=edith)

    assert Post.objects.get().claimed_by is None


@pytest.mark.parametrize("who", ["cora", "alma"])
def test_only_editors_take_pieces_on(who, submitted, request):
    with pytest.raises(Refused) as refusal:
        workflow.claim(submitted, by=request.getfixturevalue(who))

    assert refusal.value.code == "not_allowed"


def test_the_buttons_at_the_desk(as_user, submitted, edith, ada):
    assert "I’m on it" in as_user(edith).get(change(submitted)).text

    as_user(edith).post(change(submitted), form_data(submitted, _claim=""))

    assert Post.objects.get().claimed_by == edith
    assert "Leave it to others" in as_user(edith).get(change(submitted)).text
    assert "Edith is on it." in as_user(ada).get(change(submitted)).text
    assert Post.objects.get().latest.number == 1


def test_the_first_page_says_what_each_piece_waits_for(as_user, submitted, cora, edith):
    assert "waits for an editor to read it" in as_user(cora).get("/admin/").text

    workflow.claim(submitted, by=edith)

    assert "Edith is reading it" in as_user(cora).get("/admin/").text


def test_the_first_page_costs_the_same_however_much_there_is(as_user, edith, django_assert_max_num_queries):
    for number in range(12):
        workflow.submit(make_draft(by=make_user(f"Writer {number}", role="contributor")), by=edith)
    client = as_user(edith)

    with django_assert_max_num_queries(17):
        client.get("/admin/")
