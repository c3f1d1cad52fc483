"""The other widths: made late, listed as they come, and safe to ask for again."""

from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db.models.signals import post_save
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture

from media import recipes, retrying, tasks
from media.models import Image
from media.tasks import build_renditions
from tests.factories_media import RED, is_like, is_upright, make_animation, make_image, make_upload, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def saves():
    """What was listed at each save of an image."""
    seen = []

    def look(instance, **kwargs):
        seen.append({format: list(widths) for format, widths in instance.renditions.items()})

    post_save.connect(look, sender=Image)
    yield seen
    post_save.disconnect(look, sender=Image)


def test_the_card_comes_first_then_webp_then_avif_each_saved_once(saves):
    image = make_image((900, 600))

    build_renditions.call(image.pk)

    webp, avif = {"webp": [400, 800, 900]}, {"avif": [400, 800, 900]}
    assert saves == [{"webp": [900]}, {"webp": [900]}, webp, webp | avif]


def test_every_rendition_that_is_listed_can_be_fetched(client):
    image = make_image((900, 600))

    build_renditions.call(image.pk)

    image.refresh_from_db()
    for format, widths in image.renditions.items():
        for width in widths:
            picture = served(image, width, format)
            assert picture.format == format.upper()
            assert picture.size == (width, image.rendition_height(width))
            assert is_upright(picture)


def test_an_animation_gets_a_still_and_no_avif(client):
    image = make_image(file=make_upload(content=make_animation()))

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.is_animated
    assert image.renditions == {"webp": [300], "still": [300]}
    assert served(image, 300).n_frames == 3
    still = Picture.open(BytesIO(client.get(image.rendition_url(300, "still")).getvalue()))
    assert (still.format, still.size, getattr(still, "n_frames", 1)) == ("WEBP", (300, 200), 1)
    assert is_like(still.convert("RGB").getpixel((50, 50)), RED)


def test_what_was_uploaded_before_there_were_tones_gets_one():
    image = make_image((900, 600))
    Image.objects.update(tone="")

    build_renditions.call(image.pk, again=True)

    before, image.tone = image.tone, ""
    image.refresh_from_db()
    assert is_like(bytes.fromhex(image.tone), bytes.fromhex(before), tolerance=2)


def test_a_second_run_does_nothing(saves, monkeypatch):
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    monkeypatch.setattr(tasks.sandbox, "render", None)
    saves.clear()

    build_renditions.call(image.pk)

    assert saves == []


def test_a_file_left_by_a_killed_task_is_written_anew():
    image = make_image((900, 600))
    default_storage.save(image.rendition_name(400, "webp"), ContentFile(b"RIFF, and then the lights went out"))

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert served(image, 400).width == 400


def test_an_image_that_is_gone_is_no_accident():
    build_renditions.call(4711)


def test_an_image_deleted_meanwhile_leaves_no_files(monkeypatch, tmp_path):
    image = make_image((900, 600))
    render = tasks.sandbox.render

    def slow(*args, **options):
        rendered = render(*args, **options)
        Image.objects.filter(pk=image.pk).delete()
        return rendered

    monkeypatch.setattr(tasks.sandbox, "render", slow)

    build_renditions.call(image.pk)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_two_tasks_at_once_lose_nothing(monkeypatch):
    image = make_image((900, 600))
    render, calls = tasks.sandbox.render, []

    def overtaken(*args, **options):
        calls.append(options)
        if len(calls) == 1:
            build_renditions.call(image.pk)
        return render(*args, **options)

    monkeypatch.setattr(tasks.sandbox, "render", overtaken)

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.renditions == {"webp": [400, 800, 900], "avif": [400, 800, 900]}


def test_the_command_catches_up_without_a_worker():
    image, output = make_image((900, 600)), StringIO()
    make_image((900, 600))
    build_renditions.call(image.pk)

    call_command("build_renditions", stdout=output)

    assert "1 image" in output.getvalue()
    assert not any(image.missing_widths("avif") for image in Image.objects.all())


def test_the_command_makes_lost_files_again():
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    default_storage.delete(image.rendition_name(400, "avif"))

    call_command("build_renditions", again=True, stdout=StringIO())

    assert served(image, 400, "avif").width == 400


def test_the_command_names_what_it_could_not_do_and_does_the_rest():
    lost, fine = make_image((900, 600)), make_image((900, 600))
    lost.original.storage.delete(lost.original.name)
    errors = StringIO()

    with pytest.raises(CommandError, match="1 image"):
        call_command("build_renditions", stdout=StringIO(), stderr=errors)

    assert f"Image {lost.pk}" in errors.getvalue()
    fine.refresh_from_db()
    assert "avif" in fine.renditions


def test_a_new_recipe_gives_new_names_and_the_old_addresses_stay(monkeypatch):
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    before = image.rendition_name(900, "webp")
    monkeypatch.setattr(recipes, "RECIPE", recipes.RECIPE + 1)

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.rendition_name(900, "webp") != before
    assert served(image, 900).width == 900
    assert default_storage.exists(before)
    assert image.renditions == {"webp": [400, 800, 900], "avif": [400, 800, 900]}


def test_without_avif_the_site_goes_on_with_webp(monkeypatch):
    image = make_image((900, 600))
    monkeypatch.setattr(tasks.features, "check", lambda format: format == "webp")

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert image.renditions == {"webp": [400, 800, 900]}


def test_the_worker_runs_what_an_upload_asked_for():
    image = make_image((900, 600))
    queued = DBTaskResult.objects.get()

    queued.task.call(*queued.args_kwargs["args"], **queued.args_kwargs["kwargs"])

    image.refresh_from_db()
    assert image.missing_widths("webp") == image.missing_widths("avif") == []


def no_room(monkeypatch) -> None:
    def full(storage, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)


def test_a_full_disk_takes_away_no_copy_that_was_there(monkeypatch):
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    no_room(monkeypatch)

    with pytest.raises(CommandError, match="1 image"):
        call_command("build_renditions", again=True, stdout=StringIO(), stderr=StringIO())

    image.refresh_from_db()
    for format, widths in image.renditions.items():
        assert all(served(image, width, format).width == width for width in widths)


def test_a_storage_that_is_away_is_tried_again_later_and_then_given_up(monkeypatch):
    image = make_image((900, 600))
    no_room(monkeypatch)
    DBTaskResult.objects.all().delete()

    for attempt, pause in enumerate(retrying.PAUSES, start=1):
        before = timezone.now()
        build_renditions.call(image.pk, attempt=attempt)

        queued = DBTaskResult.objects.get()
        assert before + pause <= queued.run_after <= timezone.now() + pause
        assert queued.args_kwargs == {"args": [image.pk], "kwargs": {"again": False, "attempt": attempt + 1}}
        queued.delete()
    with pytest.raises(OSError, match="No space left"):
        build_renditions.call(image.pk, attempt=len(retrying.PAUSES) + 1)
    assert not DBTaskResult.objects.exists()


def test_an_original_that_is_lost_is_not_waited_for():
    image = make_image((900, 600))
    DBTaskResult.objects.all().delete()
    image.original.storage.delete(image.original.name)

    with pytest.raises(FileNotFoundError):
        build_renditions.call(image.pk)

    assert not DBTaskResult.objects.exists()


def given_up(image: Image) -> None:
    """Leave what a worker leaves of a task that failed for the last time."""
    row = DBTaskResult.objects.get()
    row.args_kwargs["kwargs"] = {"attempt": 5}
    row.set_failed(OSError("away"))


def test_what_was_given_up_is_told_and_the_upkeep_tries_it_again(client):
    image = make_image((900, 600))
    given_up(image)
    assert client.get("/health/").json()["pictures"] == "1 with copies that could not be made; tried again once a day"

    done = apps.get_app_config("media").upkeep()

    assert done["copies of pictures tried again"] == 1
    queued = DBTaskResult.objects.get()
    assert (queued.status, queued.args_kwargs) == ("READY", {"args": [image.pk], "kwargs": {"attempt": 1}})
    assert "pictures" not in client.get("/health/").json()


def test_the_command_mends_what_was_given_up(client):
    image = make_image((900, 600))
    given_up(image)

    call_command("build_renditions", stdout=StringIO())

    image.refresh_from_db()
    assert not image.missing_widths("avif")
    assert "pictures" not in client.get("/health/").json()
