"""The style guide: for people at the desk, and made of what readers' pages are made of."""

import pytest

from blog.models import SiteSettings
from tests.factories import make_post
from tests.factories_media import make_image


@pytest.mark.parametrize(
    ("who", "status"), [("reader", 302), ("cora", 200), ("alma", 200), ("edith", 200), ("ada", 200)]
)
def test_people_at_the_desk_see_it(who, status, as_user, request):
    response = as_user(request.getfixturevalue(who)).get("/styleguide/")

    assert response.status_code == status


def test_nobody_else_does_and_no_cache_keeps_it(client, as_user, edith):
    assert client.get("/styleguide/")["Location"].startswith("/admin/login/")
    assert "no-store" in as_user(edith).get("/styleguide/")["Cache-Control"]


def test_it_shows_the_newest_posts_a_picture_and_every_element_of_a_text(as_user, edith):
    make_image((1300, 800), alt="A heron", by=edith)
    make_post(by=edith, title="The newest", tags=("Birds",))
    SiteSettings(language="de").save()

    page = as_user(edith).get("/styleguide/").text

    for part in (
        "The newest",
        "Birds",
        'alt="A heron"',
        "data-lead",
        '<div class="table"',
        'class="footnotes"',
        "<blockquote",
        'class="contents"',
        'class="anchor"',
        'data-language="Python"',
        'class="embed"',
        'class="share"',
        'class="scheme"',
        '<a class="full"',
        "/lightbox.js",
        "/copy.js",
        "/code.css",
    ):
        assert part in page
    assert '<html lang="de"' in page


def test_an_empty_publication_has_one_too(as_user, edith):
    assert as_user(edith).get("/styleguide/").status_code == 200
