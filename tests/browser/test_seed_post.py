"""One post from the author's desk to the reader, by mouse and keyboard, exactly as it was written."""

import re
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.utils.html import strip_tags
from playwright.sync_api import expect

from tests.browser.seed import SEED, own_seed, real_seed


@pytest.fixture(params=["real", "own"])
def seed(request, tmp_path):
    if request.param == "own":
        return own_seed(tmp_path)
    if not SEED.exists():
        pytest.skip("the real post is not beside this project")
    return real_seed()


@pytest.fixture(params=["alone", "beside others"])
def surroundings(request, edith):
    """An otherwise empty publication, and one that has posts with the same tags and pictures already."""
    if request.param == "beside others":
        from tests.factories import make_post
        from tests.factories_media import make_image

        for number in range(15):
            make_post(by=edith, title=f"Another {number}", tags=("career", "harbour"), cover=make_image())


def write(page, seed):
    """Write the post as an author does: type the title, paste the text, pick the pictures, type their captions."""
    page.get_by_role("textbox", name="Title", exact=True).fill(seed.title)
    page.get_by_role("toolbar", name="Formatting").wait_for()
    text = page.get_by_role("textbox", name="Text", exact=True)
    text.click()
    page.keyboard.type(seed.before[0])
    page.keyboard.press("Enter")
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n\n".join([*seed.before[1:], *seed.after]))
    page.keyboard.press("Control+V")

    text.get_by_text(seed.before[-1][:40]).click()
    page.get_by_role("button", name="Insert pictures").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_text("From this device").click()
    chooser.value.set_files(seed.pictures)
    figures = page.locator(".picture-in-text")
    expect(figures).to_have_count(len(seed.pictures))
    for number, caption in enumerate(seed.captions):
        figures.nth(number).get_by_role("textbox", name="Alternative text").click()
        page.keyboard.type(f"Picture: {caption}")
        page.keyboard.press("Tab")
        page.keyboard.type(caption)

    tags = page.get_by_label("Tags")
    for tag in seed.tags:
        tags.fill(tag)
        tags.press("Enter")
    page.get_by_label("Date readers see").fill("2015-02-11")


def shown_blocks(page):
    """The text as a reader meets it: paragraphs, and figures as their captions in brackets."""
    return page.evaluate(
        """() => [...document.querySelector(".post .body").children].map((block) =>
            block.matches("figure") ? `[${block.querySelector("figcaption").textContent}]` : block.textContent)"""
    )


def link_in(page, listing, seed):
    """The link to the post in a list; dated 2015, it stands behind everything newer."""
    page.goto(listing)
    link = page.get_by_role("link", name=seed.title)
    while not link.count():
        page.get_by_role("link", name="Older posts").click()
        page.wait_for_load_state()
    return link


def test_a_post_reaches_its_readers_word_for_word(page, sign_in, alma, seed, surroundings, client):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, alma, then="/admin/blog/post/add/")

    write(page, seed)
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published: readers see it now.")).to_be_visible()

    link_in(page, "/", seed).click()
    page.wait_for_load_state()
    assert page.title().startswith(seed.title)
    assert page.locator("h1").inner_text() == seed.title
    assert shown_blocks(page) == [*seed.before, *(f"[{caption}]" for caption in seed.captions), *seed.after]
    pictures = page.locator(".body figure img")
    for number, caption in enumerate(seed.captions):
        assert pictures.nth(number).get_attribute("alt") == f"Picture: {caption}"
        pictures.nth(number).scroll_into_view_if_needed()
        page.wait_for_function("img => img.complete && img.naturalWidth > 0", arg=pictures.nth(number).element_handle())
    assert page.locator(".byline time").get_attribute("datetime").startswith("2015-02-11")
    assert page.get_by_role("list", name="Tags").get_by_role("link").all_inner_texts() == seed.tags
    assert "&nbsp;" not in page.content()

    address = page.url.removeprefix(page.evaluate("location.origin"))
    for listing in [*(f"/tags/{tag}/" for tag in seed.tags), "/authors/alma/", "/archive/2015/02/"]:
        expect(link_in(page, listing, seed)).to_have_attribute("href", address)
    assert address in addresses_in_the_sitemap(client)
    check_feeds(client, seed, address)


def addresses_in_the_sitemap(client):
    """The paths of every part that the index leads to, as a search engine comes by them."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

    def paths(address):
        locations = ElementTree.fromstring(client.get(address).content).iterfind(".//s:loc", names)
        return [urlsplit(location.text).path for location in locations]

    return [path for part in paths("/sitemap.xml") for path in paths(part)]


def check_feeds(client, seed, address):
    """The entry of each feed says what the page says, with whole addresses."""
    contents = []
    json_feed = client.get(f"/tags/{seed.tags[0]}/feed.json").json()
    entry = next(item for item in json_feed["items"] if item["title"] == seed.title)
    assert entry["url"].endswith(address)
    assert entry["date_published"].startswith("2015-02-11")
    assert entry["tags"] == seed.tags
    assert [author["name"] for author in entry["authors"]] == ["Alma"]
    contents.append(entry["content_html"])
    atom = ElementTree.fromstring(client.get("/authors/alma/feed.atom").content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    contents += [
        entry.findtext("a:content", namespaces=names)
        for entry in atom.findall("a:entry", names)
        if entry.findtext("a:title", namespaces=names) == seed.title
    ]
    rss = ElementTree.fromstring(client.get("/authors/alma/feed.xml").content)
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    contents += [item.findtext(encoded) for item in rss.iter("item") if item.findtext("title") == seed.title]
    assert len(contents) == 3
    for content in contents:
        words = [strip_tags(block).strip() for block in re.split(r"</p>|</figure>", content)]
        assert [unescape(block) for block in words if block] == [*seed.before, *seed.captions, *seed.after]
        assert not re.search(r'(src|href)="/|srcset="/|, /', content)
