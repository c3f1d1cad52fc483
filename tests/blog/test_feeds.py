"""Feeds: whole posts in three formats, of the publication, a tag and an author, as strangers' programs read them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from io import StringIO
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.management import call_command
from django.utils import timezone

from blog import workflow
from blog.models import SiteSettings, Tag
from media.models import Image
from tests.factories import make_draft, make_guest, make_live, make_post
from tests.factories_media import make_image

ATOM = "{http://www.w3.org/2005/Atom}"
RSS_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

FORMATS = ["xml", "atom", "json"]
FEEDS = [f"{of}feed.{format}" for of in ("/", "/tags/birds/", "/authors/edith/") for format in FORMATS]
DATED = datetime(2015, 2, 11, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def house(settings):
    settings.BYLINE_URL = "https://example.org"


@pytest.fixture
def post(edith):
    """By two people, with two tags, a cover and a picture in the text, both with captions."""
    cover = make_image(alt="A heron", caption="Library", credit="Ana")
    inside = make_image(size=(100, 100), alt="An egg", caption="Found in May")
    return make_post(
        by=edith,
        authors=[edith, make_guest("Gus Guest")],
        title="Herons & “egrets”",
        slug="herons",
        summary="Birds < 1 m & their eggs",
        body=f'<p>Tall<sup data-footnote="Very.">1</sup> <a href="/tags/">birds</a>.</p>'
        f'<figure data-image-id="{inside.pk}"><img></figure><p>href="/x/"</p>',
        tags=("Birds", "Ponds"),
        cover=cover,
        cover_caption="A heron & its pond",
        date_given=DATED,
        language="en-gb",
    )


def read(client, address):
    """Return the feed at ``address`` as a feed reader has it, which must not find a fault in it."""
    response = client.get(address)
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(client, address):
    if ".json" in address:
        return [item["title"] for item in client.get(address).json()["items"]]
    return [entry.title for entry in read(client, address).entries]


def ids(client, address):
    if ".json" in address:
        return [item["id"] for item in client.get(address).json()["items"]]
    return [entry.id for entry in read(client, address).entries]


def contents(client):
    """Return format → the HTML of the only post, letter for letter."""
    rss, atom = (ElementTree.fromstring(client.get(f"/feed.{format}").content) for format in ("xml", "atom"))
    return {
        "xml": rss.findtext(f".//{RSS_CONTENT}"),
        "atom": atom.findtext(f".//{ATOM}content"),
        "json": client.get("/feed.json").json()["items"][0]["content_html"],
    }


@pytest.mark.parametrize(
    ("format", "version", "content_type"),
    [
        ("xml", "rss20", "application/rss+xml; charset=utf-8"),
        ("atom", "atom10", "application/atom+xml; charset=utf-8"),
    ],
)
def test_a_feed_reader_finds_title_language_page_and_the_feed_itself(format, version, content_type, client, post):
    SiteSettings(name="Byline & sons", tagline="Words", language="de").save()

    feed = read(client, f"/tags/birds/feed.{format}")

    assert client.get(f"/feed.{format}")["Content-Type"] == content_type
    assert feed.version == version
    assert feed.feed.title == "Byline & sons: Birds"
    assert feed.feed.language == "de"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["alternate"] == "https://example.org/tags/birds/"
    assert links["self"] == f"https://example.org/tags/birds/feed.{format}"


@pytest.mark.parametrize("address", [feed for feed in FEEDS if not feed.endswith("json")])
def test_an_entry_says_what_the_post_says(address, client, post):
    entry = read(client, address).entries[0]

    assert entry.title == "Herons & “egrets”"
    assert entry.link == "https://example.org/herons/"
    assert entry.id == f"urn:uuid:{post.uid}"
    assert not entry.get("guidislink")
    assert [author.name for author in entry.authors] == ["Edith", "Gus Guest"]
    assert [tag.term for tag in entry.tags] == ["Birds", "Ponds"]
    assert unescape(entry.summary) == "Birds < 1 m & their eggs"
    assert entry.published_parsed[:6] == (2015, 2, 11, 9, 30, 0)


def test_a_json_feed_keeps_to_its_specification(client, post):
    response = client.get("/feed.json")

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    (item,) = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Byline",
        "home_page_url": "https://example.org/",
        "feed_url": "https://example.org/feed.json",
        "favicon": "https://example.org/static/apple-touch-icon.png",
        "language": "en",
    }
    assert item.pop("content_html")
    assert item == {
        "id": f"urn:uuid:{post.uid}",
        "url": "https://example.org/herons/",
        "title": "Herons & “egrets”",
        "summary": "Birds < 1 m & their eggs",
        "date_published": "2015-02-11T09:30:00+00:00",
        "date_modified": "2015-02-11T09:30:00+00:00",
        "authors": [
            {"name": "Edith", "url": "https://example.org/authors/edith/"},
            {"name": "Gus Guest", "url": "https://example.org/authors/gus-guest/"},
        ],
        "tags": ["Birds", "Ponds"],
        "language": "en-GB",
        "image": post.live_revision().cover.social.url,
    }


def test_an_atom_feed_has_the_words_and_pictures_of_what_it_is_of(client, edith):
    SiteSettings(name="Byline", tagline="Words & more", logo=make_image()).save()

    feed = ElementTree.fromstring(client.get("/feed.atom").content)

    assert feed.findtext(f"{ATOM}subtitle") == "Words & more"
    assert feed.findtext(f"{ATOM}icon") == "https://example.org/static/apple-touch-icon.png"
    assert feed.findtext(f"{ATOM}logo").startswith("https://example.org/uploads/")


@pytest.mark.parametrize("format", FORMATS)
def test_the_whole_post_is_in_it_the_cover_first(format, client, post):
    html = contents(client)[format]

    cover, text = html.split("</figure>", 1)
    assert cover.startswith('<div lang="en-GB" dir="ltr"><figure')
    assert 'alt="A heron"' in cover
    assert '<figcaption>A heron &amp; its pond <small class="credit" dir="auto">Ana</small></figcaption>' in cover
    assert 'alt="An egg"' in text
    assert text.count("<figcaption><bdi>Found in May</bdi></figcaption>") == 1
    assert html.endswith("</section></div>")


@pytest.mark.parametrize("format", FORMATS)
def test_every_address_in_it_is_whole_and_words_stay_as_they_are(format, client, post):
    html = contents(client)[format]

    in_tags = " ".join(re.findall(r"<[^>]+>", html))
    addresses = re.findall(r' (?:src|href|srcset)="([^"]*)"', in_tags)
    assert len(addresses) == 7  # two of each picture, the tags, the note there and back
    assert all(address.startswith("https://example.org/") for address in addresses)
    assert "https://example.org/herons/#note-1" in addresses
    assert '<p>href="/x/"</p>' in html


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("sv", "ltr"), ("", "rtl")])
def test_a_post_keeps_its_language_and_the_way_it_runs(language, direction, client, edith):
    make_post(by=edith, title="مرحبا", body="<p>مرحبا</p>", language=language)

    entry = ElementTree.fromstring(client.get("/feed.atom").content).find(f"{ATOM}entry")

    assert entry.get(XML_LANG) == (language or "en")
    for html in contents(client).values():
        assert html.startswith(f'<div lang="{language or "en"}" dir="{direction}">')


def test_a_post_is_the_same_entry_whatever_becomes_of_title_address_date_and_host(client, edith, post, settings):
    before = {format: ids(client, f"/feed.{format}") for format in FORMATS}

    update = make_draft(post, by=edith, title="Egrets", slug="egrets", date_given=DATED + timedelta(days=400))
    workflow.publish(update, by=edith)
    settings.BYLINE_URL = "https://moved.example"

    assert titles(client, "/feed.xml") == ["Egrets"]
    assert {format: ids(client, f"/feed.{format}") for format in FORMATS} == before
    assert len(set(map(tuple, before.values()))) == 1


def test_dates_are_when_it_was_dated_and_when_its_words_last_changed(client, edith, post):
    workflow.publish(make_draft(post, by=edith, body="<p>Other words.</p>"), by=edith)
    changed = post.live_revision().revised_at

    rss = ElementTree.fromstring(client.get("/feed.xml").content)
    atom = ElementTree.fromstring(client.get("/feed.atom").content)
    json = client.get("/feed.json").json()["items"][0]

    assert parsedate_to_datetime(rss.findtext(".//pubDate")) == DATED
    assert parsedate_to_datetime(rss.findtext(".//lastBuildDate")) == changed.replace(microsecond=0)
    for published, updated in [
        (atom.findtext(f".//{ATOM}published"), atom.findtext(f".//{ATOM}entry/{ATOM}updated")),
        (json["date_published"], json["date_modified"]),
    ]:
        assert datetime.fromisoformat(published) == DATED
        assert datetime.fromisoformat(updated).replace(microsecond=0) == changed.replace(microsecond=0)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_not_the_authors_doing_changes_no_date(format, client, edith, post):
    """A new rendering or new words in the library are sent to who asks again, as the same entry of the same date."""
    before = dates(client.get(f"/feed.{format}").text)
    picture = Image.objects.get(alt="An egg")

    call_command("render_revisions", "--again", stdout=StringIO())
    picture.caption = "Found in June"
    picture.save()
    after = client.get(f"/feed.{format}").text

    assert "Found in June" in after
    assert dates(after) == before
    assert len(before) > 1


def dates(feed):
    return re.findall(r"\d{4}-\d\d-\d\dT[\d:.+]+|\w{3}, \d\d \w{3} \d{4} [\d:]+", feed)


def test_what_xml_cannot_say_breaks_no_feed(client, edith):
    SiteSettings(name="By\x07line").save()
    author = make_guest("Gus\x02")
    make_post(
        by=edith,
        authors=[edith, author],
        title="Bell\x01 \ufffe &amp; <b>]]>",
        summary="a\x03b",
        body="<p>a\x0cb ]]> c</p>",
        tags=("Bi\x06rds",),
    )

    for format in ("xml", "atom"):
        entry = read(client, f"/feed.{format}").entries[0]
        assert entry.authors[1].name == "Gus"
        assert entry.tags[0].term == "Birds"
        root = ElementTree.fromstring(client.get(f"/feed.{format}").content)
        assert "Bell  &amp; <b>]]>" in [element.text for element in root.iter() if element.tag.endswith("title")]
    assert "<p>ab ]]&gt; c</p>" in contents(client)["json"]


def test_the_twenty_newest_are_in_it_the_newest_first_in_five_queries(client, edith, django_assert_max_num_queries):
    make_live(22, by=edith, authors=[edith, make_guest()], tags=("Birds", "Ponds"), cover=make_image())

    for address in FEEDS:
        with django_assert_max_num_queries(5):
            response = client.get(address)
        assert response.status_code == 200
        assert titles(client, address) == [f"Post {number}" for number in range(21, 1, -1)]


NOBODYS = {
    "a draft": lambda by: make_draft(by=by, title="Secret", tags=("Birds",)),
    "a change being written": lambda by: make_draft(make_post(by=by, title="Shown"), by=by, title="Secret"),
    "a scheduled post": lambda by: make_post(
        by=by, title="Secret", tags=("Birds",), at=timezone.now() + timedelta(hours=1)
    ),
    "a withdrawn post": lambda by: workflow.withdraw(make_post(by=by, title="Secret", tags=("Birds",)), by=by),
    "a post in the trash": lambda by: workflow.trash(make_post(by=by, title="Secret", tags=("Birds",)), by=by),
    "a page": lambda by: make_post(by=by, title="Secret", tags=("Birds",), listed=False),
}


@pytest.mark.parametrize("kind", NOBODYS)
def test_no_feed_has(kind, client, edith):
    make_post(by=edith, title="Shown, too", tags=("Birds",))
    NOBODYS[kind](edith)

    for address in FEEDS:
        response = client.get(address)
        assert "Shown, too" in response.text
        assert "Secret" not in response.text


def test_a_scheduled_post_is_in_every_feed_at_its_second(client, edith, monkeypatch):
    make_post(by=edith, title="Shown", tags=("Birds",))
    at = timezone.now() + timedelta(hours=1)
    make_post(by=edith, title="Embargoed", tags=("Birds",), at=at)

    monkeypatch.setattr(timezone, "now", lambda: at - timedelta(seconds=1))
    before = [titles(client, address) for address in FEEDS]
    monkeypatch.setattr(timezone, "now", lambda: at)
    after = [titles(client, address) for address in FEEDS]

    assert before == [["Shown"]] * len(FEEDS)
    assert after == [["Embargoed", "Shown"]] * len(FEEDS)


@pytest.mark.parametrize("format", FORMATS)
def test_who_has_the_newest_gets_nothing_again_until_something_changes(format, client, edith, post):
    first = client.get(f"/feed.{format}")
    again = client.get(f"/feed.{format}", headers={"if-none-match": first["ETag"]})
    cover = post.live_revision().cover
    cover.credit = "Ana Lemos"
    cover.save()
    changed = client.get(f"/feed.{format}", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert not first.cookies
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert "Ana Lemos" in changed.text


@pytest.mark.parametrize("format", FORMATS)
def test_the_feed_of_a_synonym_leads_to_the_one_of_its_tag(format, client, edith):
    make_post(by=edith, tags=("Birds",))
    Tag.objects.create(name="Avians", same_as=Tag.objects.get(name="Birds"))

    response = client.get(f"/tags/avians/feed.{format}?before=9-9")

    assert (response.status_code, response["Location"]) == (301, f"/tags/birds/feed.{format}?before=9-9")
    assert response["Cache-Control"] == "max-age=300"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("of", ["/tags/nothing/", "/authors/nobody/", "/feed/"])
def test_there_is_no_feed_of_what_there_is_not(of, format, client, db):
    assert client.get(f"{of}feed.{format}").status_code == 404


@pytest.mark.parametrize("format", ["xml", "atom"])
def test_a_feed_of_nothing_is_a_feed_that_stays_the_same(format, client, edith, monkeypatch):
    assert read(client, f"/authors/edith/feed.{format}").entries == []

    first = client.get(f"/authors/edith/feed.{format}").content
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get(f"/authors/edith/feed.{format}").content == first


def links(client, address):
    """Return relation → address of the links of the feed at ``address``."""
    if ".json" in address:
        feed = client.get(address).json()
        named = {"self": feed["feed_url"], "next": feed.get("next_url")}
        return {rel: href for rel, href in named.items() if href}
    return {link.rel: link.href for link in read(client, address).feed.links}


@pytest.mark.parametrize("address", FEEDS)
def test_older_pages_are_a_link_away_until_the_first_post_and_no_post_is_missed(address, client, edith):
    make_live(45, by=edith, tags=("Birds",))

    found, here = [], address
    while here:
        response = client.get(here)
        assert response.status_code == 200
        found += ids(client, here)
        itself = links(client, here)
        assert itself["self"] == f"https://example.org{here}"
        here = itself.get("next", "").removeprefix("https://example.org")

    assert len(found) == len(set(found)) == 45


@pytest.mark.parametrize("format", ["xml", "atom"])
def test_an_older_page_names_the_newest_and_belongs_to_the_same_feed(format, client, edith):
    make_live(21, by=edith)
    newest = f"https://example.org/feed.{format}"
    older = links(client, f"/feed.{format}")["next"].removeprefix("https://example.org")

    assert links(client, older)["first"] == newest
    assert "first" not in links(client, f"/feed.{format}")
    if format == "atom":
        assert read(client, older).feed.id == read(client, "/feed.atom").feed.id == newest


@pytest.mark.parametrize("before", ["x", "1-", "-1", "9" * 40 + "-1", "1-" + "9" * 40])
@pytest.mark.parametrize("address", FEEDS)
def test_an_older_page_that_there_is_not_is_no_error(before, address, client, edith):
    make_post(by=edith, tags=("Birds",))

    assert client.get(address, {"before": before}).status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_a_hub_is_named_once_there_is_one(format, client, post):
    hub = "https://hub.example.org/?a=1&b=2"
    before = client.get(f"/feed.{format}").text
    SiteSettings(hub=hub).save()

    assert "hub" not in before
    if format == "json":
        assert client.get("/feed.json").json()["hubs"] == [{"type": "WebSub", "url": hub}]
    else:
        assert links(client, f"/feed.{format}")["hub"] == hub


@pytest.mark.parametrize("format", FORMATS)
def test_a_tag_in_any_script_has_a_feed_that_knows_its_address(format, client, edith):
    make_post(by=edith, title="鳥", tags=("日本語",))

    response = client.get(f"/tags/日本語/feed.{format}")

    itself = f"https://example.org/tags/%E6%97%A5%E6%9C%AC%E8%AA%9E/feed.{format}"
    assert itself in response.text
    assert titles(client, f"/tags/日本語/feed.{format}") == ["鳥"]
