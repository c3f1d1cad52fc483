"""The trash of the library: offered nowhere, back for 30 days, then gone with all its files."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from media import trash
from media.models import Image
from tests.factories_media import make_image

pytestmark = pytest.mark.django_db

CHOOSE = "/admin/media/image/choose/"
LIST = "/admin/media/image/"


def page_of(image, page="change") -> str:
    return f"/admin/media/image/{image.pk}/{page}/"


def trashed(*, days: int = 0, **words) -> Image:
    image = make_image(**words)
    trash.trash(image)
    Image.objects.filter(pk=image.pk).update(trashed_at=timezone.now() - timedelta(days=days))
    image.refresh_from_db()
    return image


def test_a_picture_in_the_trash_is_offered_nowhere(as_user, alma):
    trashed(caption="Gone", by=alma)
    client = as_user(alma)

    assert client.get(CHOOSE).json()["results"] == []
    assert "Gone" not in client.get(LIST).text


def test_deleting_puts_it_in_the_trash_and_says_how_to_undo(as_user, alma):
    image = make_image(by=alma, caption="The pier")
    client = as_user(alma)
    assert "For 30 days you can take it back" in client.get(page_of(image, "delete")).text

    response = client.post(page_of(image, "delete"), follow=True)

    image.refresh_from_db()
    assert image.trashed_at
    assert "“The pier” is in the trash." in response.text


def test_what_is_in_the_trash_can_be_taken_back(as_user, alma):
    image = trashed(by=alma)
    client = as_user(alma)
    assert "In the trash since" in client.get(page_of(image)).text

    client.post(page_of(image, "untrash"))

    assert Image.objects.kept().get() == image


WHO = [("cora", False), ("alma", True), ("otto", False), ("edith", True), ("reader", False)]


@pytest.mark.parametrize(("who", "may"), [*WHO, ("nobody", False)])
def test_who_may_take_a_picture_of_alma_s_back(who, may, client, alma, request):
    image = trashed(by=alma)
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    response = client.post(page_of(image, "untrash"))

    assert Image.objects.kept().exists() is may
    assert response.status_code == 302 if may or who in ("nobody", "reader") else 403


def test_taking_back_is_sent_and_not_fetched(as_user, alma):
    image = trashed(by=alma)

    assert as_user(alma).get(page_of(image, "untrash")).status_code == 405


def test_a_picture_that_is_not_in_the_trash_cannot_be_taken_back(as_user, alma):
    assert as_user(alma).post(page_of(make_image(by=alma), "untrash")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_it_can_be_removed_for_good_at_once(as_user, alma):
    image = trashed(by=alma)
    name = image.original.name

    as_user(alma).post(page_of(image, "delete"), {"post": "yes"})

    assert not Image.objects.exists()
    assert not storages["originals"].exists(name)


@pytest.mark.django_db(transaction=True)
def test_after_thirty_days_upkeep_removes_it_with_its_files(capsys):
    old, young = trashed(days=31), trashed(days=29)

    call_command("upkeep")

    assert list(Image.objects.all()) == [young]
    assert not storages["originals"].exists(old.original.name)
    assert "pictures removed from the trash: 1" in capsys.readouterr().out


def test_putting_it_there_twice_changes_nothing():
    image = trashed(days=3)

    trash.trash(image)

    assert Image.objects.get().trashed_at == image.trashed_at
