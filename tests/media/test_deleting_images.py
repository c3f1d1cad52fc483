"""A deleted image takes its files along, once it is certain that it is gone."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction

from media.models import Image
from media.tasks import build_renditions
from tests.factories_media import make_bytes, make_image, make_upload, served


def files() -> list[Path]:
    folders = [Path(storages[name].location) for name in ("default", "originals")]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_original_and_renditions_go_with_the_image():
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    assert len(files()) == 8

    image.delete()

    assert files() == []


@pytest.mark.django_db(transaction=True)
def test_files_stay_when_the_deletion_is_taken_back():
    image = make_image()

    with transaction.atomic():
        image.delete()
        transaction.set_rollback(True)

    assert len(files()) == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_picture_uploaded_by_another_stays():
    content = make_bytes((90, 60))
    mine, yours = (make_image(file=make_upload(content=content)) for _person in range(2))

    mine.delete()

    assert served(yours).size == (90, 60)
    with yours.original.open() as original:
        assert original.read() == content


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_their_files_along():
    make_image(), make_image()

    Image.objects.all().delete()

    assert files() == []


def test_a_person_who_leaves_leaves_their_pictures(alma):
    image = make_image(by=alma)

    alma.delete()

    image.refresh_from_db()
    assert image.uploaded_by is None
