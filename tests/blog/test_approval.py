"""Approval names one exact text: whichever way it is changed, it is a draft again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from blog import bulk, workflow
from blog.bulk import Operation, Wish
from blog.models import Event, Post, State, Verb
from tests.blog.test_desk import change, form_data
from tests.blog.test_two_people import compare_form
from tests.factories import make_draft


@pytest.fixture
def approved(alma, edith, ada):
    """A text of Alma's and Edith's that Ada has approved."""
    draft = make_draft(by=alma, authors=[alma, edith], body="<p>One.</p>")
    make_draft(draft.post, by=alma, body="<p>Approved.</p>")
    post = Post.objects.get(pk=draft.post_id)
    workflow.submit(post.latest, by=alma)
    workflow.approve(post.latest, by=ada)
    return Post.objects.get(pk=post.pk)


def the_form(client, post, user):
    client.post(change(post), form_data(post, body="<p>Changed.</p>"))


def publishing_a_changed_form_refused_for_its_time(client, post, user):
    client.post(change(post), form_data(post, body="<p>Changed.</p>", publish_at="never", _schedule=""))


def restoring(client, post, user):
    client.post(reverse("admin:blog_post_restore", args=[post.pk, 1]))


def a_second_window(client, post, user):
    stale = form_data(post, seen=1, body="<p>One, changed.</p>")
    page = client.post(change(post), stale)
    client.post(change(post), compare_form(page) | {"choice-0": "mine"})


def many_at_once(client, post, user):
    bulk.perform([post], Wish(operation=Operation.TAG, tags=("wind",)), by=user)


def another_author(client, post, user):
    bulk.perform([post], Wish(operation=Operation.AUTHOR, author=post.latest.authors.first(), replaces=None), by=user)
    client.post(change(post), form_data(post, authors=[post.latest.authors.first().pk]))


@pytest.mark.parametrize("way", [the_form, restoring, a_second_window, many_at_once, another_author])
@pytest.mark.parametrize("who", ["alma", "edith"])
def test_a_changed_text_is_a_draft_again(way, who, as_user, approved, request):
    user = request.getfixturevalue(who)

    way(as_user(user), approved, user)

    post = Post.objects.get()
    assert post.latest.number == 3
    assert post.open_state == State.DRAFT
    assert Event.objects.filter(verb=Verb.TOOK_BACK, actor=user).exists()


def test_what_is_only_typed_leaves_the_approved_text_as_it_is(as_user, approved, alma):
    typed = form_data(approved, body="<p>Typed.</p>") | {"form": uuid4()}

    as_user(alma).post(reverse("admin:blog_post_autosave", args=[approved.pk]), typed)
    publishing_a_changed_form_refused_for_its_time(as_user(alma), approved, alma)

    post = Post.objects.get()
    assert (post.open_state, post.latest.body) == (State.APPROVED, "<p>Approved.</p>")


def test_saving_the_same_text_again_changes_nothing(as_user, approved, edith):
    as_user(edith).post(change(approved), form_data(approved))

    assert Post.objects.get().open_state == State.APPROVED


def test_no_revision_is_ever_changed_in_place(approved, alma):
    make_draft(approved, by=alma, body="<p>Another.</p>")

    assert approved.revisions.get(number=2).body == "<p>Approved.</p>"
    assert approved.revisions.get(number=2).state == State.SUPERSEDED
