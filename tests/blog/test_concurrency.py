"""Several people at once, on real connections: one wins, the others are told, nothing is lost or half done."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier
from threading import Event as Signal
from uuid import uuid4

import pytest
from django.db import connection, transaction

from blog import workflow
from blog.models import Address, Event, Post, Revision, State, Tag, Verb
from blog.search import tasks
from blog.search.models import Document
from blog.tagcare import renaming
from blog.workflow import Conflict, Refused, Text
from tests.factories import make_draft

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def at_once(*calls):
    """Call each of ``calls`` in a thread of its own, all in the same moment; return results and refusals."""
    together = Barrier(len(calls))

    def run(call):
        try:
            together.wait()
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_of_many_who_save_over_the_same_text_one_wins(edith):
    post = make_draft(by=edith).post
    texts = [Text(title=f"By {number}", authors=(edith.author,)) for number in range(PEOPLE)]

    results = at_once(*(lambda text=text: workflow.save(post, text, by=edith, seen=1) for text in texts))

    saved = [result for result in results if isinstance(result, Revision)]
    assert len(saved) == 1
    assert sum(isinstance(result, Conflict) for result in results) == PEOPLE - 1
    assert list(post.revisions.order_by("number").values_list("state", flat=True)) == [State.SUPERSEDED, State.DRAFT]


def test_a_new_post_that_is_sent_many_times_at_once_is_one(edith):
    text, uid = Text(title="Sent again and again", authors=(edith.author,)), uuid4()

    results = at_once(*[lambda: workflow.save(None, text, by=edith, uid=uid)] * PEOPLE)

    assert results == [Revision.objects.get()] * PEOPLE


def test_of_many_who_ask_for_one_address_one_gets_it(edith):
    drafts = [make_draft(by=edith, title=f"Post {number}", slug="wanted") for number in range(PEOPLE)]

    results = at_once(*(lambda draft=draft: workflow.publish(draft, by=edith) for draft in drafts))

    assert sum(isinstance(result, Revision) for result in results) == 1
    assert {result.code for result in results if isinstance(result, Refused)} == {"address_taken"}
    assert Revision.objects.live().count() == 1
    assert Address.objects.count() == 1


def test_of_many_who_publish_the_same_text_one_does(edith):
    draft = make_draft(by=edith)

    results = at_once(*[lambda: workflow.publish(draft, by=edith)] * PEOPLE)

    assert sum(isinstance(result, Revision) for result in results) == 1
    assert Event.objects.filter(verb=Verb.PUBLISHED).count() == 1


def test_approving_and_refusing_at_once_has_one_outcome(edith, ada):
    draft = make_draft(by=edith)
    workflow.submit(draft, by=edith)

    results = at_once(
        lambda: workflow.approve(draft, by=ada),
        lambda: workflow.ask_for_changes(draft, by=edith, note="No"),
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    decided = Event.objects.exclude(verb=Verb.SUBMITTED).get()
    assert (decided.verb == Verb.APPROVED) == (Post.objects.get().open_state == State.APPROVED)


def test_many_new_tags_at_once_are_made_once(edith):
    texts = [Text(title=f"Post {n}", authors=(edith.author,), tags=("x", "y", f"t{n}", "z")) for n in range(PEOPLE)]

    results = at_once(*(lambda text=text: workflow.save(None, text, by=edith) for text in texts))

    assert all(isinstance(result, Revision) for result in results)
    assert {tuple(sorted(r.tags.values_list("name", flat=True)))[1:] for r in results} == {("x", "y", "z")}


def rename_author(post) -> None:
    author = post.latest.bylines.get().author
    author.name = "Newname"
    author.save()


def rename_tag(post) -> None:
    renaming.rename(Tag.objects.get(name="Oldname"), name="Newname", slug="", by=post.created_by)


def save_it_again(post) -> None:
    make_draft(post, by=post.created_by, body="<p>Other words.</p>")


def save_another(post) -> None:
    make_draft(by=post.created_by, tags=("Oldname",))


@contextmanager
def uncommitted(call):
    """Have ``call`` done in a transaction of another connection, which is still open while the block runs."""
    done, go_on = Signal(), Signal()

    def run():
        try:
            with transaction.atomic():
                call()
                done.set()
                assert go_on.wait(20)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(run)
        assert done.wait(20)
        try:
            yield
        finally:
            go_on.set()
            other.result()


@pytest.mark.postgresql  # SQLite has one writer at a time: whoever is second reads what the first has written
@pytest.mark.parametrize("save", [save_it_again, save_another])
@pytest.mark.parametrize("rename", [rename_author, rename_tag])
@pytest.mark.parametrize("is_saved_first", [True, False])
def test_a_post_saved_while_a_name_in_it_is_changed_is_found_by_the_new_one(is_saved_first, rename, save, edith):
    post = make_draft(by=edith, tags=("Oldname",)).post
    first, second = (save, rename) if is_saved_first else (rename, save)

    with ThreadPoolExecutor(1) as thread:
        with uncommitted(lambda: first(post)):
            other = thread.submit(at_once, lambda: second(Post.objects.get(pk=post.pk)))
            wait([other], timeout=2)  # it may wait for the first
        assert not isinstance(other.result()[0], Refused)

    tasks.freshen.call()
    said = set(Document.objects.values_list("people" if rename is rename_author else "tags", flat=True))
    assert said == {"\nnewname\n"}
