"""Links by which a reader passes a post on: plain ones, of live posts, unless the publication does not want them."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.utils import timezone

from blog import workflow
from blog.models import SiteSettings
from tests.factories import make_draft, make_post

TITLE = "Herons & “egrets”? 100 % <wet>"


@pytest.fixture(autouse=True)
def house(settings):
    settings.BYLINE_URL = "https://example.org"


def links(page: str) -> dict[str, str]:
    """Return host (or scheme) → address of what stands in the share links of ``page``."""
    part = page.partition('<nav class="share"')[2].partition("</nav>")[0]
    found = [unescape(piece.partition('"')[0]) for piece in part.split('href="')[1:]]
    return {urlsplit(address).hostname or urlsplit(address).scheme: address for address in found}


def test_each_place_is_told_title_and_address(client, edith):
    make_post(by=edith, title=TITLE, slug="herons")

    found = links(client.get("/herons/").text)

    both = f"{TITLE} https://example.org/herons/"
    assert set(found) == {"mailto", "share.joinmastodon.org", "bsky.app", "www.linkedin.com"}
    assert parse_qs(urlsplit(found["mailto"]).query) == {"subject": [TITLE], "body": ["https://example.org/herons/"]}
    assert unquote(urlsplit(found["share.joinmastodon.org"]).fragment) == f"text={both}"
    assert parse_qs(urlsplit(found["bsky.app"]).query) == {"text": [both]}
    assert parse_qs(urlsplit(found["www.linkedin.com"]).query) == {"url": ["https://example.org/herons/"]}


def test_the_publication_can_do_without(client, edith):
    make_post(by=edith, title="Words")
    SiteSettings(share_links=False).save()

    page = client.get("/words/").text

    assert 'class="share"' not in page
    assert "share.js" not in page


def test_a_page_such_as_about_is_not_passed_on(client, edith):
    make_post(by=edith, title="About", listed=False)

    assert 'class="share"' not in client.get("/about/").text


def test_what_nobody_can_read_yet_is_not_passed_on(as_user, edith):
    draft = make_draft(by=edith, title="Draft", slug="draft")
    scheduled = make_draft(by=edith, title="Scheduled")
    workflow.publish(scheduled, by=edith, at=timezone.now() + timedelta(hours=1))

    for post in (draft.post, scheduled.post):
        preview = as_user(edith).get(f"/admin/blog/post/{post.pk}/preview/")
        assert preview.status_code == 200
        assert "joinmastodon" not in preview.text
