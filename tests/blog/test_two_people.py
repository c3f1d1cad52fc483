"""Two people at one text: who else is here, and the page that the second saver gets."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import Post, Presence
from tests.blog.test_desk import ADD, change, form_data
from tests.factories import make_draft

THREE = "<p>One.</p><p>Two.</p><p>Three.</p>"


@pytest.fixture
def draft(alma, edith):
    return make_draft(by=alma, body=THREE, authors=[alma, edith])


def compare_form(response) -> dict:
    """What the compare page would send."""
    data = {}
    for name, value in response.context["sent"]:
        data.setdefault(name, []).append(value)
    return data | {"theirs": response.context["theirs"].number, "_merge": ""}


def test_the_second_saver_gets_both_texts_and_nothing_is_written(as_user, alma, edith, draft):
    mine = form_data(draft.post, body=THREE.replace("One", "Mine"), summary="Typed.")
    make_draft(draft.post, by=edith, body=THREE.replace("Three", "Theirs"))

    response = as_user(alma).post(change(draft.post), mine)

    assert response.status_code == 409
    for words in ("Edith", "Mine.", "Theirs.", "Typed."):
        assert words in response.text
    assert Post.objects.get().latest.number == 2


def test_changes_that_do_not_touch_are_saved_together(as_user, alma, edith, draft):
    mine = form_data(draft.post, body=THREE.replace("One", "Mine"), tags="mine")
    make_draft(draft.post, by=edith, body=THREE.replace("Three", "Theirs"), title="Theirs", tags=("theirs",))
    page = as_user(alma).post(change(draft.post), mine)

    as_user(alma).post(change(draft.post), compare_form(page))

    latest = Post.objects.get().latest
    assert (latest.number, latest.title, latest.body) == (3, "Theirs", "<p>Mine.</p><p>Two.</p><p>Theirs.</p>")
    assert [tag.name for tag in latest.tags.all()] == ["mine", "theirs"]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("mine", "<p>Mine.</p>"),
        ("theirs", "<p>Theirs.</p>"),
        ("both", "<p>Theirs.</p><p>Mine.</p>"),
        ("?", "<p>Mine.</p>"),
    ],
)
def test_where_they_touch_the_second_saver_decides(choice, kept, as_user, alma, edith, draft):
    mine = form_data(draft.post, body=THREE.replace("Two", "Mine"))
    make_draft(draft.post, by=edith, body=THREE.replace("Two", "Theirs"))
    page = as_user(alma).post(change(draft.post), mine)

    as_user(alma).post(change(draft.post), compare_form(page) | {"choice-0": choice})

    assert Post.objects.get().latest.body == f"<p>One.</p>{kept}<p>Three.</p>"


def test_a_third_save_in_between_is_asked_about_again(as_user, alma, edith, draft):
    mine = form_data(draft.post, body=THREE.replace("One", "Mine"))
    make_draft(draft.post, by=edith, body=THREE.replace("Three", "Theirs"))
    page = as_user(alma).post(change(draft.post), mine)
    make_draft(draft.post, by=edith, body=THREE.replace("Three", "Theirs").replace("Two", "Again"))

    again = as_user(alma).post(change(draft.post), compare_form(page))
    assert again.status_code == 409
    as_user(alma).post(change(draft.post), compare_form(again))

    assert Post.objects.get().latest.body == "<p>Mine.</p><p>Again.</p><p>Theirs.</p>"


def test_the_same_words_from_a_second_window_of_mine_are_no_conflict(as_user, alma, draft):
    words = form_data(draft.post, body="<p>Once.</p>")
    as_user(alma).post(change(draft.post), words)

    response = as_user(alma).post(change(draft.post), words)

    assert response.status_code == 302
    assert Post.objects.get().latest.number == 2


def test_a_decision_in_between_is_told_without_asking_about_the_text(as_user, alma, edith, draft):
    as_user(alma).post(change(draft.post), form_data(draft.post, _submit=""))
    opened = form_data(draft.post, _approve="")
    as_user(alma).post(change(draft.post), form_data(draft.post, _take_back=""))

    response = as_user(edith).post(change(draft.post), opened)

    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert Post.objects.get().open_state == "draft"


def test_a_made_up_base_loses_nothing_of_either(as_user, alma, draft):
    response = as_user(alma).post(change(draft.post), form_data(draft.post, seen=99, body="<p>Mine.</p>"))

    assert response.status_code == 409
    as_user(alma).post(change(draft.post), compare_form(response) | {"choice-0": "both"})
    assert "<p>Mine.</p>" in Post.objects.get().latest.body


# -- who else is here


def here(post):
    return reverse("admin:blog_post_here", args=[post.pk])


def test_two_people_learn_of_one_another(as_user, alma, edith, draft):
    as_user(alma).post(here(draft.post))

    answer = as_user(edith).post(here(draft.post)).json()

    assert answer == {"others": ["Alma"], "newest": {"number": 1, "by": "Alma"}}


def test_who_left_or_fell_silent_is_not_here(as_user, alma, edith, ada, draft):
    as_user(alma).post(here(draft.post))
    as_user(ada).post(here(draft.post))
    as_user(ada).post(here(draft.post), {"gone": ""})
    Presence.objects.filter(user=alma).update(at=timezone.now() - timezone.timedelta(minutes=1))

    assert as_user(edith).post(here(draft.post)).json()["others"] == []


@pytest.mark.parametrize(
    ("who", "status"), [("alma", 200), ("edith", 200), ("otto", 404), ("cora", 404), ("reader", 302)]
)
def test_who_may_ask_who_is_here(who, status, as_user, draft, request):
    assert as_user(request.getfixturevalue(who)).post(here(draft.post)).status_code == status


def test_the_form_of_a_new_post_sent_twice_makes_one(as_user, alma):
    desk, data = as_user(alma), form_data(authors=[alma.author.pk], form=uuid4())

    first, again = desk.post(ADD, data), desk.post(ADD, data)

    post = Post.objects.get()
    assert first["Location"] == again["Location"] == f"{change(post)}#saved-{data['form']}"
    assert post.latest.number == 1


def test_the_form_of_a_new_post_sent_again_with_other_words_is_asked_about(as_user, alma):
    desk, data = as_user(alma), form_data(authors=[alma.author.pk], form=uuid4())
    desk.post(ADD, data)

    page = desk.post(ADD, data | {"body": "<p>Other words.</p>"})
    desk.post(change(Post.objects.get()), compare_form(page) | {"choice-0": "mine"})

    assert page.status_code == 409
    assert Post.objects.get().latest.body == "<p>Other words.</p>"


def test_a_new_post_under_the_number_of_somebody_else_s_touches_nothing(as_user, otto, draft):
    response = as_user(otto).post(ADD, form_data(authors=[otto.author.pk], form=draft.post.uid))

    assert "You may not change" in response.text
    assert Post.objects.get().latest == draft
