"""Files made to do harm: each is refused before it is decoded, or comes out as a plain picture and nothing else.

They go through the door that everybody's uploads take, and what is looked at is what readers are sent.
"""

import gzip
import re
import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image as Picture
from PIL import ImageCms, ImageOps, PngImagePlugin

from media import library, recipes
from media.models import Image
from media.tasks import build_renditions
from tests.factories_media import (
    RED,
    is_like,
    is_upright,
    make_animation,
    make_bytes,
    make_picture,
    make_upload,
)
from tests.media.test_renditions import REAL, needs_real_files, profile
from tests.media.test_uploads import kept_files, png_header

pytestmark = pytest.mark.django_db

SIZE = (720, 400)  # large enough for a social card
SECRET = b"SECRET-51.5N-CAMERA-4711"
# What a rendition may consist of; whatever else is in a container is data about the picture.
WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
WEBP_FLAGS = 0b00010010  # of VP8X: transparency and animation, and no profile, EXIF or XMP
AVIF_ITEMS = {b"av01"}
JPEG_PARTS = {0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xE0}  # frame, tables, scan, and JFIF's own header


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with(*chunks: bytes) -> bytes:
    """A good PNG with ``chunks`` after its header."""
    content = make_bytes(SIZE, "PNG")
    return content[:33] + b"".join(chunks) + content[33:]


def jpeg_with(marker: int, content: bytes, times: int = 1) -> bytes:
    """A good JPEG with a segment, ``times`` over, before all others."""
    good = make_bytes(SIZE)
    return good[:2] + (bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content) * times + good[2:]


def webp_with(kind: bytes, content: bytes) -> bytes:
    """A good WebP with a part of our own behind its picture."""
    good = make_bytes(SIZE, "WEBP")
    body = good[12:] + kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif_of(frames: int, screen=(1, 1)) -> bytes:
    """Frames of one pixel on a logical screen."""
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02D\x01\0"
    return b"GIF89a" + struct.pack("<HH", *screen) + b"\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b";"


def webp_header(width: int, height: int) -> bytes:
    """A WebP that promises a size, of 14 bits a side at most, and brings hardly a pixel."""
    part = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 99
    body = b"WEBPVP8L" + struct.pack("<I", len(part)) + part
    return b"RIFF" + struct.pack("<I", len(body)) + body


def apng_of(promised: int) -> bytes:
    """A PNG that promises so many frames."""
    return png_with(chunk(b"acTL", struct.pack(">II", promised, 0)))


def zip_file() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("secret.txt", SECRET)
    return target.getvalue()


def svgz() -> bytes:
    return gzip.compress(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')


def mpo() -> bytes:
    target = BytesIO()
    hidden = Picture.new("RGB", SIZE, RED)
    make_picture(SIZE).save(target, "MPO", save_all=True, append_images=[hidden])
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        pytest.param(png_header(30_000, 30_000), "too_many_pixels", "has 900 megapixels", id="a PNG bomb"),
        pytest.param(gif_of(1, (65_535, 65_535)), "too_many_pixels", "has 4295 megapixels", id="a huge screen"),
        pytest.param(webp_header(10_000, 10_000), "too_many_pixels", "has 100 megapixels", id="a large WebP"),
        pytest.param(webp_header(16_384, 16_384), "unreadable", "cannot be read", id="a WebP bomb"),
        pytest.param(gif_of(100_000), "too_many_frames", "has 100,000 frames; the most accepted is 1,000", id="a film"),
        pytest.param(
            apng_of(2**31 - 1), "too_many_frames", "frames; the most accepted is 1,000", id="a promise of frames"
        ),
        pytest.param(png_header(0, 0), "unreadable", "is damaged", id="no pixels"),
        pytest.param(b"\xff\xd8\xff\xe0" * 20_000, "truncated", "breaks off", id="a JPEG of markers"),
        pytest.param(b"\xef\xbb\xbf<svg onload='x'/>", "wrong_type", "SVG drawing", id="SVG with a mark"),
        pytest.param("\ufeff<svg/>".encode("utf-16-le"), "wrong_type", "SVG drawing", id="SVG in UTF-16"),
        pytest.param(svgz(), "wrong_type", "SVG drawing", id="SVG, packed"),
        pytest.param(gzip.compress(b"\0" * 10_000_000), "wrong_type", "not a picture", id="a packed bomb"),
        pytest.param(b"\x1f\x8b" + b"\xff" * 99, "wrong_type", "not a picture", id="packed badly"),
        pytest.param(zip_file() + make_bytes((40, 30)), "wrong_type", "not a picture", id="a ZIP before a picture"),
        pytest.param(b"<script>" + make_bytes((40, 30)), "wrong_type", "not a picture", id="a page before a picture"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", "wrong_type", "not a picture", id="PostScript"),
        pytest.param(make_bytes((40, 30), "ICO"), "wrong_type", "not a picture", id="an icon"),
        pytest.param(make_bytes((40, 30), "BMP"), "wrong_type", "not a picture", id="BMP"),
    ],
)
def test_what_would_do_harm_is_refused_at_once_in_its_own_words(content, code, words):
    began = time.monotonic()

    with pytest.raises(ValidationError) as refusal:
        library.add(make_upload(content=content, name="picture.png"))

    assert refusal.value.code == code
    assert words in refusal.value.messages[0]
    assert not Image.objects.exists()
    assert kept_files() == []
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIC"])
def test_a_file_cut_off_anywhere_is_refused_or_whole(format):
    content = make_bytes((300, 200), format)

    for part in (0.1, 0.4, 0.7, 0.95):
        with pytest.raises(ValidationError) as refusal:
            library.add(make_upload(content=content[: int(len(content) * part)]))

        assert refusal.value.code in ("truncated", "unreadable", "wrong_type")
    assert kept_files() == []


HARMFUL_BUT_PICTURES = [
    pytest.param(make_bytes(SIZE) + zip_file(), id="JPEG and ZIP"),
    pytest.param(make_bytes(SIZE, "GIF") + b"/*" + SECRET + b"*/=1;alert(1)", id="GIF and JavaScript"),
    pytest.param(make_bytes(SIZE, "PNG") + b"<html><script>" + SECRET, id="PNG and page"),
    pytest.param(make_bytes(SIZE, "WEBP") + SECRET * 99, id="WebP and more"),
    pytest.param(jpeg_with(0xFE, b"<script>" + SECRET), id="a comment"),
    pytest.param(jpeg_with(0xE1, b"Exif\0\0" + SECRET * 2_000), id="EXIF that is none"),
    pytest.param(jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET), id="XMP"),
    pytest.param(jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 24) + SECRET), id="IPTC"),
    pytest.param(jpeg_with(0xE2, b"ICC_PROFILE\0\1\1" + SECRET * 2_000), id="a profile that is none"),
    pytest.param(jpeg_with(0xEF, SECRET * 2_500, times=200), id="12 MB before the picture"),
    pytest.param(make_bytes(SIZE, icc_profile=profile("sRGB") + SECRET), id="a profile with more behind it"),
    pytest.param(png_with(chunk(b"tEXt", b"Comment\0" + SECRET)), id="text"),
    pytest.param(png_with(chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0" + SECRET)), id="EXIF in a PNG"),
    pytest.param(png_with(chunk(b"prVt", SECRET * 1_000)), id="a private part"),
    pytest.param(webp_with(b"EXIF", SECRET), id="EXIF in a WebP"),
    pytest.param(webp_with(b"XMP ", SECRET), id="XMP in a WebP"),
    pytest.param(mpo(), id="a second picture"),
]


@pytest.mark.parametrize("content", HARMFUL_BUT_PICTURES)
def test_a_picture_with_more_in_it_comes_out_as_the_picture_alone(content, client):
    image = library.add(make_upload(content=content, name="innocent.html"))
    build_renditions.call(image.pk)

    found = list(sent(client, image))
    assert {format for format, _rendition in found} == {"jpeg", "webp", "avif"}
    for format, rendition in found:
        assert SECRET not in rendition
        assert SECRET[:10] not in rendition
        assert_plain(format, rendition)
        assert is_upright(Picture.open(BytesIO(rendition)))


def test_a_text_that_unpacks_to_very_much_is_refused():
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100 * 1024 * 1024))
    assert len(bomb) < 200_000

    with pytest.raises(ValidationError, match=r"is damaged|too long or too much memory"):
        library.add(make_upload(content=png_with(bomb)))


def test_very_many_texts_are_refused():
    texts = b"".join(chunk(b"zTXt", b"C\0\0" + zlib.compress(b"\0" * 1_000_000)) for _text in range(70))

    with pytest.raises(ValidationError, match=r"is damaged|too long or too much memory"):
        library.add(make_upload(content=png_with(texts)))


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP"])
def test_an_animation_says_nothing_either(format, client):
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    options = {"GIF": {"comment": SECRET}, "PNG": {"pnginfo": info}, "WEBP": {"xmp": SECRET}}[format]
    content = make_animation(format, **options)
    assert SECRET in content

    image = library.add(make_upload(content=content))
    build_renditions.call(image.pk)

    assert image.is_animated
    for kind, rendition in sent(client, image):
        assert SECRET not in rendition
        assert_plain(kind, rendition)


@needs_real_files
@pytest.mark.parametrize("name", sorted(path.name for path in REAL.glob("*")) if REAL.is_dir() else [])
def test_nothing_but_the_picture_of_any_real_file_is_sent(name, client):
    content = (REAL / name).read_bytes()
    if name == "truncated_jpeg.jpg":
        with pytest.raises(ValidationError, match="breaks off before its end"):
            library.add(make_upload(content=content, name=name))
        return

    image = library.add(make_upload(content=content, name=name))
    build_renditions.call(image.pk)

    shown, expected = dict(sent(client, image)), known(content)
    assert {"webp", "still" if image.is_animated else "avif"} <= shown.keys()
    for format, rendition in shown.items():
        assert_plain(format, rendition)
        if format == "jpeg":  # the card is cut: its own tests look at what is left
            continue
        picture = Picture.open(BytesIO(rendition))
        assert abs(picture.width / picture.height - expected.width / expected.height) < 0.02
        for place in ((0.25, 0.25), (0.5, 0.5), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
            assert is_like(colour_at(picture, place), colour_at(expected, place), tolerance=32), (format, place)


def sent(client, image: Image):
    """Yield (format, content) of the card and the largest rendition of each format, as browsers get them."""
    image.refresh_from_db()
    for card in image.cards:
        yield "jpeg", client.get(default_storage.url(card)).getvalue()
    for format, widths in image.renditions.items():
        response = client.get(image.rendition_url(widths[-1], format))
        assert response["Content-Type"] == f"image/{recipes.file_type(format)}"
        assert response["X-Content-Type-Options"] == "nosniff"
        yield format, response.getvalue()


def assert_plain(format: str, content: bytes) -> None:
    """Fail where ``content`` holds anything but pixels, or anything behind them."""
    picture = Picture.open(BytesIO(content))
    assert dict(picture.getexif()) == {}
    assert not any(picture.info.get(name) for name in ("exif", "icc_profile", "xmp", "comment"))
    if recipes.file_type(format) == recipes.WEBP:
        assert struct.unpack("<I", content[4:8])[0] + 8 == len(content)
        for kind, part in webp_parts(content):
            assert kind in WEBP_PARTS
            assert kind != b"VP8X" or part[0] & ~WEBP_FLAGS == 0
    elif format == "jpeg":
        assert set(jpeg_parts(content)) <= JPEG_PARTS
        assert content.endswith(b"\xff\xd9")
    else:
        kinds = re.findall(rb"infe.{8}(.{4})", content, re.DOTALL)
        assert kinds
        assert set(kinds) <= AVIF_ITEMS


def webp_parts(content: bytes):
    file = BytesIO(content[12:])
    while head := file.read(8):
        length = int.from_bytes(head[4:], "little")
        yield head[:4], file.read(length + length % 2)


def jpeg_parts(content: bytes):
    """Yield the markers of a JPEG that have a content, as far as its first scan."""
    at = 2
    while content[at] == 0xFF:
        yield content[at + 1]
        if content[at + 1] == 0xDA:
            return
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")


def known(content: bytes) -> Picture.Image:
    """What a viewer shows of ``content``: upright, in sRGB, on white."""
    picture = ImageOps.exif_transpose(Picture.open(BytesIO(content)))
    if icc := picture.info.get("icc_profile"):
        source = ImageCms.ImageCmsProfile(BytesIO(icc))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    return picture


def colour_at(picture: Picture.Image, place: tuple[float, float]) -> tuple:
    """The mean colour around ``place``, which is given in parts of width and height."""
    on_white = Picture.new("RGBA", picture.size, "white")
    on_white.alpha_composite(picture.convert("RGBA"))
    small = on_white.convert("RGB").resize((16, 16), Picture.Resampling.BOX)
    return small.getpixel((int(place[0] * 16), int(place[1] * 16)))
