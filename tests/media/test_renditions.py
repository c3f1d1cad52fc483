"""Renditions, decoded as a browser does: upright, in their colours and sizes, and telling nothing."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Picture
from PIL import ImageCms, ImageOps

from media import recipes, renditions
from tests.factories_media import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    is_like,
    is_upright,
    make_animation,
    make_bytes,
    make_picture,
    quarters,
)

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "images"
needs_real_files = pytest.mark.skipif(not REAL.is_dir(), reason="no ../shared/real here")

ORIENTATION, GPS = 0x0112, 0x8825
TURNED = {  # how a camera that writes this orientation stores an upright picture
    1: None,
    2: Picture.Transpose.FLIP_LEFT_RIGHT,
    3: Picture.Transpose.ROTATE_180,
    4: Picture.Transpose.FLIP_TOP_BOTTOM,
    5: Picture.Transpose.TRANSPOSE,
    6: Picture.Transpose.ROTATE_90,
    7: Picture.Transpose.TRANSVERSE,
    8: Picture.Transpose.ROTATE_270,
}


def render(content: bytes, widths=(200,), format: str = "webp") -> recipes.Rendered:
    return renditions.render(BytesIO(content), widths=widths, format=format, max_pixels=50_000_000)


def only(rendered: recipes.Rendered) -> Picture.Image:
    (content,) = rendered.files.values()
    return Picture.open(BytesIO(content))


@pytest.mark.parametrize("format", ["webp", "avif"])
@pytest.mark.parametrize("orientation", TURNED)
def test_a_photo_that_was_stored_turned_is_shown_upright(orientation, format):
    stored = make_picture((400, 240))
    if TURNED[orientation] is not None:
        stored = stored.transpose(TURNED[orientation])
    exif = Picture.Exif()
    exif[ORIENTATION] = orientation
    file = BytesIO()
    stored.save(file, "JPEG", exif=exif, quality=95)

    rendered = render(file.getvalue(), format=format)

    assert (rendered.width, rendered.height) == (400, 240)
    assert only(rendered).size == (200, 120)
    assert is_upright(only(rendered))


@pytest.mark.parametrize("orientation", TURNED)
def test_a_photo_of_a_phone_is_upright_and_says_nothing_of_where_it_was_taken(orientation):
    """In HEIC the turn stands beside the photo as well as in its EXIF data, and must be made once."""
    stored = make_picture((400, 240))
    if TURNED[orientation] is not None:
        stored = stored.transpose(TURNED[orientation])
    exif = Picture.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[1] = "N"
    file = BytesIO()
    stored.save(file, "HEIF", exif=exif.tobytes(), quality=95)

    rendered = render(file.getvalue())

    assert (rendered.width, rendered.height) == (400, 240)
    assert is_upright(only(rendered))
    assert dict(only(rendered).getexif()) == {}


def test_of_a_burst_of_photos_the_first_is_shown():
    file = BytesIO()
    make_picture((400, 240)).save(file, "HEIF", save_all=True, append_images=[Picture.new("RGB", (400, 240), RED)])

    rendered = render(file.getvalue())

    assert not rendered.is_animated
    assert is_upright(only(rendered))


@pytest.mark.parametrize("format", ["webp", "avif"])
def test_a_rendition_carries_no_metadata(format):
    exif = Picture.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "SECRETCAM"
    content = make_bytes((400, 240), "JPEG", exif=exif, comment=b"SECRET", icc_profile=profile("sRGB"))
    assert b"SECRET" in content

    rendered = render(content, format=format)

    picture = only(rendered)
    assert dict(picture.getexif()) == {}
    assert not any(picture.info.get(name) for name in ("exif", "icc_profile", "xmp", "comment"))
    assert b"SECRET" not in rendered.files[200]


def profile(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def test_colours_are_converted_from_the_profile_of_the_picture():
    content = make_bytes((400, 240), "PNG", icc_profile=swapped_profile())

    red, green, _blue, white = quarters(only(render(content)))

    assert red[1] > red[0], "what the profile calls green came out red"
    assert green[0] > green[1]
    assert is_like(white, WHITE)


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and green swapped: wrong handling shows at a glance."""
    content = bytearray(profile("sRGB"))
    entries = (content.index(tag, 132) for tag in (b"rXYZ", b"gXYZ"))  # tag, offset, size: 4 bytes each
    red, green = (slice(entry + 4, entry + 12) for entry in entries)
    content[red], content[green] = content[green], content[red]
    return bytes(content)


def test_a_broken_profile_is_passed_over():
    assert is_upright(only(render(make_bytes((400, 240), "PNG", icc_profile=b"no profile at all"))))


@pytest.mark.parametrize(
    ("mode", "format"),
    [("CMYK", "JPEG"), ("P", "PNG"), ("P", "GIF"), ("RGBA", "PNG"), ("RGB", "AVIF"), ("RGB", "WEBP")],
)
def test_every_kind_of_colour_arrives_as_it_was(mode, format):
    assert is_upright(only(render(make_bytes((400, 240), format, mode=mode))))


@pytest.mark.parametrize(("mode", "value"), [("1", 1), ("L", 128), ("I;16", 128 * 256)])
def test_grey_stays_the_grey_it_was(mode, value):
    file = BytesIO()
    Picture.new(mode, (40, 40), value).save(file, "PNG")

    grey = only(render(file.getvalue())).convert("RGB").getpixel((20, 20))

    assert is_like(grey, [255 if mode == "1" else 128] * 3, tolerance=3)


@pytest.mark.parametrize("format", ["webp", "avif"])
@pytest.mark.parametrize("source", ["PNG", "GIF", "WEBP", "AVIF"])
def test_transparency_is_kept(source, format):
    picture = Picture.new("RGBA", (400, 240), (0, 0, 0, 0))
    picture.paste((*RED, 255), (0, 0, 200, 240))
    file = BytesIO()
    picture.save(file, source)

    shown = only(render(file.getvalue(), format=format)).convert("RGBA")

    assert shown.getpixel((150, 60))[3] == 0
    assert is_like(shown.getpixel((50, 60)), (*RED, 255))


def test_no_rendition_is_larger_than_the_picture():
    rendered = render(make_bytes((500, 300)), widths=[400, 800, 1200])

    assert sorted(rendered.files) == [400, 500]


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((4000, 3000), [400, 800, 1200, 1600, 2000]),
        ((1600, 1066), [400, 800, 1200, 1600]),
        ((1500, 1000), [400, 800, 1200]),
        ((1199, 800), [400, 800, 1199]),
        ((400, 300), [400]),
        ((57, 57), [57]),
        ((1200, 20_000), [400, 800, 982]),
        ((1, 40_000), [1]),
    ],
)
def test_which_widths_a_picture_gets(size, widths):
    assert recipes.widths_for(size) == widths


def test_a_very_tall_picture_fits_into_a_webp():
    rendered = render(make_bytes((60, 20_000), "PNG"), widths=[1200])

    assert only(rendered).size == (49, 16_333)


def test_a_very_flat_picture_keeps_a_height():
    assert only(render(make_bytes((3000, 2), "PNG"))).size == (200, 1)


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_moves_on_in_its_own_time(format):
    rendered = render(make_animation(format))

    moving = only(rendered)
    durations, colours = [], []
    for frame in range(moving.n_frames):
        moving.seek(frame)
        moving.load()
        durations.append(moving.info["duration"])
        colours.append(moving.convert("RGB").getpixel((50, 50)))
    assert rendered.is_animated
    assert moving.size == (200, 133)
    assert durations == [100, 200, 300]
    assert all(map(is_like, colours, [RED, GREEN, BLUE]))


@pytest.mark.parametrize(("options", "plays"), [({}, 1), ({"loop": 0}, 0), ({"loop": 2}, 3)])
def test_a_gif_plays_as_often_as_before(options, plays):
    assert only(render(make_animation(**options))).info["loop"] == plays


def test_a_preview_inside_a_photo_is_no_animation():
    file = BytesIO()
    make_picture((400, 240)).save(file, "MPO", save_all=True, append_images=[make_picture((40, 24))])

    rendered = render(file.getvalue())

    assert not rendered.is_animated
    assert is_upright(only(rendered))


def test_more_pixels_than_accepted_are_refused_undecoded():
    with pytest.raises(renditions.TooManyPixelsError) as caught:
        renditions.render(BytesIO(make_bytes((40, 30))), widths=[20], format="webp", max_pixels=1199)

    assert caught.value.pixels == 1200


@needs_real_files
@pytest.mark.parametrize("name", ["Landscape_3", "Landscape_6", "Portrait_5", "Portrait_8"])
def test_real_photos_are_upright(name):
    content = (REAL / f"{name}.jpg").read_bytes()
    with Picture.open(BytesIO(content)) as original:
        expected = ImageOps.exif_transpose(original).convert("RGB")
    assert (expected.width > expected.height) is name.startswith("Landscape")

    shown = only(render(content)).convert("RGB")

    small = expected.resize(shown.size)
    difference = [abs(a - b) for a, b in zip(small.tobytes(), shown.tobytes(), strict=True)]
    assert sum(difference) / len(difference) < 8


@needs_real_files
@pytest.mark.parametrize(
    "name", ["exif_gps.jpg", "icc_profile.png", "pil_sample_cmyk.jpg", "transparent.webp", "hopper.gif"]
)
def test_real_odd_files_come_out_plain(name):
    content = (REAL / name).read_bytes()

    shown = only(render(content))

    assert shown.mode in ("RGB", "RGBA")
    assert not shown.getexif()
    assert "icc_profile" not in shown.info


@needs_real_files
def test_a_real_gif_stays_animated():
    content = (REAL / "iss634.gif").read_bytes()
    with Picture.open(BytesIO(content)) as original:
        frames = original.n_frames

    assert only(render(content)).n_frames == frames


@needs_real_files
def test_a_real_truncated_photo_is_refused():
    with pytest.raises(OSError, match="truncated"):
        render((REAL / "truncated_jpeg.jpg").read_bytes())
