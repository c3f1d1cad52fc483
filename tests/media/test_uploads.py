"""An upload: what the library keeps of it, and what it refuses, with which words."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture

from media import library
from media.models import Image
from tests.factories_media import make_bytes, make_picture, make_upload, served

NOT_A_PICTURE, DAMAGED, INCOMPLETE = "not a picture that can be shown", "is damaged", "breaks off before its end"

pytestmark = pytest.mark.django_db


def kept_files() -> list[Path]:
    folders = [Path(storage.location) for storage in (storages["default"], storages["originals"])]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def refusal(file) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        library.add(file)
    assert not Image.objects.exists()
    assert kept_files() == []
    return caught.value


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and brings no pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 1000) + b"IDAT"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIC"])
def test_a_picture_is_ready_for_a_page_at_once(format, alma):
    image = library.add(make_upload((1600, 1000), format), by=alma, alt="Four colours", caption="A flag")

    image.refresh_from_db()
    assert (image.format, image.size, image.uploaded_by) == (format.lower(), (1600, 1000), alma)
    assert (image.alt, image.caption, image.original_name) == ("Four colours", "A flag", "holiday.jpg")
    assert image.renditions == {"webp": [1200]}
    assert served(image).format == "WEBP"
    assert served(image).size == (1200, 750)


def test_the_original_is_kept_byte_for_byte_under_a_name_of_ours_and_no_address_leads_to_it(client):
    content = make_bytes()

    image = library.add(make_upload(content=content, name="../../IMG_2041 Alma at home.JPG"))

    with image.original.open() as original:
        assert original.read() == content
    assert "IMG" not in image.original.name
    assert image.original_name == "IMG_2041 Alma at home.JPG"
    assert client.get(f"/uploads/{image.original.name}").status_code == 404


def test_the_same_picture_twice_is_two_images_with_files_of_their_own():
    content = make_bytes()

    images = [library.add(make_upload(content=content)) for _time in range(2)]

    assert images[0].sha256 == images[1].sha256
    assert images[0].shown_url != images[1].shown_url


def test_the_other_widths_are_asked_for_with_the_row():
    image = library.add(make_upload())

    task = DBTaskResult.objects.get()
    assert task.task_path == "media.tasks.build_renditions"
    assert task.args_kwargs == {"args": [image.pk], "kwargs": {}}


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_picture_is_decoded(monkeypatch):
    render, inside = library.sandbox.render, []

    def watched(*args, **options):
        inside.append(connection.in_atomic_block)
        return render(*args, **options)

    monkeypatch.setattr(library.sandbox, "render", watched)

    library.add(make_upload())

    assert inside == [False]


def test_a_large_upload_is_kept_too(as_user, alma):
    """Django hands it over as a temporary file, which the storage moves instead of copying."""
    content = make_bytes() + b"\0" * 3 * 1024 * 1024

    as_user(alma).post("/admin/media/image/upload/", {"file": make_upload(content=content)})

    with Image.objects.get().original.open() as original:
        assert original.read() == content


def test_a_file_from_disk_can_be_added(tmp_path):
    path = tmp_path / "from-an-import.png"
    make_picture((300, 200)).save(path)

    with path.open("rb") as file:
        image = library.add(File(file), credit="Somebody")

    assert (image.original_name, image.credit, image.size) == ("from-an-import.png", "Somebody", (300, 200))
    assert path.exists()


def test_a_picture_goes_by_its_content_and_not_by_its_name():
    image = library.add(make_upload((40, 30), "PNG", name="lying.gif"))

    assert image.format == "png"
    assert image.original.name.endswith(".png")


def test_what_is_hidden_behind_a_picture_is_not_published():
    image = library.add(make_upload(content=make_bytes((40, 30)) + b"<script>alert(1)</script>"))

    with default_storage.open(image.rendition_name(40, "webp")) as rendition:
        assert b"script" not in rendition.read()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        pytest.param(b"", "empty", "This file is empty", id="nothing"),
        pytest.param(b"Dear diary, " * 99, "wrong_type", NOT_A_PICTURE, id="a text"),
        pytest.param(b"<html><script>", "wrong_type", NOT_A_PICTURE, id="a page"),
        pytest.param(b"%PDF-1.7 ...", "wrong_type", NOT_A_PICTURE, id="a PDF"),
        pytest.param(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "wrong_type", "not a picture", id="a film"),
        pytest.param(b'<?xml version="1.0"?>\n<SVG onload="x">', "wrong_type", "SVG drawing", id="SVG"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unreadable", DAMAGED, id="a HEIC by name"),
        pytest.param(make_bytes((40, 30), "TIFF"), "wrong_type", NOT_A_PICTURE, id="TIFF"),
        pytest.param(make_bytes()[:5000], "truncated", INCOMPLETE, id="half a JPEG"),
        pytest.param(make_bytes(format="PNG")[:-2000], "truncated", INCOMPLETE, id="half a PNG"),
        pytest.param(make_bytes(format="WEBP")[:-900], "truncated", INCOMPLETE, id="half a WebP"),
        pytest.param(make_bytes(format="AVIF")[:-900], "truncated", INCOMPLETE, id="half an AVIF"),
        pytest.param(b"\xff\xd8\xff" + b"\0" * 999, "unreadable", DAMAGED, id="a JPEG by name"),
        pytest.param(b"GIF89a", "unreadable", DAMAGED, id="six bytes"),
        pytest.param(png_header(10_000, 6_000), "too_many_pixels", "has 60 megapixels", id="60 megapixels"),
        pytest.param(png_header(2**31 - 1, 2**31 - 1), "too_many_pixels", "largest accepted has 50", id="a bomb"),
        pytest.param(png_header(0, 10), "unreadable", DAMAGED, id="no width"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_keeps_nothing(content, code, words):
    error = refusal(make_upload(content=content, name="picture.jpg"))

    assert error.code == code
    assert words in error.messages[0]
    assert error.messages[0].endswith((".", "upload that."))


def test_a_picture_of_too_many_bytes_is_refused_with_both_numbers(settings):
    settings.IMAGE_MAX_BYTES = 2 * 1024 * 1024

    error = refusal(make_upload(content=make_bytes() + b"\0" * 2 * 1024 * 1024))

    assert error.code == "too_many_bytes"
    assert error.messages == [
        "This picture is 3 MB; the largest accepted is 2 MB. Save it smaller and upload it again."
    ]


def test_a_picture_that_unpacks_to_very_much_is_refused_before_it_does(settings):
    target = BytesIO()
    Picture.new("1", (20_000, 20_000)).save(target, "PNG")
    assert len(target.getvalue()) < 100_000

    assert refusal(make_upload(content=target.getvalue())).code == "too_many_pixels"


def test_words_that_will_not_do_are_refused_before_the_picture_is_opened():
    with pytest.raises(ValidationError) as caught:
        library.add(make_upload(), source_url="javascript:alert(1)")

    assert "source_url" in caught.value.message_dict
    assert kept_files() == []


@pytest.mark.parametrize("suffix", ["jpeg", "webp"])
def test_a_full_disk_leaves_nothing_half_kept(suffix, monkeypatch):
    save = FileSystemStorage._save

    def full(storage, name, content):
        if name.endswith(suffix):
            save(storage, name, File(BytesIO(b"half")))
            raise OSError(28, "No space left on device")
        return save(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    error = refusal(make_upload())

    assert error.code == "not_stored"
    assert "No space left on device" in error.messages[0]


def test_files_go_again_when_the_row_cannot_be_written(monkeypatch):
    def fail(image, **kwargs):
        raise DatabaseError("the database is gone")

    monkeypatch.setattr(Image, "save", fail)

    with pytest.raises(DatabaseError):
        library.add(make_upload())

    assert kept_files() == []
