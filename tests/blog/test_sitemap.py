"""The sitemap tells search engines of every live page, in parts that cost the same at any number of posts."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Author
from blog import sitemaps, workflow
from blog.models import Post, Tag
from tests.bench.corpus import make_corpus
from tests.factories import make_draft, make_live, make_post
from tests.factories_media import make_image
from tests.plans import plan_of

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


@pytest.fixture(autouse=True)
def house(settings, monkeypatch):
    """One part holds all: on PostgreSQL, numbers go on from one test to the next."""
    settings.BYLINE_URL = "https://example.org"
    monkeypatch.setattr(sitemaps, "POSTS_PER_PART", 1_000_000)


def read(client, address):
    """Return the entries of a sitemap or of its index."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return list(ElementTree.fromstring(response.content))


def addresses(client, part):
    """Return what a part of the sitemap leads to, below the address of the publication."""
    found = [entry.findtext(f"{SITEMAP}loc") for entry in read(client, part)]
    assert all(address.startswith("https://example.org/") for address in found)
    return [address.removeprefix("https://example.org") for address in found]


def test_the_index_leads_to_parts_that_have_every_live_post_once(client, edith, monkeypatch):
    monkeypatch.setattr(sitemaps, "POSTS_PER_PART", 2)
    posts = make_live(5, by=edith)

    parts = addresses(client, "/sitemap.xml")
    found = [address for part in parts for address in addresses(client, part)]

    assert len(parts) >= 1 + 3
    for post in posts:
        assert found.count(post.get_absolute_url()) == 1


def test_the_index_says_when_a_part_changed_last_for_readers(client, edith, monkeypatch):
    monkeypatch.setattr(sitemaps, "POSTS_PER_PART", 1)
    post = make_post(by=edith, title="Long live", date_given=datetime(2001, 2, 3, tzinfo=UTC))
    later = make_draft(by=edith, title="Scheduled")
    workflow.publish(later, by=edith, at=timezone.now() + timedelta(hours=1))

    changed = {
        entry.findtext(f"{SITEMAP}loc").rpartition("-")[2]: entry.findtext(f"{SITEMAP}lastmod")
        for entry in read(client, "/sitemap.xml")
    }

    assert changed[f"{post.pk}.xml"] == post.live_revision().live_from.isoformat()
    assert changed[f"{later.post_id}.xml"] is None
    assert changed["https://example.org/sitemap/lists.xml"] is None


def test_a_publication_without_posts_has_a_sitemap(client, db):
    assert addresses(client, "/sitemap.xml") == ["/sitemap/lists.xml"]
    assert addresses(client, "/sitemap/lists.xml") == ["/", "/tags/", "/archive/", "/search/"]


@pytest.mark.parametrize("part", [1, 10**30])
def test_a_part_that_is_not_in_the_index_is_a_404(part, client, edith):
    make_post(by=edith)

    assert client.get(f"/sitemap/posts-{part}.xml").status_code == 404


def test_a_post_is_listed_with_when_it_changed_and_its_pictures(client, edith):
    cover, inside = make_image(), make_image(size=(100, 100))
    body = f'<p>Words.</p><figure data-image-id="{inside.pk}"><img></figure>'
    dated = datetime(2015, 2, 11, 9, 30, tzinfo=UTC)
    post = make_post(by=edith, title="Å & ö", body=body, cover=cover, date_given=dated)

    (entry,) = read(client, "/sitemap/posts-0.xml")

    assert entry.findtext(f"{SITEMAP}loc") == "https://example.org/%C3%A5-%C3%B6/"
    assert datetime.fromisoformat(entry.findtext(f"{SITEMAP}lastmod")) == dated
    pictures = [loc.text for loc in entry.iter(f"{IMAGE}loc")]
    assert pictures == [cover.whole_url, inside.whole_url]

    workflow.publish(make_draft(post, by=edith, body="<p>Other words.</p>"), by=edith)
    (entry,) = read(client, "/sitemap/posts-0.xml")

    assert datetime.fromisoformat(entry.findtext(f"{SITEMAP}lastmod")) == post.live_revision().revised_at
    assert [loc.text for loc in entry.iter(f"{IMAGE}loc")] == [cover.whole_url]


def test_what_readers_cannot_read_or_read_elsewhere_is_not_in_it(client, edith):
    make_post(by=edith, title="Live")
    make_post(by=edith, title="About", listed=False)
    make_draft(by=edith, title="Draft", slug="draft")
    make_post(by=edith, title="Scheduled", at=timezone.now() + timedelta(hours=1))
    workflow.withdraw(make_post(by=edith, title="Withdrawn"), by=edith)
    workflow.trash(make_post(by=edith, title="Trashed"), by=edith)
    make_post(by=edith, title="First elsewhere", canonical_url="https://elsewhere.example/post")

    assert addresses(client, "/sitemap/posts-0.xml") == ["/live/", "/about/"]


def test_lists_are_in_it_once_they_have_posts(client, edith, otto, alma, monkeypatch):
    Tag.objects.create(name="Unused")
    Author.objects.create(name="Guest without posts")
    make_post(by=edith, title="Past", tags=("Birds",), date_given=datetime(2015, 2, 11, tzinfo=UTC))
    make_draft(by=alma, tags=("Drafted",))
    at = timezone.now() + timedelta(hours=1)
    make_post(by=otto, authors=[otto], title="To come", tags=("Fish",), at=at)

    now = addresses(client, "/sitemap/lists.xml")
    monkeypatch.setattr(timezone, "now", lambda: at)
    later = addresses(client, "/sitemap/lists.xml")

    lists = ["/", "/tags/", "/archive/", "/authors/", "/authors/edith/", "/search/"]
    assert now == [*lists, "/archive/2015/02/", "/tags/birds/"]
    assert set(later) - set(now) == {"/tags/fish/", "/authors/otto/", f"/archive/{at:%Y/%m}/"}
    for address in later:
        assert client.get(address).status_code == 200


def test_more_lists_than_a_part_may_have_are_cut_from_the_end(client, edith, monkeypatch):
    make_post(by=edith, tags=("Ants", "Birds"))
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 8)

    assert addresses(client, "/sitemap/lists.xml")[-1] == "/tags/ants/"


def test_a_part_takes_six_queries_and_one_range_of_an_index(client, edith, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(sitemaps, "POSTS_PER_PART", 1_000)
    make_corpus(1_500, withdrawn=300, scheduled=60)
    image = make_image()
    make_post(by=edith, cover=image, body=f'<figure data-image-id="{image.pk}"><img></figure>')
    last = Post.objects.latest("pk").pk // sitemaps.POSTS_PER_PART

    with django_assert_max_num_queries(6):
        client.get(f"/sitemap/posts-{last}.xml")
    plan = plan_of(lambda: client.get(f"/sitemap/posts-{last}.xml"), reading="blog_revision")

    assert "post_id>? AND post_id<?" in plan or "post_id >=" in plan
    assert "SCAN" not in plan
    assert "Seq Scan" not in plan


def test_what_changed_lately_is_a_range_of_an_index(client, db):
    make_corpus(1_500, withdrawn=300, scheduled=60)

    plan = plan_of(lambda: client.get("/sitemap.xml"), reading="blog_revision")

    assert re.search(r"(SEARCH blog_revision USING INDEX|Index Scan Backward using) next_beginning", plan)
    assert "B-TREE" not in plan


def test_a_million_posts_have_an_index_that_search_engines_take(client, monkeypatch, db, django_assert_num_queries):
    """At most 50,000 parts of at most 50,000 addresses: https://www.sitemaps.org/protocol.html#index"""
    monkeypatch.setattr(sitemaps, "POSTS_PER_PART", 1_000)
    newest = Post(pk=Post.objects.aggregate(newest=Coalesce(Max("pk"), 0))["newest"] + 1_000_000)
    newest.save(force_insert=True)

    with django_assert_num_queries(2):
        response = client.get("/sitemap.xml")

    parts = response.text.count("<loc>")
    assert 1_001 <= parts <= 50_000
    assert len(response.content) < 160 * parts


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client, db):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[:3] == ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/"]
    assert lines[-1] == "Sitemap: https://example.org/sitemap.xml"
