"""What the editor's scripts ask for: who gets it, in which shape, and refusals that a script can show."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from media.models import Image
from tests.factories_media import make_bytes, make_image, make_upload, served

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/media/image/upload/"
CHOOSE = "/admin/media/image/choose/"


def sign_in(client, who, request) -> None:
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))


STATUS_OF_UPLOAD = [
    ("cora", 201),
    ("alma", 201),
    ("edith", 201),
    ("ada", 201),
    ("reader", 403),
    ("nobody", 401),
]


def test_the_addresses_are_those_that_scripts_are_given():
    assert reverse("admin:media_image_upload") == UPLOAD
    assert reverse("admin:media_image_choose") == CHOOSE


@pytest.mark.parametrize(("who", "status"), STATUS_OF_UPLOAD)
def test_who_may_upload(who, status, client, request):
    sign_in(client, who, request)

    response = client.post(UPLOAD, {"file": make_upload((40, 30))})

    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert Image.objects.exists() is (status == 201)
    assert ("error" in response.json()) is (status != 201)


@pytest.mark.parametrize(
    ("who", "status"),
    [("cora", 200), ("alma", 200), ("edith", 200), ("ada", 200), ("reader", 403), ("nobody", 401)],
)
def test_who_may_see_the_library(who, status, client, request):
    make_image()
    sign_in(client, who, request)

    response = client.get(CHOOSE)

    assert response.status_code == status
    assert ("results" in response.json()) is (status == 200)
    assert ("error" in response.json()) is (status != 200)


@pytest.mark.parametrize(("url", "permission"), [(UPLOAD, "add_image"), (CHOOSE, "view_image")])
def test_a_role_without_the_permission_is_refused_in_words(url, permission, client, alma):
    alma.groups.first().permissions.remove(*alma.groups.first().permissions.filter(codename=permission))
    client.force_login(alma)

    response = client.post(url, {"file": make_upload((40, 30))}) if url == UPLOAD else client.get(url)

    assert response.status_code == 403
    assert "Ask an administrator" in response.json()["error"]


def test_an_upload_answers_with_what_the_editor_shows(as_user, alma):
    response = as_user(alma).post(UPLOAD, {"file": make_upload((1600, 1000))})

    image = Image.objects.get()
    answer = response.json()
    assert answer["id"] == image.pk
    assert answer["src"] == image.rendition_url(1200, "webp")
    assert (answer["width"], answer["height"]) == (1200, 750) == served(image).size
    assert (answer["alt"], answer["caption"], answer["credit"]) == ("", "", "")
    assert image.uploaded_by == alma


def test_a_refused_upload_says_why(as_user, alma):
    response = as_user(alma).post(UPLOAD, {"file": make_upload(content=b"<svg>", name="drawing.svg")})

    assert response.status_code == 400
    assert "SVG drawing" in response.json()["error"]


def test_an_upload_without_a_file_says_so(as_user, alma):
    response = as_user(alma).post(UPLOAD)

    assert (response.status_code, "No picture arrived" in response.json()["error"]) == (400, True)


def test_an_upload_is_sent_and_not_fetched(as_user, alma):
    assert as_user(alma).get(UPLOAD).status_code == 405


def test_an_upload_that_is_far_too_large_is_refused_unread(as_user, alma, settings):
    settings.IMAGE_MAX_BYTES = 1024 * 1024

    response = as_user(alma).post(UPLOAD, {"file": make_upload(content=make_bytes() + b"\0" * 3 * 1024 * 1024)})

    assert response.status_code == 413
    assert "the largest accepted is 1 MB" in response.json()["error"]


@pytest.mark.parametrize("url", [UPLOAD, CHOOSE])
def test_a_foreign_form_is_refused_in_json(url, alma):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alma)

    response = client.post(url, {"file": make_upload((40, 30))})

    assert response.status_code == 403
    assert "reload" in response.json()["error"]
    assert not Image.objects.exists()


def test_a_script_with_the_token_of_the_page_is_let_through(alma):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alma)
    client.get("/admin/")
    token = client.cookies["csrftoken"].value

    response = client.post(UPLOAD, {"file": make_upload((40, 30))}, headers={"x-csrftoken": token})

    assert response.status_code == 201


def make_rows(number: int, **fields) -> list[Image]:
    """Images without files: a list shows addresses, not bytes. Pairs share their time."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return Image.objects.bulk_create(
        Image(
            original=f"00/{row}.jpeg",
            original_name=f"{row}.jpg",
            format="jpeg",
            width=800,
            height=600,
            renditions={"webp": [400, 800]},
            uploaded_at=start + timedelta(hours=row // 2),
            **fields,
        )
        for row in range(number)
    )


def test_the_library_is_paged_newest_first_and_nothing_twice(as_user, alma):
    expected = [image.pk for image in reversed(make_rows(60))]
    client, seen, before, pages = as_user(alma), [], "", 0

    while before is not None:
        answer = client.get(CHOOSE, {"before": before}).json()
        seen += [result["id"] for result in answer["results"]]
        before, pages = answer["next"], pages + 1

    assert seen == expected
    assert pages == 3


def test_a_page_that_is_just_full_has_no_next(as_user, alma):
    make_rows(24)

    assert as_user(alma).get(CHOOSE).json()["next"] is None


def test_a_result_has_all_that_a_script_needs(as_user, alma):
    (image,) = make_rows(1, alt="A heron", caption="At the river", credit="Alma")

    (result,) = as_user(alma).get(CHOOSE).json()["results"]

    assert result == {
        "id": image.pk,
        "name": "0.jpg",
        "src": image.rendition_url(800, "webp"),
        "thumb": image.rendition_url(400, "webp"),
        "width": 800,
        "height": 600,
        "alt": "A heron",
        "caption": "At the river",
        "credit": "Alma",
        "position": "50% 50%",
    }


@pytest.mark.parametrize("text", ["heron", "RIVER", "alma", "0.jp", "heron river"])
def test_the_library_is_searched_by_words_and_file_name(text, as_user, alma):
    (image,) = make_rows(1, alt="A heron", caption="At the river", credit="Alma")
    image.save()  # a row made in bulk has no words to be found by
    make_image(file=make_upload((40, 30), name="other.png"))

    found = as_user(alma).get(CHOOSE, {"q": text}).json()["results"]

    assert [result["id"] for result in found] == [image.pk]


@pytest.mark.parametrize("text", ["\0", "%", "'", "word " * 1000, "x" * 5000])
def test_no_search_is_an_accident(text, as_user, alma):
    make_rows(1)

    assert as_user(alma).get(CHOOSE, {"q": text}).status_code == 200


@pytest.mark.parametrize("before", ["x", "2026-01-01", "2026-01-01T00:00:00_1", "2026-99-01T00:00:00+00:00_1", "_1"])
def test_a_place_that_is_none_is_refused(before, as_user, alma):
    response = as_user(alma).get(CHOOSE, {"before": before})

    assert (response.status_code, "error" in response.json()) == (400, True)


@pytest.mark.parametrize("number", [3, 12])
def test_the_list_takes_one_query_however_long_it_is(number, as_user, alma, django_assert_num_queries):
    make_rows(number)
    client = as_user(alma)

    with django_assert_num_queries(5):  # session, person, two for permissions, and the list
        client.get(CHOOSE)
