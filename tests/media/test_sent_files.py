"""What /uploads/ sends: renditions, to be kept for a year, and nothing else."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.factories_media import make_image

pytestmark = pytest.mark.django_db


def tag_of(response) -> str:
    assert b"".join(response)
    return response["ETag"]


def test_a_rendition_is_sent_to_be_kept(client):
    image = make_image()

    response = client.get(image.shown_url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert {"public", "immutable", "max-age=31536000"} == set(response["Cache-Control"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response
    assert "Vary" not in response
    assert b"".join(response)[8:12] == b"WEBP"


def test_a_browser_that_has_it_is_told_so(client):
    url = make_image().shown_url
    etag = tag_of(client.get(url))

    again = client.get(url, headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in again["Cache-Control"]


def test_the_headers_alone_can_be_asked_for(client):
    image = make_image()

    response = client.head(image.shown_url)

    assert response.status_code == 200
    assert int(response["Content-Length"]) == default_storage.size(image.rendition_name(120, "webp"))
    assert b"".join(response) == b""


def test_a_deleted_file_is_gone_even_for_those_who_had_it(client):
    image = make_image()
    etag = tag_of(client.get(image.shown_url))
    default_storage.delete(image.rendition_name(120, "webp"))

    assert client.get(image.shown_url, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key",
        "%2e%2e/secret_key",
        "..%2fsecret_key",
        "ab/../../secret.webp",
        "ab//cd.webp",
        "/etc/passwd.webp",
        "ab/%00.webp",
        "ab\\cd.webp",
        "ab/cd.webp/",
        "ab/cd.webp%0a",
        "ab/.webp",
        "ab",
        "ab/page.html",
        "ab/drawing.svg",
        "ab/photo.jpg",
        "",
    ],
)
def test_an_odd_address_is_a_wrong_address(path, client):
    location = Path(default_storage.location)
    location.mkdir()
    (location.parent / "secret_key").write_text("secret")
    (location.parent / "secret.webp").write_text("secret")
    default_storage.save("ab/page.html", ContentFile(b"<script>"))
    default_storage.save("ab/drawing.svg", ContentFile(b"<svg>"))

    assert client.get(f"/uploads/{path}").status_code == 404


def test_nothing_can_be_sent_there(client):
    assert client.post(make_image().shown_url).status_code == 405
