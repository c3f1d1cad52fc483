"""The publication as its settings have it: name, logo, colour, links, each on readers’ pages at once."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import looks
from blog.models import SiteSettings
from media import uses
from tests.factories_media import make_image

FORM = "/admin/blog/sitesettings/1/change/"


def settings_form(client, **changes):
    """Return what the settings form sends when somebody makes ``changes`` to it."""
    fields = client.get(FORM).context["adminform"].form
    values = {name: fields[name].value() for name in fields.fields}
    return {name: "" if value in (None, False) else value for name, value in (values | changes).items()}


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"))
def test_an_accent_of_any_colour_can_be_read_on_both_papers(colour):
    assert all(looks.contrast(looks.readable(colour, paper), paper) >= 5 for paper in looks.PAPERS)


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert looks.readable("#9a3412", "#fdfcfa") == "#9a3412"
    assert looks.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_papers_are_those_of_the_style_sheet():
    css = Path("config/static/site.css").read_text()

    assert re.search(r"--paper: light-dark\((.+), (.+)\);", css).groups() == looks.PAPERS


def test_a_style_sheet_of_a_colour_is_kept_for_a_year(client):
    response = client.get("/accent/ffcc00.css")

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert re.fullmatch(r":root\{--accent:light-dark\(#[0-9a-f]{6},#ffcc00\)\}", response.text)


@pytest.mark.parametrize("colour", ["red", "FFCC00", "ffcc0", "ffcc00;x", "%7d"])
def test_what_is_no_colour_has_no_style_sheet(colour, client, db):
    assert client.get(f"/accent/{colour}.css").status_code == 404


def test_without_settings_a_page_asks_for_no_colour_and_no_logo(client, db):
    page = client.get("/").text

    assert "/accent/" not in page
    assert "<img" not in page


def test_what_an_administrator_sets_is_on_the_next_page(client, as_user, ada):
    logo = make_image((80, 40), by=ada, alt="A quill")
    SiteSettings.load().save()
    desk = as_user(ada)

    sent = settings_form(
        desk,
        name="The Heron",
        tagline="On birds",
        logo=logo.pk,
        accent="#00AA77",
        social_links="Mastodon | https://example.org/@heron\nPost | mailto:us@example.org",
        footer="Since 2015",
        hub="hub.example.org",
    )
    assert desk.post(FORM, sent).status_code == 302
    page = client.get("/").text

    assert "The Heron</a>" in page
    assert "On birds" in page
    assert logo.rendition_urls("webp")[80] in page
    assert "/accent/00aa77.css" in page
    assert '<a href="https://example.org/@heron" rel="me" dir="auto">Mastodon</a>' in page
    assert '<a href="mailto:us@example.org" rel="me" dir="auto">Post</a>' in page
    assert "Since 2015" in page
    assert 'href="https://hub.example.org"' in client.get("/feed.atom").text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("accent", "reddish", "Write a colour as #"),
        ("social_links", "Evil | javascript:alert(1)", "is not a link"),
        ("hub", "not an address", "Enter a valid URL"),
        ("logo", "99999", "Select a valid choice"),
        ("posts_per_page", "0", "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word_and_nothing_is_lost(name, value, words, as_user, ada):
    SiteSettings(name="Byline").save()
    desk = as_user(ada)

    response = desk.post(FORM, settings_form(desk, name="New name") | {name: value})

    assert words in response.text
    assert 'value="New name"' in response.text
    assert SiteSettings.load().name == "Byline"


def test_a_logo_is_a_use_that_holds_the_picture(ada, edith):
    logo = make_image((80, 40), by=ada)
    SiteSettings(name="The Heron", logo=logo).save()

    (use,) = uses.of(logo, ada)
    assert (use.title, use.detail, use.holds, use.url) == ("The Heron", "logo", True, "/admin/blog/sitesettings/")
    assert uses.of(logo, edith)[0].url == "/"
    assert uses.is_held(logo)


@pytest.mark.parametrize("who", ["cora", "alma", "edith"])
def test_only_administrators_change_how_it_looks(who, as_user, request):
    user = request.getfixturevalue(who)
    SiteSettings.load().save()

    assert as_user(user).post(FORM, {"name": "Mine"}).status_code == 403
