"""What pages tell machines about themselves: the publication, the way to a page, a card for elsewhere."""

import json
import re
from datetime import UTC, datetime

import pytest

from accounts.models import Author
from blog.models import SiteSettings
from blog.series.models import Series
from tests.factories import make_post
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
        ("/authors/", [("Authors", "/authors/")]),
        ("/authors/edith/", [("Authors", "/authors/"), ("Edith", "/authors/edith/")]),
        ("/tags/birds+fish/", [("Tags", "/tags/"), ("Birds + Fish", "/tags/birds+fish/")]),
        ("/series/", [("All series", "/series/")]),
        ("/series/walks/", [("All series", "/series/"), ("Walks", "/series/walks/")]),
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
    words = make_post(by=edith, title="Words & <more>", slug="words", tags=("Birds", "Fish"), date_given=dated)
    make_post(by=edith, title="About", listed=False)
    Series.objects.create(title="Walks", slug="walks").parts.create(post=words, position=1)

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


@pytest.mark.parametrize("address", ["/", "/tags/", "/tags/birds/", "/archive/", "/authors/edith/"])
def test_a_page_of_no_one_post_is_shared_with_the_card_of_the_publication(address, client, edith):
    SiteSettings(name="The Heron", tagline="Words from the pond").save()
    make_post(by=edith, tags=["Birds"])

    page = client.get(address).text
    card = re.search(r'<meta property="og:image" content="https://example.org([^"]*)">', page)[1]

    assert '<meta name="twitter:image:alt" content="Words from the pond">' in page
    assert client.get(card)["Content-Type"] == "image/png"
    SiteSettings(name="The Heron", tagline="Other words").save()
    assert card not in client.get(address).text
    assert client.get(card).status_code == 404


def test_an_author_s_page_says_who_that_is(client, edith):
    links = [{"label": "M", "url": "https://social.example/@edith"}]
    Author.objects.filter(slug="edith").update(bio="Edits & writes", links=links, portrait=make_image())
    make_post(by=edith)

    page = client.get("/authors/edith/").text
    person = data(client, "/authors/edith/")["ProfilePage"]["mainEntity"]

    assert '<meta property="og:type" content="profile">' in page
    assert person["name"] == "Edith"
    assert person["description"] == "Edits & writes"
    assert person["sameAs"] == ["https://social.example/@edith"]
    assert person["image"].startswith("https://example.org/uploads/")


def test_the_canonical_address_is_written_as_in_links(client, edith):
    make_post(by=edith, tags=["日本語"])

    page = client.get("/tags/日本語/").text

    assert '<link rel="canonical" href="https://example.org/tags/%E6%97%A5%E6%9C%AC%E8%AA%9E/">' in page
