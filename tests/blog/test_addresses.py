"""Addresses are promises: nobody loses one by accident, and no post stands in the way of a page."""

import re

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from blog import workflow
from blog.models import Address, Post
from blog.workflow import Refused
from tests.factories import make_draft, make_post


def first_segments(resolver, prefix=""):
    """The first segments of all routes that begin with a fixed word."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern) or "/" in route:
            yield route.lstrip("^").partition("/")[0]
        else:
            yield from first_segments(pattern, route)


def test_no_post_can_take_the_first_segment_of_another_route():
    words = {segment for segment in first_segments(get_resolver()) if segment and not segment.startswith("<")}
    fixed = {segment for segment in words if re.fullmatch(r"[\w.-]+", segment)}
    feeds = {f"feed.{format}" for format in ("xml", "atom", "json")}

    assert words - fixed == {"feed.<feed:format>"}
    assert fixed | feeds | {"static", "search"} == Address.RESERVED  # static files; the search page to come


@pytest.mark.parametrize("slug", [*sorted(Address.RESERVED), "Admin"])
def test_a_reserved_address_is_refused(slug, alma):
    with pytest.raises(Refused) as refusal:
        make_draft(by=alma, slug=slug)

    assert refusal.value.code == "address_reserved"


@pytest.mark.parametrize("title", ["Admin", "Tags", "Archive"])
def test_a_title_like_a_page_gets_an_address_of_its_own(title, alma):
    assert make_post(by=alma, title=title).live_revision().slug == f"{title.lower()}-2"


def test_a_draft_reserves_nothing_and_the_second_to_publish_is_refused(alma, otto):
    first = make_draft(by=alma, slug="wanted")
    second = make_draft(by=otto, slug="wanted")
    workflow.publish(first, by=alma)

    with pytest.raises(Refused, match="is at /wanted/ already"):
        workflow.publish(second, by=otto)


def test_an_earlier_address_stays_its_posts(alma):
    post = make_post(by=alma, authors=[alma], title="Old")
    workflow.publish(make_draft(post, by=alma, slug="new"), by=alma)

    with pytest.raises(Refused):
        make_post(by=alma, slug="old", authors=[alma])


def test_an_editor_takes_over_an_address_whose_post_is_read_elsewhere(edith, client):
    post = make_post(by=edith, title="Old")
    with pytest.raises(Refused):
        make_draft(by=edith, slug="old")
    workflow.publish(make_draft(post, by=edith, slug="new"), by=edith)

    taken = make_post(by=edith, title="Heir", slug="old")

    assert "Heir" in client.get("/old/").text
    assert Address.objects.get(slug="old").post == taken


def test_letters_of_any_script_make_an_address(client, alma):
    make_post(by=alma, title="Über 日本語")

    assert client.get("/über-日本語/").status_code == 200
    assert client.get("/u\u0308ber-日本語/")["Location"].endswith("/%C3%BCber-%E6%97%A5%E6%9C%AC%E8%AA%9E/")


@pytest.mark.parametrize(("moved_to", "status"), [("", 410), ("/tags/", 301), ("https://example.com/x", 301)])
def test_where_a_withdrawn_post_leads(moved_to, status, client, edith):
    post = make_post(by=edith, title="Old")
    workflow.withdraw(post, by=edith, moved_to=moved_to)

    response = client.get("/old/")

    assert response.status_code == status
    assert response.get("Location", "") == moved_to
    assert response["Cache-Control"] == ("max-age=300" if moved_to else "no-cache")


@pytest.mark.parametrize(
    "address", ["/never/", "/%00/", "/tags/a%00b/", "/tags/%00/feed.xml", "/authors/%00/feed.json"]
)
def test_what_never_was_is_a_404(address, client, db):
    assert client.get(address).status_code == 404
    assert not Post.objects.exists()
