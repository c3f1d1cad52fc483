"""Forms that come without their key, and methods that no page for readers knows."""

import pytest
from django.test import Client

from blog.discussion import links
from blog.models import Post, SiteSettings
from tests.factories import make_draft, make_post

HERE = {"origin": "http://testserver"}
FORM = {"title": "Ten boats", "body": "<p>Ten boats & a crane.</p>", "seen": "0"}


@pytest.fixture
def careless():
    """A browser that has lost its cookie; Django’s own test client would be let through."""
    return Client(enforce_csrf_checks=True)


def test_the_desk_says_what_happened_and_gives_the_words_back(careless, alma):
    careless.force_login(alma)

    response = careless.post("/admin/blog/post/add/", FORM, headers=HERE)

    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    assert "What you sent was not taken" in response.text
    assert "&lt;p&gt;Ten boats &amp; a crane.&lt;/p&gt;</textarea>" in response.text
    assert not Post.objects.exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_what_another_website_sends_is_not_repeated(origin, careless, alma):
    careless.force_login(alma)

    response = careless.post("/admin/blog/post/add/", FORM, headers={"origin": origin} if origin else {})

    assert response.status_code == 403
    assert "Ten boats" not in response.text


def test_no_password_is_shown(careless, alma):
    response = careless.post("/accounts/login/", {"login": "a b", "password": "not to be seen"}, headers=HERE)

    assert response.status_code == 403
    assert "not to be seen" not in response.text


def test_who_comments_by_a_link_is_told_in_the_publications_look(careless, alma):
    SiteSettings(name="Blatt").save()
    _link, address = links.make(make_draft(by=alma).post, by=alma, label="Gus")

    response = careless.post(address, {"name": "Gus", "text": "A long comment."}, headers=HERE)

    assert response.status_code == 403
    assert "What you sent did not arrive" in response.text
    assert "A long comment.</textarea>" in response.text
    assert 'rel="home"' in response.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "address",
    [
        *(
            "/",
            "/words/",
            "/feed.xml",
            "/tags/",
            "/tags/birds/",
            "/tags/birds/feed.json",
            "/authors/",
            "/authors/edith/",
        ),
        *("/archive/", "/archive/2026/", "/search/", "/series/", "/sitemap.xml", "/robots.txt", "/health/"),
    ],
)
def test_a_page_for_readers_says_that_it_is_for_reading(address, method, careless, edith):
    make_post(by=edith, title="Words", tags=("Birds",))

    response = getattr(careless, method)(address)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
