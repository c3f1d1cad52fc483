"""A reader's page shows one state of everything: a change between any two of its statements is seen whole, or not."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import count
from urllib.parse import urlsplit

import pytest
from django.db import InternalError, connection, connections, transaction
from django.test import Client

from blog import snapshots, workflow
from blog.discussion import links
from blog.discussion.models import ShareLink
from blog.models import Post, Tag
from blog.series import placing
from blog.series.models import Series
from blog.tagcare import merging, renaming
from tests.factories import make_draft, make_post, somebody

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "/tags/lakes/",
    "/tags/herons+lakes/",
    "/tags/lakes/feed.json",
    "/tags/?by=weight",
    "/reeds/",
    "/search/?q=reeds",
)


def elsewhere(do):
    """Do it on another connection, as another process would, and wait for its commit."""

    def run():
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def interruptions(address: str, change):
    """Yield every answer that ``change`` comes into: committed before the first statement, the second …"""
    for before in count():
        left = [before]

        def interrupt(execute, *statement, left=left):
            left[0] -= 1
            if left[0] == -1:
                elsewhere(change)
            return execute(*statement)

        with connection.execute_wrapper(interrupt):
            response = Client().get(address)
        if left[0] >= 0:  # it has no more statements
            return
        yield response.status_code, response.content


def answers(address: str, change, undo) -> tuple[tuple, list]:
    """Return the answers before and after ``change``, and all those that it came into."""
    old = Client().get(address)
    elsewhere(change)
    new = Client().get(address)
    elsewhere(undo)
    given = []
    for answer in interruptions(address, change):
        given.append(answer)
        elsewhere(undo)
    return tuple((each.status_code, each.content) for each in (old, new)), given


@pytest.fixture
def merge_and_undo():
    by = somebody()
    for title, tags in {"Reeds": ("Lakes", "Herons"), "Mud": ("Ponds", "Lakes"), "Eggs": ("Herons", "Ponds")}.items():
        make_post(by=by, title=title, tags=tags)
    made = []

    def merge():
        renaming.rename(Tag.objects.get(name="Herons"), name="Grey herons", slug="herons", by=by)
        ponds, lakes = (Tag.objects.get(name=name) for name in ("Ponds", "Lakes"))
        made.append(merging.merge([ponds], lakes, by=by))

    def undo():
        merging.undo(made.pop(), by=by)
        renaming.rename(Tag.objects.get(name="Grey herons"), name="Herons", slug="herons", by=by)

    elsewhere(merge)  # once, so that the earlier names are known as synonyms from now on
    elsewhere(undo)
    return merge, undo


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_was_before_a_change_or_what_is_after_it(page, merge_and_undo):
    (old, new), given = answers(page, *merge_and_undo)

    assert old != new
    assert given[0] == new
    assert given[-1] == old
    assert set(given) == {old, new}


@pytest.fixture
def rename_and_reorder():
    by, tides = somebody(), Series.objects.create(title="Tides")
    for title in ("Ebb", "Slack", "Flood"):
        placing.place(make_post(by=by, title=title), tides, by=by)
    order = list(tides.parts.values_list("pk", flat=True))

    def change(name="Somebody else", places=order[::-1]):
        by.author.name = name
        by.author.save()
        placing.arrange(tides, {part: place for place, part in enumerate(places)}, removed=set(), added=[], by=by)

    return change, partial(change, "Somebody", order)


@pytest.mark.parametrize("page", ["/slack/", "/series/tides/", "/authors/somebody/", "/feed.atom"])
def test_so_it_does_when_an_author_is_renamed_and_a_series_reordered(page, rename_and_reorder):
    (old, new), given = answers(page, *rename_and_reorder)

    assert old != new
    assert given[0] == new
    assert given[-1] == old
    assert set(given) == {old, new}


def test_without_a_snapshot_a_page_is_torn(merge_and_undo, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "blog.snapshots.for_readers"]

    known, given = answers("/tags/lakes/", *merge_and_undo)

    assert set(given) - set(known)


def test_a_post_is_there_while_a_new_text_takes_the_place_of_its_old_one():
    post, titles = make_post(title="Reeds"), (f"Reeds {number}" for number in count())

    def rewrite():
        workflow.publish(make_draft(post, title=next(titles)), by=somebody())

    assert {status for status, _page in interruptions("/reeds/", rewrite)} == {200}


def test_an_address_leads_on_while_it_changes():
    post, seen = make_post(title="Reeds"), []

    def move(slug="rushes"):
        workflow.publish(make_draft(post, slug=slug), by=somebody())

    for status, _page in interruptions("/reeds/", move):
        seen.append(status)
        move("reeds")

    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {200, 301}


def test_a_page_has_one_moment():
    with snapshots.snapshot():
        first = snapshots.now()
        assert snapshots.now() == first

    assert snapshots.now() > first


def test_a_page_waits_for_nobody_who_writes():
    make_post(title="Reeds")

    with transaction.atomic():
        Post.objects.update(moved_to="/elsewhere/")

        assert elsewhere(lambda: Client().get("/reeds/").status_code) == 200


def test_what_a_page_writes_is_refused_or_lost():
    post = make_post(title="Reeds")

    with suppress(InternalError), snapshots.snapshot():  # PostgreSQL says so
        Post.objects.update(moved_to="/elsewhere/")

    post.refresh_from_db()
    assert post.moved_to == ""


def test_a_page_that_writes_says_so_and_may(client):
    _link, address = links.make(make_draft().post, by=somebody(), label="A friend")

    assert client.get(urlsplit(address).path).status_code == 200

    assert ShareLink.objects.get().opened == 1


def test_what_asks_nothing_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/robots.txt").status_code == 200
