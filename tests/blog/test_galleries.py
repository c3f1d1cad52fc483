"""Galleries and layouts: what is kept of them, how they are laid out, and everything that must know of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import comparing, markup
from blog.markup.galleries import Placed, rows, sizes
from blog.models import ImagePlacement
from blog.models.checks import Check
from blog.workflow import Text, problems
from media.models import Image
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

ONE = '<figure data-image-id="1"><img></figure>'
TWO = '<figure data-image-id="2"><img alt="Own"><figcaption>Second</figcaption></figure>'
WHOLE = "<figcaption>The <em>whole</em></figcaption>"


def gallery(inside: str, attributes: str = "") -> str:
    return f'<figure data-gallery=""{attributes}>{inside}</figure>'


@pytest.mark.parametrize(
    "body",
    [
        gallery(ONE + TWO),
        gallery(ONE + TWO + WHOLE, ' data-layout="wide"'),
        gallery(ONE + WHOLE),
        f"<p>a</p>{gallery(ONE + ONE)}<p>b</p>",
        '<figure data-image-id="1" data-layout="full"><img></figure>',
        f"<blockquote>{gallery(ONE + TWO)}</blockquote>",
    ],
)
def test_what_is_clean_comes_back_letter_for_letter(body):
    assert markup.clean(body) == body


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        (gallery(ONE + "<p>stray</p>" + TWO + "<p>more</p>"), gallery(ONE + TWO) + "<p>stray</p><p>more</p>"),
        (gallery(WHOLE + ONE + TWO), gallery(ONE + TWO + WHOLE)),
        (gallery(ONE + gallery(TWO + ONE) + WHOLE), gallery(ONE + TWO + ONE + WHOLE)),
        (gallery(ONE + gallery(TWO + WHOLE)), gallery(ONE + TWO) + "<p>The <em>whole</em></p>"),
        (
            gallery(f"<blockquote>{ONE}<p>said</p></blockquote>{TWO}"),
            gallery(ONE + TWO) + "<blockquote><p>said</p></blockquote>",
        ),
        (gallery(ONE), ONE),
        (gallery(ONE + "<figcaption></figcaption>"), ONE),
        (gallery("<p>words</p>"), "<p>words</p>"),
        (gallery(WHOLE), "<p>The <em>whole</em></p>"),
        (gallery(ONE + WHOLE + "<figcaption>twice</figcaption>"), gallery(ONE + WHOLE) + "<p>twice</p>"),
        (gallery(f"<figcaption>a {ONE} b</figcaption>{TWO}"), gallery(ONE + TWO + "<figcaption>a  b</figcaption>")),
        (f"<figure>{ONE}{TWO}<figcaption>words</figcaption></figure>", f"{ONE}{TWO}<p>words</p>"),
        ('<figure data-image-id="1"><img><p>said</p></figure>', f"{ONE}<p>said</p>"),
        (f'<figure data-image-id="1" data-gallery=""><img>{TWO}</figure>', f"{ONE}<p>Second</p>"),
        ('<figure data-gallery="x" data-layout="huge">' + ONE + TWO + "</figure>", gallery(ONE + TWO)),
        (gallery(ONE.replace("><img", ' data-layout="wide"><img') + TWO), gallery(ONE + TWO)),
        (
            '<figure data-layout="full" data-image-id="1"><img></figure>',
            '<figure data-image-id="1" data-layout="full"><img></figure>',
        ),
    ],
)
def test_what_cannot_stay_is_made_flat_and_loses_no_words(dirty, kept):
    assert markup.clean(dirty) == kept


PIECES = [
    *(
        '<figure data-gallery="">',
        '<figure data-image-id="1">',
        "<figure>",
        "</figure>",
        "<figcaption>",
        "</figcaption>",
    ),
    *(
        "<img>",
        "<p>",
        "</p>",
        "<blockquote>",
        "</blockquote>",
        "<ul><li>",
        "</li></ul>",
        "<hr>",
        "word ",
        '<figure data-layout="wide">',
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_is_nested_in_whatever_words_stay_and_cleaning_twice_is_cleaning_once(html):
    once = markup.clean(html)

    assert markup.clean(once) == once
    assert once.count("word") == html.count("word")


def test_every_reader_of_a_body_knows_what_is_in_a_gallery():
    body = f"<p>a</p>{gallery(ONE + TWO + WHOLE)}<p>b</p>"

    assert markup.image_ids(body) == [1, 2]
    assert markup.figures(body) == [(1, None, None), (2, "Own", "Second")]
    assert markup.plain(body) == "a\nSecond\nThe whole\nb"
    assert markup.blocks(body) == ["<p>a</p>", gallery(ONE + TWO + WHOLE), "<p>b</p>"]
    assert markup.figures('<figure data-image-id="3" data-layout="wide"><img></figure>') == [(3, None, None)]


def test_a_gallery_is_compared_by_what_it_says():
    before, after = gallery(ONE + TWO + WHOLE), gallery(ONE + TWO + WHOLE.replace("whole", "rest"))

    (passage,) = comparing.passages(before, after)

    assert re.sub(r"\s+", " ", comparing.described(before)) == (
        "[Gallery: [Picture 1][Picture 2; alternative text: Own; caption: Second] caption: The whole]"
    )
    assert "<del>whole</del> <ins>rest</ins>" in passage.html[0]


def test_another_layout_is_another_form_and_no_other_words():
    (passage,) = comparing.passages(gallery(ONE + TWO), gallery(ONE + TWO, ' data-layout="wide"'))

    assert "only its form has changed" in passage.html[0]


def picture(width, height=100) -> Placed:
    return Placed(Image(width=width, height=height), None, None, eager=False)


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        ([150, 150], [2]),
        ([300, 300], [2]),
        ([66], [1]),
        ([150, 150, 150], [3]),
        ([150] * 4, [2, 2]),
        ([150] * 5, [2, 3]),
        ([66, 150, 66], [3]),
        ([400, 150, 150], [1, 2]),
        ([100] * 7, [3, 4]),
    ],
)
def test_rows_come_out_about_as_high_as_one_another(ratios, expected):
    assert [len(row) for row in rows([picture(width) for width in ratios])] == expected


def test_sizes_follow_the_layout_and_the_share_of_the_row():
    assert sizes("") == "(max-width: 704px) 100vw, (max-width: 890px) calc(100vw - 50px), 840px"
    assert sizes("wide", 0.5) == "(max-width: 704px) 100vw, (max-width: 1184px) calc(50vw - 25px), 567px"
    assert sizes("full") == "100vw"
    assert sizes("full", 0.25) == "(max-width: 704px) 100vw, 25vw"


def test_a_gallery_on_a_page_links_each_picture_to_the_largest_there_is(db):
    wide, tall = make_image((900, 600), alt="Wide", caption="Its caption"), make_image((200, 400), alt="Tall")
    inside = f'<figure data-image-id="{wide.pk}"><img></figure><figure data-image-id="{tall.pk}"><img alt=""></figure>'

    html = markup.render(gallery(inside + WHOLE, ' data-layout="wide"'))

    assert html.startswith('<figure class="gallery" data-layout="wide"><div class="row"><figure class="picture"><a')
    assert f'<a class="full" href="{wide.rendition_url(900, "webp")}">' in html
    assert f'<a class="full" href="{tall.rendition_url(200, "webp")}" aria-label="Larger picture">' in html
    assert 'width="900" height="600"' in html
    assert 'width="300" height="600"' in html
    assert "<figcaption><bdi>Its caption</bdi></figcaption></figure>" in html
    assert html.endswith("</div><figcaption>The <em>whole</em></figcaption></figure>")
    assert "style=" not in html


def test_a_picture_that_was_removed_leaves_its_words_in_the_gallery(db):
    image = make_image()

    html = markup.render(gallery(f'<figure data-image-id="{image.pk}"><img></figure>{TWO}'), {image.pk: image})

    assert html.count("<figure") == 3
    assert "Picture removed" in html
    assert "Second" in html


def test_the_first_picture_of_a_post_loads_at_once_in_a_gallery_too(db):
    image = make_image()
    figure = f'<figure data-image-id="{image.pk}"><img></figure>'

    html = markup.render(gallery(figure * 3), eager=True)

    assert html.count("fetchpriority") == 1
    assert html.index("fetchpriority") < html.index("lazy")


def test_pictures_of_a_gallery_are_placed_and_looked_over(edith):
    one, two = make_image(alt="", credit="A"), make_image(alt="Said", caption="Said", credit="B")
    figures = "".join(f'<figure data-image-id="{image.pk}"><img></figure>' for image in (one, two))

    draft = make_draft(by=edith, body=gallery(figures), summary="s", tags=("t",))

    assert ImagePlacement.objects.filter(revision=draft).count() == 2
    assert {problem.check for problem in problems(Text.of(draft))} == {Check.ALT, Check.CAPTION}


def test_feeds_carry_galleries_with_whole_addresses(client, edith, settings):
    image = make_image()
    make_post(by=edith, body=gallery(f'<figure data-image-id="{image.pk}"><img></figure>' * 2))

    text = client.get("/feed.json").json()["items"][0]["content_html"]

    assert text.count(f'href="{settings.BYLINE_URL}{image.rendition_url(120, "webp")}"') == 2
    assert 'href="/' not in text


def test_opening_and_saving_gives_back_the_same_gallery(db):
    image = make_image(alt="Library alt")
    body = gallery(f'<figure data-image-id="{image.pk}"><img></figure>' * 2 + WHOLE, ' data-layout="full"')

    opened = markup.opened(body)

    assert opened.count('data-library-alt="Library alt"') == 2
    assert markup.clean(opened) == body
