"""What pages tell machines about themselves: the publication, the way to a page, a card for elsewhere."""

import json
import re
from datetime import UTC, datetime

import pytest

from blog.models import SiteSettings
from tests.factories import make_live, make_post
from tests.factories_media import make_image


@pytest.fixture(autouse=True)
def house(settings):
    settings.BYLINE_URL = "https://example.org"


def data(client, address: str) -> dict[str, dict]:
    """Return type → JSON-LD of the page at ``address``."""
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', client.get(address).text)]
    return {part["@type"]: part for whole in found for part in whole.get("@graph", [whole])}


def way(client, address: str) -> list[tuple[str, str]]:
    items = data(client, address)["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    return [(item["name"], item["item"].removeprefix("https://example.org")) for item in items]


def test_home_says_what_the_publication_is_and_whose(client, db):
    links = [{"label": "M", "url": "https://social.example/@us"}, {"label": "Mail", "url": "mailto:us@example.org"}]
    SiteSettings(name="Byline", tagline="</script>Words", language="de", logo=make_image(), social_links=links).save()

    found = data(client, "/")

    assert found["WebSite"]["url"] == found["Organization"]["url"] == "https://example.org/"
    assert found["WebSite"]["description"] == "</script>Words"
    assert found["WebSite"]["inLanguage"] == "de"
    assert found["WebSite"]["publisher"]["@id"] == found["Organization"]["@id"]
    assert found["Organization"]["logo"].startswith("https://example.org/uploads/")
    assert found["Organization"]["sameAs"] == ["https://social.example/@us"]
    assert "BreadcrumbList" not in found


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/tags/", [("Tags", "/tags/")]),
        ("/tags/birds/", [("Tags", "/tags/"), ("Birds", "/tags/birds/")]),
        ("/authors/edith/", [("Edith", "/authors/edith/")]),
        ("/archive/", [("Archive", "/archive/")]),
        ("/archive/2020/", [("Archive", "/archive/"), ("2020", "/archive/2020/")]),
        (
            "/archive/2020/05/",
            [("Archive", "/archive/"), ("2020", "/archive/2020/"), ("May 2020", "/archive/2020/05/")],
        ),
        ("/words/", [("Birds", "/tags/birds/"), ("Words & <more>", "/words/")]),
        ("/about/", [("About", "/about/")]),
    ],
)
def test_a_page_tells_the_way_to_it(address, expected, client, edith):
    dated = datetime(2020, 5, 4, 12, tzinfo=UTC)
    make_post(by=edith, title="Words & <more>", slug="words", tags=("Birds", "Fish"), date_given=dated)
    make_post(by=edith, title="About", listed=False)

    assert way(client, address) == [("Byline", "/"), *expected]
    for _name, step in expected:
        assert client.get(step).status_code == 200


def test_a_card_for_elsewhere_is_whole(client, edith):
    cover = make_image((1300, 800), alt="A heron")
    make_post(by=edith, title="Words", summary="In short", cover=cover)

    page = client.get("/words/").text

    cards = dict(re.findall(r'<meta name="twitter:([\w:]+)" content="([^"]*)">', page))
    assert cards == {
        "card": "summary_large_image",
        "title": "Words",
        "description": "In short",
        "image": cover.social.url,
        "image:alt": "A heron",
    }


def test_a_card_without_a_picture_names_none(client, edith):
    make_live(1, by=edith)

    page = client.get("/").text

    assert "twitter:image" not in page
    assert '<meta name="twitter:card" content="summary">' in page
