"""Where a reader may go on from a post: to those before and after it, and to those that link to it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from blog import ways, workflow
from blog.models import LinkPlacement, Revision, State
from tests.bench.corpus import make_corpus
from tests.factories import make_draft, make_post
from tests.plans import plan_of

TO_WORDS = '<p>As <a href="/words/">we said</a>.</p>'


def on(day: int, **text):
    return make_post(date_given=datetime(2020, 5, day, 12, tzinfo=UTC), **text)


def beside(post) -> list[str | None]:
    return [other and other.title for other in ways.beside(post.live_revision())]


def linking(post) -> list[str]:
    return [other.title for other in ways.linking_to(post.live_revision())]


# -- before and after


def test_the_posts_beside_one_are_those_next_by_date(db):
    last, first, middle = on(3, title="Last"), on(1, title="First"), on(2, title="Middle")

    assert beside(middle) == ["First", "Last"]
    assert beside(first) == [None, "Middle"]
    assert beside(last) == ["Middle", None]


def test_of_posts_dated_alike_the_one_made_later_comes_later(db):
    first, second, third = (on(1, title=title) for title in ("First", "Second", "Third"))

    assert beside(second) == ["First", "Third"]
    assert beside(first) == [None, "Second"]
    assert beside(third) == ["Second", None]


def test_only_what_readers_find_in_lists_stands_beside_a_post(db):
    post = on(2, title="Here")
    on(1, title="A page", listed=False)
    workflow.withdraw(on(1, title="Gone"), by=post.created_by)
    make_draft(title="Not yet")
    make_post(title="Tomorrow", at=timezone.now() + timedelta(days=1))

    assert beside(post) == [None, None]


def test_a_page_such_as_about_has_nothing_beside_it(client, db):
    on(1, title="A post")
    on(2, title="About", listed=False, body=TO_WORDS)

    assert 'class="ways"' not in client.get("/about/").text


def test_a_preview_of_what_was_never_published_has_no_place_among_dates(as_user, edith):
    on(1, title="A post")
    draft = make_draft(title="New", by=edith)

    page = as_user(edith).get(f"/admin/blog/post/{draft.post_id}/preview/")

    assert page.status_code == 200
    assert 'rel="prev"' not in page.text


# -- linked from


def test_a_post_names_those_that_link_to_it_the_newest_first(client, db):
    words = on(1, title="Words")
    on(2, title="Older", body=TO_WORDS)
    on(3, title="Newer", body=TO_WORDS)
    on(4, title="Other")

    assert linking(words) == ["Newer", "Older"]
    assert "Linked from" in client.get("/words/").text
    assert "Linked from" not in client.get("/other/").text


def test_links_to_an_earlier_address_and_to_both_count_once(edith):
    words = make_post(by=edith, title="Words")
    workflow.publish(make_draft(words, by=edith, slug="said"), by=edith)
    make_post(title="Both", body=TO_WORDS + '<p><a href="/said/#end">Again</a></p>')

    assert linking(words) == ["Both"]


@pytest.mark.parametrize(
    "body",
    [
        '<p>As <a href="https://example.org/words/?a=1#b">we said</a>.</p>',
        '<p>As <a href="http://example.org/words/">we said</a>, before the move.</p>',
        '<p>As <a href="//Example.org/words">we said</a>.</p>',
        '<p>As we said<sup data-footnote="See (https://example.org/words/) &amp; more."></sup>.</p>',
        '<p>As we said<sup data-footnote="See http://example.org/words/."></sup>.</p>',
    ],
)
def test_a_link_is_one_however_it_is_written(body, edith, settings):
    settings.BYLINE_URL = "https://example.org"
    words = make_post(by=edith, title="Words")
    make_post(by=edith, title="Other", body=body)

    assert linking(words) == ["Other"]


@pytest.mark.parametrize(
    "address", ["https://example.com/words/", "https://example.org.evil.example/words/", "mailto:words", "//[/words/"]
)
def test_a_link_to_another_place_is_none(address, edith, settings):
    settings.BYLINE_URL = "https://example.org"
    words = make_post(by=edith, title="Words")
    make_post(by=edith, title="Other", body=f'<p><a href="{address}">Words</a></p>')

    assert linking(words) == []


def test_only_what_readers_find_links_to_a_post(edith):
    words = make_post(by=edith, title="Words", body=TO_WORDS)
    make_post(by=edith, title="A page", listed=False, body=TO_WORDS)
    workflow.withdraw(make_post(by=edith, title="Gone", body=TO_WORDS), by=edith)
    make_draft(title="Not yet", body=TO_WORDS)
    make_post(title="Tomorrow", at=timezone.now() + timedelta(days=1), body=TO_WORDS)
    changed = make_post(by=edith, title="No more", body=TO_WORDS)
    workflow.publish(make_draft(changed, by=edith, body="<p>Nothing.</p>"), by=edith)
    make_draft(make_post(by=edith, title="Not again yet"), by=edith, body=TO_WORDS)

    assert linking(words) == []


def test_links_repeat_the_times_of_the_revision_they_stand_in(edith):
    at = timezone.now() + timedelta(days=1)
    post = make_post(by=edith, title="Links", body=TO_WORDS)
    workflow.publish(make_draft(post, by=edith, body=TO_WORDS * 2), by=edith, at=at)
    make_post(by=edith, title="A page", listed=False, body=TO_WORDS)

    for link in LinkPlacement.objects.select_related("revision"):
        said, shown = link.revision, link.revision.state == State.PUBLISHED and link.revision.listed
        times = (said.dated_at, said.live_from, said.live_until) if shown else (None, None, None)
        assert (link.dated_at, link.live_from, link.live_until) == times


# -- what they cost


@pytest.mark.parametrize(("way", "index"), [(ways.beside, "listed_by_date"), (ways.linking_to, "listed_by_link")])
def test_a_way_is_found_by_an_index(way, index, db):
    make_corpus(1_500, withdrawn=300, scheduled=60, authors=5, tags=30)
    most_linked = LinkPlacement.objects.values("slug").annotate(links=Count("pk")).order_by("-links")[0]["slug"]
    revision = Revision.objects.live().select_related("post").get(slug=most_linked)
    assert way(revision)

    plan = plan_of(lambda: way(revision))

    assert index in plan, plan
    assert not re.search(r"SCAN blog|Seq Scan", plan), plan
