"""What is read most: counted without knowing who reads, and without a reader waiting for it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import workflow
from blog.models import Address, Revision, SiteSettings
from blog.popular import counting, ranking, storing
from blog.popular.counting import CountingReads, slug_to_count
from blog.popular.models import Rank, Reads
from blog.signals import content_changed
from tests.blog.test_concurrency import at_once
from tests.factories import make_live, make_post
from tests.plans import plan_of

TODAY = datetime.now(UTC).date()
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HTML = ("Content-Type", "text/html; charset=utf-8")


def request(path="/words/", **environ):
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_USER_AGENT": BROWSER, **environ}


def counting_around(status="200 OK", headers=(HTML,)):
    """A counter around an application that answers so, and that stores only when it is told to."""

    def application(environ, start_response):
        start_response(status, list(headers))
        return [b"words"]

    counter = CountingReads(application)
    counter._start_keeper = lambda: None
    return counter


def read(counter, **environ):
    return counter(environ or request(), lambda status, headers, exc_info=None: None)


def numbers(counter) -> dict[str, int]:
    return {slug: number for (slug, _day), number in counter.tally.take().items()}


def give_reads(posts, *numbers, day=TODAY):
    Reads.objects.bulk_create(
        Reads(post=post, day=day, reads=number) for post, number in zip(posts, numbers, strict=True)
    )


@pytest.mark.parametrize(
    ("status", "headers", "is_counted"),
    [
        ("200 OK", [HTML], True),
        ("304 Not Modified", [("ETag", '"a"')], True),
        ("200 OK", [("content-type", "text/html")], True),
        ("200 OK", [("Content-Type", "application/json")], False),
        ("200 OK", [], False),
        ("301 Moved Permanently", [HTML], False),
        ("404 Not Found", [HTML], False),
        ("410 Gone", [HTML], False),
        ("500 Internal Server Error", [HTML], False),
    ],
)
def test_a_page_that_was_shown_is_read(status, headers, is_counted):
    counter = counting_around(status, headers)

    body = read(counter)

    assert body == [b"words"]
    assert numbers(counter) == ({"words": 1} if is_counted else {})


@pytest.mark.parametrize(
    ("agent", "is_counted"),
    [
        (BROWSER, True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1", True),
        ("Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 40) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0) Chrome/126.0 Safari/537.36", False),
        ("Mozilla/5.0 (compatible; SomeReader; +https://example.org/)", False),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36", False),
        ("Mozilla/5.0 (compatible; AhrefsSiteCrawler)", False),
        ("facebookexternalhit/1.1", False),
        ("curl/8.5.0", False),
        ("python-requests/2.32", False),
        ("", False),
    ],
)
def test_robots_are_no_readers(agent, is_counted):
    slug = slug_to_count(request(HTTP_USER_AGENT=agent))

    assert slug == ("words" if is_counted else None)


@pytest.mark.parametrize(
    ("environ", "slug"),
    [
        (request("/ليل/".encode().decode("latin-1")), "ليل"),
        (request("/\xff/"), "\ufffd"),
        (request("/"), None),
        (request("//"), None),
        (request(""), None),
        (request("/words"), None),
        (request("/tags/birds/"), None),
        (request(REQUEST_METHOD="HEAD"), None),
        (request(REQUEST_METHOD="POST"), None),
        (request(HTTP_SEC_PURPOSE="prefetch;prerender"), None),
        (request(HTTP_PURPOSE="prefetch"), None),
        (request(HTTP_X_MOZ="prefetch"), None),
        (request(HTTP_COOKIE="theme=dark; sessionid=abc"), None),
        (request(HTTP_COOKIE="theme=dark"), "words"),
        ({"REQUEST_METHOD": "GET", "PATH_INFO": "/words/"}, None),
    ],
)
def test_only_a_readers_own_look_at_a_post_is_counted(environ, slug):
    assert slug_to_count(environ) == slug


def test_nothing_of_a_reader_is_kept():
    counter = counting_around()

    read(counter, **request(REMOTE_ADDR="192.0.2.7", HTTP_COOKIE="theme=dark", HTTP_REFERER="https://example.org/"))

    assert counter.tally.take() == {("words", TODAY): 1}
    assert {field.name for field in Reads._meta.get_fields()} == {"id", "post", "day", "reads"}


def test_a_full_tally_goes_on_counting_what_it_knows(monkeypatch):
    monkeypatch.setattr(counting, "MOST_KEPT", 2)
    counter = counting_around()

    for slug in ("a", "b", "c", "a"):
        read(counter, **request(f"/{slug}/"))

    assert numbers(counter) == {"a": 2, "b": 1}


def test_no_read_is_lost_between_threads():
    counter, stored = counting_around(), []

    def reads(_thread):
        for number in range(500):
            read(counter)
            if number % 50 == 0:
                stored.append(numbers(counter).get("words", 0))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(reads, range(8)))

    assert sum(stored) + numbers(counter).get("words", 0) == 8 * 500


def test_reads_are_added_to_those_of_the_day(edith):
    post = make_post(by=edith, title="Words")
    Address.objects.create(slug="ältere", post=post, since=timezone.now())
    yesterday = TODAY - timedelta(days=1)

    storing.store({("words", TODAY): 2, ("ÄLTERE", TODAY): 1, ("words", yesterday): 4, ("tags", TODAY): 9})
    storing.store({("words", TODAY): 5})

    assert set(Reads.objects.values_list("post", "day", "reads")) == {(post.pk, TODAY, 8), (post.pk, yesterday, 4)}


def test_many_addresses_take_few_statements(edith, monkeypatch):
    make_live(12, by=edith)

    with CaptureQueriesContext(connection) as captured:
        storing.store({(f"post-{number}", TODAY): 1 for number in range(12)})

    assert sum(" INTO " in query["sql"] for query in captured) == 1
    assert sum('"blog_address"' in query["sql"] for query in captured) == 1
    assert Reads.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_no_read_is_lost_between_processes_that_store_at_once(edith):
    make_live(3, by=edith)
    counted = {(f"post-{number}", TODAY): 1 for number in range(3)}
    other_way_round = dict(reversed(counted.items()))

    def store_often(which):
        for _time in range(10):
            storing.store(which)

    at_once(*(lambda which=which: store_often(which) for which in (counted, other_way_round) * 2))

    assert list(Reads.objects.values_list("reads", flat=True)) == [40, 40, 40]


def test_reads_wait_for_a_database_that_is_away(edith, monkeypatch, caplog):
    post = make_post(by=edith, title="Words")
    counter = counting_around()
    read(counter)
    with monkeypatch.context() as away:
        away.setattr(storing, "store", lambda counted: (_ for _ in ()).throw(OperationalError("away")))
        counter.store()
    read(counter)

    counter.store()

    assert "could not be stored" in caplog.text
    assert Reads.objects.get().reads == 2
    assert Reads.objects.get().post == post
    assert numbers(counter) == {}


@pytest.mark.django_db(transaction=True)
def test_a_thread_stores_and_ranks_what_was_read(edith, monkeypatch):
    make_live(3, by=edith)
    monkeypatch.setattr(counting, "SECONDS_BETWEEN_STORES", 0.05)
    kept = []
    monkeypatch.setattr(counting, "Finalize", lambda owner, end, exitpriority: kept.append(end))
    turns = iter(range(3))
    counter = counting_around()
    del counter._start_keeper
    monkeypatch.setattr(counting.time, "sleep", lambda seconds: next(turns))  # ends the thread after three turns

    def end_quietly(keep=counter._keep):
        with pytest.raises(StopIteration):
            keep()

    counter._keep = end_quietly
    for number in range(3):
        counter.tally.add({(f"post-{number}", TODAY): 5 + number})
    read(counter)
    counter._keeper.join(20)

    assert list(Rank.objects.values_list("post__reads__reads", flat=True)) == [7, 6, 5]
    assert kept == [counter._store_and_close]


def test_what_was_read_lately_counts_more(edith):
    posts = make_live(5, by=edith)
    give_reads(posts[:3], 10, 5, 4)
    give_reads([posts[3]], 30, day=TODAY - timedelta(days=26))
    give_reads([posts[4]], 900, day=TODAY - timedelta(days=30))

    ranking.rank_anew()

    assert [rank.post for rank in Rank.objects.all()] == [posts[0], posts[1], posts[3]]  # 10 × 30, 5 × 30, 30 × 4


def test_only_another_order_is_announced(edith):
    posts = make_live(2, by=edith)
    give_reads(posts, 9, 5)
    heard = []

    def listen(sender, **kwargs):
        heard.append(connection.in_atomic_block)

    content_changed.connect(listen)
    ranking.rank_anew()
    Reads.objects.filter(post=posts[0]).update(reads=50)
    ranking.rank_anew()
    assert heard == [True]
    Reads.objects.filter(post=posts[1]).update(reads=90)
    ranking.rank_anew()
    content_changed.disconnect(listen)

    assert heard == [True, True]
    assert [rank.post for rank in Rank.objects.all()] == posts[::-1]


@pytest.mark.parametrize("address", ["/", "/nothing-here/"])
def test_the_five_read_most_are_shown_in_one_query_more(address, client, edith):
    posts = make_live(12, by=edith)
    give_reads(posts, *range(5, 17))
    ranking.rank_anew()

    with CaptureQueriesContext(connection) as captured:
        page = client.get(address).content.decode()

    shown = page.partition('id="most-read"')[2].partition("</section>")[0]
    assert [shown.index(f">Post {number}<") for number in range(11, 6, -1)] == sorted(
        shown.index(f">Post {number}<") for number in range(11, 6, -1)
    )
    assert shown.count("<li>") == 5
    assert sum('"popular_rank"' in query["sql"] for query in captured) == 1
    assert len(captured) <= 9


def test_older_pages_do_not_repeat_them(client, edith):
    posts = make_live(12, by=edith)
    give_reads(posts, *range(5, 17))
    ranking.rank_anew()
    SiteSettings.objects.update_or_create(pk=1, defaults={"posts_per_page": 5})
    older = client.get("/").context["page"].older

    assert b"most-read" not in client.get("/", {"before": older}).content


def test_too_few_are_not_shown(client, edith):
    give_reads(make_live(3, by=edith), 9, 9, 4)
    ranking.rank_anew()

    assert Rank.objects.count() == 2
    assert b"most-read" not in client.get("/").content


def test_one_withdrawn_since_or_taken_out_of_lists_is_not_shown(edith):
    posts = make_live(6, by=edith)
    give_reads(posts, 60, 50, 40, 30, 20, 10)
    ranking.rank_anew()

    workflow.withdraw(posts[0], by=edith)
    Revision.objects.filter(post=posts[1]).update(listed=False)
    Revision.objects.filter(post=posts[2]).update(live_until=timezone.now() + timedelta(hours=1))

    assert [revision.post_id for revision in ranking.most_read()] == [post.pk for post in posts[2:]]
    Revision.objects.filter(post=posts[2]).update(live_until=timezone.now())
    assert [revision.post_id for revision in ranking.most_read()] == [post.pk for post in posts[3:]]


def test_the_pages_query_goes_from_the_few_ranked_to_their_times(edith):
    give_reads(make_live(12, by=edith), *range(5, 17))
    ranking.rank_anew()

    plan = plan_of(ranking.most_read)

    # PostgreSQL knows from its statistics that the ranked are few; in a table this small everything is.
    by_post = re.search(r"SEARCH blog_revision USING INDEX \w+ \(post_id=\?", plan)
    assert by_post or connection.vendor == "postgresql", plan


def test_upkeep_forgets_what_is_older_than_ninety_days(edith):
    posts = make_live(1, by=edith)
    give_reads(posts, 9, day=TODAY - timedelta(days=91))
    give_reads(posts, 9, day=TODAY - timedelta(days=90))
    give_reads(posts, 9)

    call_command("upkeep")

    assert Reads.objects.count() == 2
    assert Rank.objects.get().post == posts[0]
