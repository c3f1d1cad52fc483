"""What the desk asks of the database: the same with few and with many revisions, events, posts and people."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import workflow
from blog.admin import lists
from blog.models import Byline, Event, Post, Revision, State, Verb
from tests.factories import make_draft, make_post


def queries_of(client, address) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


def grow_history(post, by, *, revisions: int) -> None:
    """Let ``post`` have ``revisions`` more superseded revisions, and an event for each."""
    latest = Post.objects.get(pk=post.pk).latest
    first = post.revisions.count() + 1
    said = {"post": post, "base": latest, "state": State.SUPERSEDED, "title": "Old", "body": "<p>Old.</p>"}
    old = [Revision(number=number, **said) for number in range(first, first + revisions)]
    Revision.objects.bulk_create(old)
    Byline.objects.bulk_create(Byline(revision=each, author=by.author, post=post, position=0) for each in old)
    did = {"post": post, "verb": Verb.SUBMITTED, "actor": by, "actor_name": str(by)}
    Event.objects.bulk_create(Event(revision=each, **did) for each in old)


@pytest.mark.parametrize("page", ["admin:blog_post_change", "admin:blog_post_history", "admin:blog_post_preview"])
def test_a_page_about_a_post_costs_the_same_with_3_and_with_300_revisions(page, as_user, edith):
    draft = make_draft(by=edith, tags=("sea",))
    make_draft(draft.post, by=edith, title="Second")
    client, address = as_user(edith), reverse(page, args=[draft.post.pk])
    grow_history(draft.post, edith, revisions=1)
    few = queries_of(client, address)

    grow_history(draft.post, edith, revisions=297)

    assert len(queries_of(client, address)) <= len(few) + (page == "admin:blog_post_history")


def test_the_list_of_posts_is_one_page_of_work_however_many_there_are(as_user, edith, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 10)
    client = as_user(edith)
    for number in range(3):
        make_post(by=edith, title=f"Post {number}", tags=("sea",))
    few = queries_of(client, "/admin/blog/post/")
    for number in range(12):
        make_post(by=edith, title=f"More {number}", tags=("sea", f"tag {number}"))
        workflow.submit(make_draft(by=edith, title=f"Draft {number}"), by=edith)

    many = queries_of(client, "/admin/blog/post/")

    assert len(many) <= len(few)
    counts = [query for query in many if "COUNT(" in query and "blog_post" in query]
    assert counts
    for query in counts:
        assert re.search(r"LIMIT 11\)", query), query  # one more than is said
    for query in many:
        assert not re.search(r"OFFSET [1-9]", query), query


def test_nobody_pages_deeper_than_the_list_counts(as_user, edith, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 2)
    for number in range(4):
        make_draft(by=edith, title=f"Draft {number}")

    page = as_user(edith).get("/admin/blog/post/").text

    assert "2+" in page
    assert as_user(edith).get("/admin/blog/post/?p=9", follow=True).status_code == 200
