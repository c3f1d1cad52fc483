"""Every list is one range of one index, at any number of posts."""

import re

import pytest

from blog import workflow
from blog.admin.lists import in_state
from blog.models import Post, Revision, State
from blog.paging import cursor, of_author, of_tag, page_of
from tests.bench.corpus import make_corpus
from tests.factories import make_draft, make_post
from tests.plans import explain, plan_of, queries_of


@pytest.fixture
def corpus(db):
    return make_corpus(1_500, withdrawn=300, scheduled=60, authors=5, tags=30)


def lists(people, tags):
    return {
        "listed_by_date": lambda **at: page_of(Revision.objects.listed, size=12, **at),
        "listed_by_tag": lambda **at: page_of(of_tag, tags[0].pk, via="content_object", size=12, **at),
        "listed_by_author": lambda **at: page_of(of_author, people[0].pk, via="revision", size=12, **at),
    }


@pytest.mark.parametrize("index", ["listed_by_date", "listed_by_tag", "listed_by_author"])
@pytest.mark.parametrize("is_first", [True, False])
def test_every_page_of_a_list_is_one_range_of_its_index(index, is_first, corpus):
    page = lists(*corpus)[index]
    last = Revision.objects.live().order_by("dated_at").first()
    at = {} if is_first else {"before": cursor(last.dated_at, last.post_id)}

    plan = plan_of(lambda: page(**at))

    assert index in plan
    assert not re.search(r"TEMP B-TREE|SCAN|Seq Scan|Sort", plan.replace("Incremental Sort", "")), plan


@pytest.mark.parametrize(
    ("index", "posts"),
    [
        ("desk_by_change", lambda posts: posts[:50]),
        ("desk_by_state|desk_open", lambda posts: posts.filter(open_state="draft")[:50]),
    ],
)
def test_the_lists_of_the_desk_have_an_index_each(index, posts, corpus):
    newest = Post.objects.order_by("-changed_at", "-pk")

    assert re.search(index, plan_of(lambda: list(posts(newest))))


@pytest.fixture
def writer(corpus, alma):
    """Whose a fifth of the posts are."""
    alma.author.delete()
    people, _tags = corpus
    people[0].user = alma
    people[0].save()
    return alma


@pytest.mark.parametrize("state", [None, "live"])
def test_the_list_of_a_writer_is_one_range_of_an_index(state, writer):
    theirs = in_state(Post.objects.visible_to(writer), state, writer)

    plan = plan_of(lambda: list(theirs[:5]))

    assert "desk_of_an_owner" in plan
    assert not re.search(r"LIST SUBQUERY|TEMP B-TREE|Seq Scan|Sort", plan), plan


@pytest.mark.parametrize("state", State.OPEN)
def test_of_what_is_being_written_whose_it_is_costs_a_writer_no_walk_through_all_that_is_theirs(state, writer):
    theirs = in_state(Post.objects.visible_to(writer), state, writer)

    plan = plan_of(lambda: list(theirs.order_by("-changed_at", "-pk")[:50]))

    assert re.search("desk_by_state|desk_open", plan)
    assert not re.search(r"LIST SUBQUERY|Seq Scan", plan), plan


@pytest.fixture
def live_post(corpus):
    return Revision.objects.live().first().post


def is_about_all(query: str) -> bool:
    plan = explain(query)
    tables = r"blog_(post|revision|byline|tagplacement|linkplacement|address)|search_document"
    counts_from_the_beginning = "GROUP BY" in query and "tag_begins" in plan
    return counts_from_the_beginning or bool(re.search(rf"(SCAN|Seq Scan on) ({tables})\b", plan))


def test_a_step_of_one_post_looks_at_no_more_than_its_own(live_post, edith):
    def rewrite_and_withdraw():
        workflow.publish(make_draft(live_post, by=edith, title="Rewritten"), by=edith)
        workflow.withdraw(live_post, by=edith)

    queries = [query for query in queries_of(rewrite_and_withdraw) if query.startswith("SELECT")]

    assert [query for query in queries if is_about_all(query)] == []


def test_pages_follow_each_other_without_gap_or_repetition(edith):
    for number in range(25):
        make_post(title=f"Post {number}", by=edith)
    same = Revision.objects.live().first().dated_at
    Revision.objects.filter(post__in=Post.objects.all()[:10]).update(dated_at=same)

    seen, before = [], ""
    while before is not None:
        page = page_of(Revision.objects.listed, size=4, before=before)
        seen += [post.post_id for post in page.posts]
        before = page.older

    assert len(seen) == 25
    assert len(set(seen)) == 25


@pytest.mark.parametrize("before", ["x", "1", "1-x", "9" * 40 + "-1", "1-" + "9" * 40, "-"])
def test_a_made_up_place_in_a_list_is_a_404(before, client, db):
    assert client.get("/", {"before": before}).status_code == 404
