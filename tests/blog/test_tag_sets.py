"""Several tags at once: which posts a set finds, where it lives, and what it costs."""

import re
from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import workflow
from blog.models import Revision, Tag, TagPlacement
from blog.prepared import prepared
from blog.tagsets import pages, related
from blog.tagsets.pages import page_of_set
from blog.tagsets.sets import read
from tests.bench.corpus import make_corpus
from tests.factories import make_draft, make_live, make_post
from tests.plans import plan_of


@pytest.fixture
def posts(edith):
    """Named for the tags they carry."""
    for names in ("birds", "fish", "birds fish", "birds fish ponds", "birds ponds"):
        make_post(by=edith, title=names, tags=tuple(names.split()))


def titles(page: str) -> set[str]:
    return set(re.findall(r"<h2><a [^>]*>([^<]*)</a>", page))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("birds+fish", {"birds fish", "birds fish ponds"}),
        ("birds+fish+ponds", {"birds fish ponds"}),
        ("birds+!fish", {"birds", "birds ponds"}),
        ("birds+!fish+!ponds", {"birds"}),
        ("birds+fish+!ponds", {"birds fish"}),
    ],
)
def test_a_set_finds_what_carries_all_of_some_and_none_of_others(words, found, posts, client):
    page = client.get(f"/tags/{words}/")
    feed = feedparser.parse(client.get(f"/tags/{words}/feed.atom").content)

    assert titles(page.text) == found
    assert {entry.title for entry in feed.entries} == found
    assert f'href="/tags/{words}/feed.json"' in page.text


@pytest.mark.parametrize("hidden", ["a draft", "a scheduled post", "a withdrawn post", "a page"])
def test_a_set_shows_only_what_is_live_and_listed(hidden, client, edith):
    make_post(by=edith, title="Shown", tags=("a", "b"))
    text = {"by": edith, "title": "Hidden", "tags": ("a", "b")}
    match hidden:
        case "a draft":
            make_draft(**text)
        case "a scheduled post":
            make_post(**text, at=timezone.now() + timedelta(hours=1))
        case "a withdrawn post":
            workflow.withdraw(make_post(**text), by=edith)
        case "a page":
            make_post(**text, listed=False)

    assert titles(client.get("/tags/a+b/").text) == {"Shown"}
    assert "Hidden" not in client.get("/tags/a+b/feed.json").text


def test_what_a_post_was_once_tagged_with_finds_it_no_more(client, edith):
    post = make_post(by=edith, title="Words", tags=("a", "b"))
    workflow.publish(make_draft(post, by=edith, tags=("a", "c")), by=edith)

    assert titles(client.get("/tags/a+b/").text) == set()
    assert titles(client.get("/tags/a+!b/").text) == {"Words"}


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("fish+birds", "birds+fish"),
        ("!fish+birds", "birds+!fish"),
        ("birds+fish+birds", "birds+fish"),
        ("birds+birds", "birds"),
        ("Fish+Birds", "birds+fish"),
        ("avians+fish", "birds+fish"),
        ("avians+birds", "birds"),
        ("fish+!avians", "fish+!birds"),
    ],
)
def test_each_set_has_one_address_and_every_other_way_leads_there(words, address, posts, client):
    Tag.objects.create(name="avians", same_as=Tag.objects.get(name="birds"))

    for rest in ("", "feed.xml", "feed.atom", "feed.json"):
        response = client.get(f"/tags/{words}/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/tags/{address}/{rest}")
        assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "words",
    ["birds+nothing", "birds+!nothing", "!birds+!fish", "birds+!birds", "birds+", "+", "a+b+c+d+e", "birds+!", "!"],
)
def test_a_set_that_means_nothing_is_not_there(words, posts, client):
    assert client.get(f"/tags/{words}/").status_code == 404
    assert client.get(f"/tags/{words}/feed.atom").status_code == 404


def test_tags_of_any_script_and_with_signs_make_sets(client, edith):
    make_post(by=edith, title="Words", tags=("C++", "日本語"))

    assert titles(client.get("/tags/c-plus-plus+日本語/").text) == {"Words"}
    assert titles(client.get("/tags/c-plus-plus%2B日本語/").text) == {"Words"}


def test_a_tag_leads_to_those_it_stands_beside_most_often(posts, client, edith):
    make_draft(by=edith, tags=("birds", "secret"))

    page = client.get("/tags/birds/").text

    assert re.findall(r'href="/tags/([^"]+)/" rel="nofollow"', page) == ["birds+fish", "birds+ponds"]


def test_a_set_leads_to_fewer_tags_and_a_pair_to_what_only_one_of_them_has(posts, client):
    def ways(words):
        head = client.get(f"/tags/{words}/").text.partition("<h1>")[2].partition("</header>")[0]
        return re.findall(r'href="/tags/([^"]+)/"', head)

    assert ways("birds+fish") == ["fish", "birds", "birds+!fish", "fish+!birds"]
    assert ways("birds+!fish") == ["birds", "birds+fish"]
    assert ways("birds+fish+ponds") == ["fish+ponds", "birds+ponds", "birds+fish"]


def test_only_a_pair_with_enough_posts_is_a_search_result(client, edith):
    make_live(6, by=edith, tags=("a", "b", "c"))
    make_post(by=edith, tags=("a", "d"))

    noindex = {words: "noindex" in client.get(f"/tags/{words}/").text for words in ("a+b", "a+d", "a+b+c", "a+!d")}

    assert noindex == {"a+b": False, "a+d": True, "a+b+c": True, "a+!d": True}


@pytest.mark.parametrize(
    ("address", "most"),
    [("/tags/a/", 6), ("/tags/a+b/", 6), ("/tags/a+b+c/", 6), ("/tags/a+!d/", 6), ("/tags/a+b/feed.atom", 6)],
)
def test_a_page_costs_the_same_whatever_the_number_of_posts(address, most, client, edith):
    make_live(3, by=edith, tags=("a", "b", "c"))
    make_post(by=edith, tags=("d",))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = queries()
    make_live(12, by=edith, tags=("a", "b", "c"))

    assert queries() == few <= most


def test_older_pages_of_a_set_follow_one_another(client, edith):
    make_live(30, by=edith, tags=("a", "b"))
    address, seen = "/tags/a+b/", []

    while address:
        page = client.get(address).text
        seen += titles(page)
        older = re.search(r'href="(\?before=[^"]+)"', page)
        address = older and f"/tags/a+b/{older[1]}"

    assert len(seen) == len(set(seen)) == 30


def test_tags_that_are_hardly_ever_together_are_looked_for_a_stretch_at_a_time(client, edith, monkeypatch):
    monkeypatch.setattr(pages, "MOST_WALKED", 5)
    make_post(by=edith, title="Both", tags=("a", "b"))
    make_live(8, by=edith, tags=("a",))
    make_live(9, by=edith, tags=("b",))

    first = client.get("/tags/a+b/")
    older = re.search(r'href="(\?before=[^"]+)"', first.text)[1]
    second = client.get(f"/tags/a+b/{older}")

    assert titles(first.text) == set()
    assert "None of the newer posts" in first.text
    assert titles(second.text) == {"Both"}
    assert "Older posts" not in second.text


def test_posts_of_one_date_are_shown_once_wherever_a_stretch_ends(client, edith, monkeypatch):
    monkeypatch.setattr(pages, "MOST_WALKED", 5)
    make_live(9, by=edith, tags=("a", "b"))
    noon = timezone.now() - timedelta(hours=1)
    for model in (Revision, TagPlacement):
        model.objects.update(dated_at=noon, live_from=noon)
    make_live(8, by=edith, tags=("c",))
    address, seen = "/tags/a+!c/", []

    while address:
        page = client.get(address).text
        seen += re.findall(r"<h2><a [^>]*>([^<]*)</a>", page)
        older = re.search(r'href="(\?before=[^"]+)"', page)
        address = older and f"/tags/a+!c/{older[1]}"

    assert len(seen) == len(set(seen)) == 9


def test_a_page_whose_newest_posts_have_ended_says_where_to_go_on(client, edith):
    make_post(by=edith, title="Still here", tags=("a", "b"))
    ended = make_live(14, by=edith, tags=("a", "b"))
    TagPlacement.objects.filter(post__in=ended).update(live_until=timezone.now())

    first = client.get("/tags/a+b/")
    older = re.search(r'href="(\?before=[^"]+)"', first.text)[1]
    second = client.get(f"/tags/a+b/{older}")

    assert titles(first.text) | titles(second.text) == {"Still here"}


def test_a_set_is_read_off_the_index_of_its_rarest_tag(db):
    make_corpus(1_500, withdrawn=300, scheduled=60, authors=5, tags=30)
    tags = read("tag-0+tag-1")

    plan = plan_of(lambda: page_of_set(tags, size=12), reading="blog_tagplacement")

    assert "listed_by_tag" in plan
    assert not re.search(r"SCAN|Seq Scan|TEMP B-TREE|Sort", plan.replace("Incremental Sort", "")), plan
    assert tags.rarest.name == "tag 1"


def test_what_stands_beside_a_tag_is_looked_for_among_its_newest_posts(edith, monkeypatch):
    monkeypatch.setattr(related, "LOOKED_AT", 2)
    monkeypatch.setattr(related, "_beside", prepared(related._beside.__wrapped__))  # whose SQL has it in it
    make_post(by=edith, tags=("a", "old"))
    make_live(2, by=edith, tags=("a", "new"))

    assert [tag.name for tag in related.beside(Tag.objects.get(name="a"))] == ["new"]
