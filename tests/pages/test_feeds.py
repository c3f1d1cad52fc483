"""Every feed of the demo is what its format says: Atom by RFC 4287’s grammar, RSS and JSON by what they must have."""

import json
import shutil
import subprocess
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest

from tests.pages.serving import HOUSE
from tests.pages.test_html import fetched

SCHEMA = HOUSE / "tests/pages/atom.rng"
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"

LISTS = ["/", "/tags/night-sky/", "/tags/" + quote("日本語") + "/", "/authors/maryam-al-sindiyan/"]


@pytest.fixture(scope="session")
def xmllint():
    found = shutil.which("xmllint")
    if not found:
        pytest.skip("xmllint is not installed: apt-get install libxml2-utils")
    return found


def judged(xmllint: str, feed: bytes, path) -> str:
    """Return what the schema has to say against ``feed``."""
    path.write_bytes(feed)
    command = [xmllint, "--noout", "--nonet", "--relaxng", SCHEMA, path]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return "" if said.returncode == 0 else said.stderr


@pytest.mark.parametrize("path", LISTS)
def test_atom_keeps_to_its_grammar(path, site, xmllint, tmp_path):
    while path:
        feed = fetched(f"{site}{path}" + ("" if "feed.atom" in path else "feed.atom"))
        assert judged(xmllint, feed, tmp_path / "feed") == ""

        root = ElementTree.fromstring(feed)
        links = {link.get("rel", "alternate"): link.get("href") for link in root.findall(f"{ATOM}link")}
        entries = root.findall(f"{ATOM}entry")
        assert {"self", "alternate"} <= links.keys()
        assert entries
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            assert entry.find(f"{ATOM}author/{ATOM}name").text
            assert entry.find(f"{ATOM}link").get("rel", "alternate") == "alternate"
        path = links.get("next", "").removeprefix(site)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<updated>", "<updated>yesterday "),
        ("<id>", "<id>a</id><id>"),
        ("<title>", "<titel/><title>"),
        ('type="html"', 'type="xhtml"'),
        ('term="', 'name="'),
    ],
)
def test_the_grammar_finds_what_is_wrong(right, wrong, site, xmllint, tmp_path):
    feed = fetched(f"{site}/feed.atom").decode()

    assert judged(xmllint, feed.replace(right, wrong, 1).encode(), tmp_path / "feed")


@pytest.mark.parametrize("path", LISTS)
def test_rss_has_what_it_must(path, site):
    feed = fetched(f"{site}{path}feed.xml")

    assert not feedparser.parse(feed).bozo
    channel = ElementTree.fromstring(feed).find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    assert channel.find(f"{ATOM}link[@rel='self']").get("href") == f"{site}{path}feed.xml"
    items = channel.findall("item")
    assert items
    for item in items:
        for name in ("title", "link", "description", "guid", "pubDate", f"{CONTENT}encoded"):
            assert len(item.findall(name)) == 1, name
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("link").startswith(site)
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        assert item.find(f"{DC}creator").text
    assert len({item.findtext("guid") for item in items}) == len(items)


TEXT, ADDRESS = str, "address"
FEED_KEYS = {
    "version": TEXT,
    "title": TEXT,
    "home_page_url": ADDRESS,
    "feed_url": ADDRESS,
    "description": TEXT,
    "language": TEXT,
    "next_url": ADDRESS,
    "icon": ADDRESS,
    "favicon": ADDRESS,
    "authors": list,
    "hubs": list,
    "items": list,
}
ITEM_KEYS = {
    "id": TEXT,
    "url": ADDRESS,
    "external_url": ADDRESS,
    "title": TEXT,
    "content_html": TEXT,
    "summary": TEXT,
    "image": ADDRESS,
    "banner_image": ADDRESS,
    "date_published": datetime,
    "date_modified": datetime,
    "authors": list,
    "tags": list,
    "language": TEXT,
    "attachments": list,
}


def fits(value, kind) -> bool:
    if kind == ADDRESS:
        return isinstance(value, str) and value.startswith(("http://", "https://"))
    if kind is datetime:
        return datetime.fromisoformat(value).tzinfo is not None
    return isinstance(value, kind) and value != ""


@pytest.mark.parametrize("path", LISTS)
def test_json_has_what_it_must_and_nothing_it_does_not_know(path, site):
    feed = json.loads(fetched(f"{site}{path}feed.json"))

    assert {"version", "title", "items"} <= feed.keys() <= FEED_KEYS.keys()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [name for name, value in feed.items() if not fits(value, FEED_KEYS[name])] == []
    for item in feed["items"]:
        assert {"id", "content_html", "date_published"} <= item.keys() <= ITEM_KEYS.keys()
        assert [name for name, value in item.items() if not fits(value, ITEM_KEYS[name])] == []
        assert item["authors"]
        assert all(author.keys() <= {"name", "url", "avatar"} and author for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item["tags"])
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
