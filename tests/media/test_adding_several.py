"""Several pictures at once: by the plain form, and the words that a script sends for each."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from media import replacing, trash
from media.models import Image
from tests.factories_media import make_bytes, make_image, make_upload

pytestmark = pytest.mark.django_db

ADD = "/admin/media/image/add/"
UPLOAD = "/admin/media/image/upload/"


def words(**changes) -> dict:
    return {"alt": "", "caption": "", "credit": "", "licence": "", "source_url": "", **changes}


def words_of(image) -> str:
    return f"/admin/media/image/{image.pk}/words/"


def messages_of(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def test_several_files_are_kept_with_what_they_share(as_user, alma):
    files = [make_upload((60, 40), name="one.jpg"), make_upload((40, 60), name="two.jpg")]

    response = as_user(alma).post(ADD, words(file=files, credit="Alma"))

    assert response["Location"] == "/admin/media/image/"
    assert "2 pictures added." in messages_of(response)
    assert sorted(Image.objects.values_list("original_name", "credit")) == [("one.jpg", "Alma"), ("two.jpg", "Alma")]


def test_one_bad_file_among_several_is_named_and_the_others_are_kept(as_user, alma):
    files = [make_upload((60, 40), name="good.jpg"), make_upload(content=make_bytes()[:3000], name="bad.jpg")]

    response = as_user(alma).post(ADD, words(file=files))

    assert "bad.jpg: This picture is incomplete" in messages_of(response)
    assert Image.objects.get().original_name == "good.jpg"


@pytest.mark.parametrize("own", [{"alt": "A heron"}, {"caption": "At the river"}, {"decorative": "on"}])
def test_several_cannot_share_what_each_has_for_itself(own, as_user, alma):
    files = [make_upload((60, 40)), make_upload((40, 60))]

    response = as_user(alma).post(ADD, words(file=files, **own))

    assert "Several pictures cannot share this" in response.text
    assert not Image.objects.exists()


def test_an_upload_tells_where_its_words_go_and_of_a_twin(as_user, alma):
    content = make_bytes((60, 40))
    client = as_user(alma)
    first = client.post(UPLOAD, {"file": make_upload(content=content)}).json()
    second = client.post(UPLOAD, {"file": make_upload(content=content)}).json()

    assert (first["twin"], second["twin"]) == (False, True)
    assert second["id"] == first["id"]
    assert first["words"] == words_of(Image.objects.get(pk=first["id"]))
    assert first["page"] == f"/admin/media/image/{first['id']}/change/"


def test_a_twin_is_offered_and_kept_only_on_demand(as_user, alma, otto):
    content = make_bytes((60, 40))
    there = make_image(by=otto, file=make_upload(content=content), alt="A heron")
    client = as_user(alma)

    offered = client.post(UPLOAD, {"file": make_upload(content=content)})
    assert (offered.status_code, offered.json()["id"], offered.json()["alt"]) == (200, there.pk, "A heron")
    assert Image.objects.count() == 1

    again = client.post(UPLOAD, {"file": make_upload(content=content), "again": "1"})

    assert (again.status_code, again.json()["twin"]) == (201, False)
    assert Image.objects.count() == 2


def test_a_picture_in_the_trash_is_nobody_s_twin(as_user, alma):
    content = make_bytes((60, 40))
    trash.trash(make_image(by=alma, file=make_upload(content=content)))

    assert as_user(alma).post(UPLOAD, {"file": make_upload(content=content)}).status_code == 201


def test_a_file_that_was_replaced_is_nobody_s_twin(as_user, alma):
    content = make_bytes((60, 40))
    replacing.replace(make_image(by=alma, file=make_upload(content=content)), make_upload((40, 60)))

    assert as_user(alma).post(UPLOAD, {"file": make_upload(content=content)}).status_code == 201


def test_of_several_files_those_that_are_there_are_named_and_the_others_kept(as_user, alma):
    content = make_bytes((60, 40))
    make_image(by=alma, file=make_upload(content=content), caption="The <first>")

    response = as_user(alma).post(ADD, words(file=[make_upload(content=content, name="b.jpg"), make_upload((40, 60))]))

    assert "b.jpg: The library has this picture already" in messages_of(response)
    assert "The &lt;first&gt;</a>" in messages_of(response)
    assert Image.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 401), ("reader", 403), ("cora", 403), ("otto", 403), ("alma", 200), ("edith", 200), ("ada", 200)],
)
def test_who_may_write_the_words_of_a_picture_of_alma_s(who, status, client, alma, request):
    image = make_image(by=alma)
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    response = client.post(words_of(image), {"alt": "A heron", "caption": "", "credit": "Alma"})

    image.refresh_from_db()
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert (image.alt, image.credit) == (("A heron", "Alma") if status == 200 else ("", ""))
    assert ("error" in response.json()) is (status != 200)


def test_words_that_will_not_do_are_explained(as_user, alma):
    image = make_image(by=alma)

    response = as_user(alma).post(words_of(image), {"alt": "A heron", "decorative": "on"})

    assert response.status_code == 400
    assert "Screen readers pass over decoration" in response.json()["error"]


def test_words_are_sent_and_not_fetched(as_user, alma):
    assert as_user(alma).get(words_of(make_image(by=alma))).status_code == 405


def test_a_picture_in_the_trash_takes_no_words(as_user, alma):
    image = make_image(by=alma)
    trash.trash(image)

    assert as_user(alma).post(words_of(image), {"alt": "A heron"}).status_code == 404


def test_a_foreign_form_writes_no_words(alma):
    image = make_image(by=alma)
    client = Client(enforce_csrf_checks=True)
    client.force_login(alma)

    response = client.post(words_of(image), {"alt": "A heron"})

    assert (response.status_code, "reload" in response.json()["error"]) == (403, True)


def test_words_leave_licence_and_source_alone(as_user, alma):
    image = make_image(by=alma, licence="CC BY 4.0")

    as_user(alma).post(words_of(image), {"caption": "At the river"})

    image.refresh_from_db()
    assert (image.caption, image.licence) == ("At the river", "CC BY 4.0")
