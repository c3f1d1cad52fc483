"""The social card of a picture: cut around its focal point, never enlarged, telling nothing, and there in time."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Picture

from media import cards, recipes, renditions
from media.models import Image
from media.tasks import build_renditions
from tests.factories_media import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    is_like,
    make_animation,
    make_bytes,
    make_image,
    make_upload,
)


def cut(content: bytes, *, size, focus=(0.5, 0.5)) -> Picture.Image:
    """Return the card as a network decodes it."""
    made = renditions.card(BytesIO(content), width=recipes.uncut_width(size), focus=focus, max_pixels=50_000_000)
    (file,) = made.files.values()
    return Picture.open(BytesIO(file))


def corners(card: Picture.Image) -> list:
    """The colours near the corners, read like a page."""
    width, height = card.size
    return [card.getpixel((x, y)) for y in (9, height - 9) for x in (9, width - 9)]


@pytest.mark.parametrize(
    ("size", "card"),
    [
        ((4000, 3000), (1200, 630)),
        ((3000, 4000), (1200, 630)),
        ((1200, 630), (1200, 630)),
        ((10_000, 1000), (1200, 630)),
        ((1000, 1000), (1000, 525)),
        ((2000, 400), (761, 400)),
        ((600, 315), (600, 315)),
        ((599, 900), None),
        ((3000, 300), None),
        ((700, 20_000), None),
        ((1, 1), None),
    ],
)
def test_a_card_is_as_large_as_can_be_without_enlarging(size, card):
    assert recipes.card_size(size) == card
    if card:
        uncut = recipes.uncut_width(size)
        assert uncut <= size[0]
        assert uncut >= card[0]
        assert recipes.height_at(uncut, size) >= card[1]


@pytest.mark.parametrize("size", [(1600, 1200), (1200, 2400), (4000, 700), (1201, 631), (600, 315), (1000, 999)])
def test_a_card_has_the_size_that_the_page_says(size):
    card = cut(make_bytes(size), size=size)

    assert (card.format, card.size, card.mode) == ("JPEG", recipes.card_size(size), "RGB")


@pytest.mark.parametrize(
    ("focus", "seen"),
    [
        ((0.0, 0.5), [RED, RED, BLUE, BLUE]),
        ((1.0, 0.5), [GREEN, GREEN, WHITE, WHITE]),
        ((0.5, 0.5), [RED, GREEN, BLUE, WHITE]),
    ],
)
def test_a_wide_picture_is_cut_at_its_sides_around_the_point(focus, seen):
    card = cut(make_bytes((5000, 1000)), size=(5000, 1000), focus=focus)

    assert all(map(is_like, corners(card), seen))


@pytest.mark.parametrize(
    ("focus", "seen"), [((0.5, 0.0), [RED, GREEN, RED, GREEN]), ((0.5, 1.0), [BLUE, WHITE, BLUE, WHITE])]
)
def test_a_tall_picture_is_cut_above_and_below(focus, seen):
    card = cut(make_bytes((1200, 2400)), size=(1200, 2400), focus=focus)

    assert all(map(is_like, corners(card), seen))


def test_a_photo_that_was_stored_turned_is_cut_as_it_is_seen():
    exif = Picture.Exif()
    exif[0x0112] = 6
    content = make_bytes((1200, 2400), exif=exif)

    card = cut(content, size=(2400, 1200), focus=(0.5, 0.0))

    assert all(map(is_like, corners(card), [BLUE, RED, WHITE, GREEN]))


def test_a_card_carries_no_metadata():
    exif = Picture.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "SECRETCAM"
    content = make_bytes((1200, 800), exif=exif, comment=b"SECRET")
    assert b"SECRET" in content

    card = cut(content, size=(1200, 800))

    assert dict(card.getexif()) == {}
    assert not {"exif", "icc_profile", "comment"} & set(card.info)


def test_what_was_transparent_is_white():
    file = BytesIO()
    Picture.new("RGBA", (1200, 800), (0, 0, 0, 0)).save(file, "PNG")

    assert is_like(cut(file.getvalue(), size=(1200, 800)).getpixel((600, 300)), WHITE, tolerance=2)


def test_an_animation_stands_still_on_its_card():
    frames = [Picture.new("RGB", (1200, 700), colour) for colour in (RED, GREEN)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])

    assert is_like(cut(file.getvalue(), size=(1200, 700)).getpixel((600, 300)), RED)


pytestmark = pytest.mark.django_db


def fetched(client, image: Image):
    response = client.get(image.social.url.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200
    return response["Content-Type"], Picture.open(BytesIO(b"".join(response))).size


def test_until_the_task_has_run_the_picture_itself_stands_for_it(client):
    image = make_image((1500, 900))

    assert (image.social.url, image.social.type) == (image.whole_url, "image/webp")
    assert fetched(client, image) == ("image/webp", (image.social.width, image.social.height))


def test_the_task_makes_it_and_it_is_sent_from_an_address_that_names_the_point(client):
    image = make_image((1500, 900), focal_x=0.25)

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.social.url.endswith("-1200-25-50.jpeg")
    assert fetched(client, image) == ("image/jpeg", (1200, 630))
    assert (image.social.width, image.social.height, image.social.type) == (1200, 630, "image/jpeg")


def test_a_moved_point_gives_a_new_address_and_the_one_before_stays(client):
    image = make_image((1500, 900))
    files = []
    for x in (0.5, 0.1, 0.9):
        image.focal_x = x
        image.save()
        build_renditions.call(image.pk)
        image.refresh_from_db()
        files.append(cards.name_of(image))

    assert image.cards == [files[2], files[1]]
    assert [default_storage.exists(name) for name in files] == [False, True, True]
    assert fetched(client, image) == ("image/jpeg", (1200, 630))


def test_while_the_new_one_is_made_the_one_before_is_shown():
    image = make_image((1500, 900))
    build_renditions.call(image.pk)
    image.refresh_from_db()
    before = image.social.url

    image.focal_x = 0.1
    image.save()

    assert image.social.url == before
    assert cards.is_missing(image)


def test_a_point_moved_back_finds_its_card_again():
    image = make_image((1500, 900))
    build_renditions.call(image.pk)
    first = Image.objects.get(pk=image.pk).social.url
    Image.objects.filter(pk=image.pk).update(focal_x=0.1)
    build_renditions.call(image.pk)

    Image.objects.filter(pk=image.pk).update(focal_x=0.5)

    image.refresh_from_db()
    assert not cards.is_missing(image)
    assert image.social.url == first


def test_another_file_is_never_shown_by_the_card_of_the_one_before():
    image = make_image((1500, 900))
    build_renditions.call(image.pk)
    image.refresh_from_db()

    image.original.name = "ab/another.jpeg"

    assert image.social.type == "image/webp"


@pytest.mark.parametrize("file", [make_bytes((300, 200)), make_animation()])
def test_a_small_picture_gets_none_and_stands_as_it_is(file):
    image = make_image(file=make_upload(content=file))

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.cards == []
    assert (image.social.url, image.social.width) == (image.whole_url, 300)


def test_with_the_picture_its_cards_go(tmp_path, django_capture_on_commit_callbacks):
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    image.refresh_from_db()
    assert default_storage.exists(image.cards[0])

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
