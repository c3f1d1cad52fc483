"""Originals: who may take them along, and what their browsers are told."""

import pytest

from media import replacing, trash
from tests.factories_media import make_bytes, make_image, make_upload

pytestmark = pytest.mark.django_db


def original_of(image, former=None) -> str:
    return f"/admin/media/image/{image.pk}/" + (f"files/{former.pk}/original/" if former else "original/")


WHO = [("alma", 200), ("edith", 200), ("ada", 200), ("otto", 403), ("cora", 403), ("reader", 302), ("nobody", 302)]


@pytest.mark.parametrize("place", ["in the library", "in the trash", "replaced"])
@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_have_the_original_of_a_picture_of_alma_s(who, status, place, client, alma, request):
    content = make_bytes((60, 40))
    image, former = make_image(by=alma, file=make_upload(content=content)), None
    if place == "in the trash":
        trash.trash(image)
    if place == "replaced":
        replacing.replace(image, make_upload((40, 60)))
        former = image.earlier_files.get()
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    response = client.get(original_of(image, former))

    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == content
        assert f'href="{original_of(image, former)}"' in client.get(f"/admin/media/image/{image.pk}/change/").text
    elif status == 302:
        assert "login" in response["Location"]


def test_nothing_opens_it_and_nothing_keeps_it(as_user, alma):
    image = make_image(by=alma)

    response = as_user(alma).get(original_of(image))

    assert response["Content-Disposition"] == 'attachment; filename="holiday.jpg"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    response.getvalue()


@pytest.mark.parametrize(
    ("name", "sent_as"),
    [
        ("page.html", "page.html.jpeg"),
        ("IMG 2041.JPEG", "IMG 2041.JPEG"),
        ("lying.png", "lying.png.jpeg"),
        ("no-suffix", "no-suffix.jpeg"),
        ('a"b\r\nc.jpg', 'a\\"bc.jpg'),
    ],
)
def test_it_is_named_for_what_it_is(name, sent_as, as_user, alma):
    image = make_image(by=alma)
    type(image).objects.update(original_name=name.replace("\r\n", ""))

    response = as_user(alma).get(original_of(image))

    assert response["Content-Disposition"] == f'attachment; filename="{sent_as}"'
    response.getvalue()


def test_a_lost_original_is_not_found(as_user, alma):
    image = make_image(by=alma)
    image.original.storage.delete(image.original.name)

    assert as_user(alma).get(original_of(image)).status_code == 404
