"""What stands on a reader's page: formats and widths that exist, sizes, words, and nothing unescaped."""

import re

import pytest
from django.template import Context, Template

from media import html
from media.licences import deed
from media.models import Image


def image(**fields) -> Image:
    """An image that is in no database; its markup needs none."""
    ordinary = {
        "original": "ab/cd.jpeg",
        "width": 4000,
        "height": 3000,
        "renditions": {"webp": [400, 800, 1200, 1600, 2000], "avif": [400, 800]},
        "alt": "A heron",
        "caption": "At the river",
        "credit": "Alma",
    }
    return Image(**ordinary | fields)


def test_a_picture_lists_what_exists_and_nothing_else():
    markup = html.picture(image(), sizes="50vw")

    avif, webp = re.findall(r'srcset="([^"]+)"', markup)
    assert [entry.split()[1] for entry in avif.split(", ")] == ["400w", "800w"]
    assert [entry.split()[1] for entry in webp.split(", ")] == ["400w", "800w", "1200w", "1600w", "2000w"]
    assert markup.count('sizes="50vw"') == 2


def test_a_picture_without_avif_has_no_source_for_it():
    assert "<source" not in html.picture(image(renditions={"webp": [1200]}))


def test_an_animation_stands_still_for_who_wants_it():
    moving = image(renditions={"webp": [400, 800], "still": [400, 800]}, is_animated=True)

    markup = html.picture(moving, sizes="50vw")

    start, rest = markup.split(">", 2)[1:]
    assert start.startswith('<source media="(prefers-reduced-motion: reduce)" srcset="')
    assert f"{moving.rendition_url(800, 'still')} 800w" in start
    assert 'sizes="50vw"' in start
    assert "still" not in rest


def test_a_picture_whose_colour_is_known_has_it_in_its_place():
    assert '<img data-tone="o3" src=' in html.picture(image(tone="c08040"))
    assert "data-tone" not in html.picture(image())


def test_a_picture_says_its_proportions_before_it_loads():
    picture = image()

    assert f'src="{picture.rendition_url(1200, "webp")}"' in html.picture(picture)
    assert 'width="1200" height="900"' in html.picture(picture)


def test_a_picture_waits_until_it_comes_near():
    assert 'loading="lazy" decoding="async"' in html.picture(image())


def test_the_picture_that_readers_wait_for_does_not():
    markup = html.picture(image(), eager=True)

    assert 'fetchpriority="high"' in markup
    assert "lazy" not in markup


@pytest.mark.parametrize(
    ("fields", "alt", "expected"),
    [
        ({}, None, 'alt="A heron"'),
        ({}, "A grey heron", 'alt="A grey heron"'),
        ({}, "", 'alt=""'),
        ({"alt": "", "decorative": True}, None, 'alt=""'),
        ({"alt": '"><script>'}, None, 'alt="&quot;&gt;&lt;script&gt;"'),
    ],
)
def test_the_alternative_text_is_the_library_s_unless_the_page_has_its_own(fields, alt, expected):
    assert expected in html.figure(image(**fields), alt=alt)


@pytest.mark.parametrize(
    ("fields", "caption_html", "expected"),
    [
        ({}, None, '<figcaption><bdi>At the river</bdi> <small class="credit" dir="auto">Alma</small></figcaption>'),
        ({"credit": ""}, None, "<figcaption><bdi>At the river</bdi></figcaption>"),
        ({"caption": ""}, None, '<figcaption><small class="credit" dir="auto">Alma</small></figcaption>'),
        ({"credit": ""}, "In <em>spring</em>", "<figcaption>In <em>spring</em></figcaption>"),
        ({"credit": ""}, "", None),
        ({"caption": "", "credit": ""}, None, None),
        (
            {"caption": "<b>", "credit": "A & B"},
            None,
            '<bdi>&lt;b&gt;</bdi> <small class="credit" dir="auto">A &amp; B</small>',
        ),
    ],
)
def test_a_caption_stands_under_the_picture_where_there_is_one(fields, caption_html, expected):
    markup = html.figure(image(**fields), caption_html=caption_html)

    assert (expected or "</picture></figure>") in markup
    assert ("<figcaption>" in markup) is (expected is not None)


BY = "https://creativecommons.org/licenses/by"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source_url": "https://x.org/?a=1&b"}, '<a href="https://x.org/?a=1&amp;b">Alma</a>'),
        ({"source_url": "https://x.org/p", "credit": ""}, '<a href="https://x.org/p">x.org</a>'),
        ({"licence": "By permission"}, "Alma, By permission"),
        ({"licence": "<b>", "credit": ""}, "&lt;b&gt;"),
        ({"licence": "CC BY 4.0"}, f'Alma, <a rel="license" href="{BY}/4.0/">CC BY 4.0</a>'),
    ],
)
def test_the_credit_leads_to_the_source_and_the_licence_to_its_deed(fields, expected):
    assert f'<small class="credit" dir="auto">{expected}</small>' in html.figure(image(**fields))


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY-SA 3.0", f"{BY}-sa/3.0/"),
        ("cc by-nc-nd 4.0 DEED", f"{BY}-nc-nd/4.0/"),
        ("CC-BY-NC-SA-2.5", f"{BY}-nc-sa/2.5/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC BY", ""),
        ("CC BY-ND-NC 4.0", ""),
        ("CC BY 9.9", ""),
        ("Public domain", ""),
        ("By permission of C. C. Byrne", ""),
        ("", ""),
    ],
)
def test_only_licences_that_are_known_for_certain_lead_anywhere(licence, address):
    assert deed(licence) == address


def test_templates_have_a_tag_for_each():
    page = Template('{% load figure %}{% figure image %}{% picture image sizes="10rem" css_class="cover" %}')

    markup = page.render(Context({"image": image()}))

    assert markup.count("<figure") == 1
    assert '<picture class="cover">' in markup
    assert 'sizes="10rem"' in markup


def test_a_page_of_a_new_upload_is_complete_with_one_rendition():
    markup = html.figure(image(renditions={"webp": [57]}, width=57, height=57))

    assert 'width="57" height="57"' in markup


def test_elsewhere_a_picture_has_its_whole_address(settings):
    settings.BYLINE_URL = "https://example.org"
    picture = image()

    assert picture.whole_url == f"https://example.org{picture.shown_url}"
    assert (picture.shown_width, picture.shown_height) == (1200, 900)


def test_one_address_or_all_of_them_are_the_same():
    picture = image()

    assert picture.rendition_urls("avif") == {
        width: picture.rendition_url(width, "avif") for width in picture.renditions["avif"]
    }


def test_names_do_not_tell_where_the_original_is():
    picture = image(original="5ec2e7/5ec2e7.jpeg")

    assert "5ec2e7" not in picture.rendition_name(400, "webp")


def test_a_picture_leads_to_a_larger_copy_where_there_is_one():
    heron = image(alt="A heron")

    assert "<a" not in html.figure(heron)
    assert "<a" not in html.figure(heron, at_most=2000)
    larger = html.figure(heron, at_most=1999)
    assert f'<a class="full" href="{heron.rendition_url(2000, "webp")}"><picture' in larger
    assert 'aria-label="Larger picture"' in html.figure(heron, alt="", at_most=1999)
