"""Pictures in S3: what readers fetch there, what nobody may, and what becomes of an upload while it is away."""

import time
import urllib.error
import urllib.request
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from media import buckets, library, tasks, trash
from media.models import Image
from tests.factories import make_post
from tests.factories_media import make_bytes, make_image, make_upload, served

pytestmark = pytest.mark.django_db


def fetched(address: str):
    """What a reader's browser, which has no keys, gets from the S3 server."""
    return urllib.request.urlopen(address, timeout=10)


def status_of(address: str) -> int:
    try:
        with fetched(address) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def run_due_tasks(*, minutes_later: int = 0) -> None:
    """Run what is queued as a worker does, as if so many minutes had passed."""
    ahead = timedelta(minutes=minutes_later)
    waiting = DBTaskResult.objects.filter(status="READY", run_after__lte=timezone.now() + ahead)
    waiting.update(run_after=timezone.now())
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


def test_an_upload_and_its_task_leave_every_rendition_where_readers_fetch_it(in_s3):
    image = make_image((900, 600))

    tasks.build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.renditions == {"webp": [400, 800, 900], "avif": [400, 800, 900]}
    for format, widths in image.renditions.items():
        for width, address in image.rendition_urls(format).items():
            with fetched(address) as answer:
                assert answer.headers["Content-Type"] == f"image/{format}"
                assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert served(image, width, format).width in widths


def test_the_original_is_kept_byte_for_byte_and_nobody_without_keys_may_read_it(in_s3):
    content = make_bytes()

    image = library.add(make_upload(content=content))

    assert in_s3.server.files(in_s3.private) == [image.original.name]
    assert image.original.name not in in_s3.server.files(in_s3.public)
    assert status_of(f"{in_s3.server.address}/{in_s3.private}/{image.original.name}") == 403
    with image.original.open() as original:
        assert original.read() == content
    with pytest.raises(ValueError, match="not accessible"):
        image.original.url  # noqa: B018 (asking is what is tested)


def test_a_large_original_is_sent_whole(in_s3):
    content = make_bytes() + b"\0" * 9 * 1024 * 1024  # more than is usually sent in parts

    image = library.add(make_upload(content=content))

    head = in_s3.server.client.head_object(Bucket=in_s3.private, Key=image.original.name)
    assert head["ContentLength"] == len(content)
    assert head["ContentType"] == "image/jpeg"
    assert "-" not in head["ETag"]  # S3 counts parts there


def test_pages_and_feeds_name_the_addresses_in_the_bucket(in_s3, client, edith):
    image = make_image((900, 600), alt="Four colours")
    post = make_post(by=edith, cover=image, body=f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>')

    page = client.get(post.get_absolute_url()).content.decode()
    feed = client.get("/feed.xml").content.decode()

    assert f'src="{image.shown_url}"' in page
    assert f'property="og:image" content="{image.shown_url}"' in page
    assert image.shown_url in feed
    assert "/uploads/" not in page + feed
    assert status_of(image.shown_url) == 200


def test_the_address_it_had_on_the_site_leads_to_the_bucket(in_s3, client, django_assert_num_queries):
    image = make_image()
    earlier = f"/uploads/{image.rendition_name(120, 'webp')}"
    in_s3.server.stop_answering()

    with django_assert_num_queries(0):
        response = client.get(earlier)

    assert (response.status_code, response["Location"]) == (301, image.shown_url)
    assert response["Cache-Control"] == "max-age=300"
    assert client.get("/uploads/ab/page.html").status_code == 404


def test_one_command_fills_a_bucket_from_the_originals_and_texts_follow(in_s3, settings, client, edith):
    """What moving to S3, or to another address of the bucket, takes once the originals have been copied."""
    image = make_image((900, 600), by=edith)
    post = make_post(by=edith, body=f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>')
    renditions = in_s3.server.files(in_s3.public)
    for name in renditions:
        default_storage.delete(name)
    moved = settings.STORAGES["default"]["OPTIONS"] | {"public_url": "https://cdn.example/pictures"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": moved}}

    call_command("build_renditions", again=True, stdout=StringIO())

    image.refresh_from_db()
    page = client.get(post.get_absolute_url()).text
    assert set(renditions) < set(in_s3.server.files(in_s3.public))
    assert f'src="https://cdn.example/pictures/{image.rendition_name(900, "webp")}"' in page
    assert in_s3.server.address not in page


def test_a_file_of_the_same_name_is_replaced(in_s3):
    default_storage.save("ab/cd.webp", ContentFile(b"first"))

    name = default_storage.save("ab/cd.webp", ContentFile(b"second"))

    assert name == "ab/cd.webp"
    assert in_s3.server.files(in_s3.public) == ["ab/cd.webp"]
    with default_storage.open(name) as file:
        assert file.read() == b"second"


def test_a_picture_that_leaves_the_trash_leaves_nothing_in_the_buckets(
    in_s3, django_capture_on_commit_callbacks, edith
):
    image = make_image((900, 600), by=edith)
    tasks.build_renditions.call(image.pk)
    trash.trash(image)

    with django_capture_on_commit_callbacks(execute=True):
        assert trash.empty(timezone.now() + trash.KEPT + timedelta(days=1)) == 1

    assert in_s3.server.files(in_s3.public) == in_s3.server.files(in_s3.private) == []


def test_what_is_not_there_is_a_missing_file_as_on_a_disk(in_s3):
    assert not default_storage.exists("ab/cd.webp")
    default_storage.delete("ab/cd.webp")
    with pytest.raises(FileNotFoundError):
        storages["originals"].open("ab/cd.jpeg")


def stop_after(monkeypatch, server, saves: int) -> None:
    """Let the server stop answering once so many files have been saved."""
    save, saved = buckets.Bucket._save, []

    def watched(storage, name, content):
        if len(saved) == saves:
            server.stop_answering()
        saved.append(name)
        return save(storage, name, content)

    monkeypatch.setattr(buckets.Bucket, "_save", watched)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("saves", [0, 1])
def test_an_upload_while_the_server_is_away_is_refused_in_words_and_leaves_nothing(
    saves, in_s3, as_user, alma, monkeypatch
):
    stop_after(monkeypatch, in_s3.server, saves)
    began = time.monotonic()

    response = as_user(alma).post("/admin/media/image/upload/", {"file": make_upload()})

    assert time.monotonic() - began < 60
    assert response.status_code == 400
    assert "could not be kept" in response.json()["error"]
    assert "the storage for pictures does not answer" in response.json()["error"]
    assert not Image.objects.exists()
    in_s3.server.answer()
    run_due_tasks(minutes_later=1)
    assert in_s3.server.files(in_s3.public) == in_s3.server.files(in_s3.private) == []


def test_the_form_keeps_the_words_that_were_typed_while_the_server_was_away(in_s3, as_user, alma, monkeypatch):
    stop_after(monkeypatch, in_s3.server, 0)

    response = as_user(alma).post("/admin/media/image/add/", {"file": make_upload(), "caption": "Two days of work"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "does not answer" in page
    assert "Two days of work" in page


def test_a_bucket_that_is_not_there_is_told_with_the_word_of_the_server(in_s3, settings):
    nowhere = settings.STORAGES["default"]["OPTIONS"] | {"bucket_name": "nowhere"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": nowhere}}

    with pytest.raises(ValidationError, match="answered “NoSuchBucket”"):
        library.add(make_upload())

    assert in_s3.server.files(in_s3.private) == []


@pytest.mark.django_db(transaction=True)
def test_renditions_are_made_by_themselves_once_the_server_is_back(in_s3, client):
    image = make_image((900, 600))
    in_s3.server.stop_answering()
    run_due_tasks()
    image.refresh_from_db()
    assert image.renditions == {"webp": [900]}
    assert "pictures" not in client.get("/health/").json()
    in_s3.server.answer()

    run_due_tasks(minutes_later=1)

    image.refresh_from_db()
    assert image.renditions == {"webp": [400, 800, 900], "avif": [400, 800, 900]}
    assert not DBTaskResult.objects.failed().exists()


@pytest.mark.django_db(transaction=True)
def test_files_of_a_picture_that_was_deleted_meanwhile_go_once_the_server_is_back(in_s3):
    image = make_image()
    in_s3.server.stop_answering()
    image.delete()
    in_s3.server.answer()

    run_due_tasks(minutes_later=1)

    assert in_s3.server.files(in_s3.public) == in_s3.server.files(in_s3.private) == []
