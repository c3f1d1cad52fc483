"""What becomes of a site whose disk is full: ``python -m tests.full_disk disk FOLDER``, or ``limit FOLDER``.

``disk``: FOLDER, where the data are to be, is a small disk of its own, and is filled to its last byte.
``limit``: this process may suddenly write to no file any more, which takes no rights to arrange.
An author works through it. Prints what was promised as it is kept, and ends at the first that is not.
"""

import os
import resource
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

MOST_WRITTEN = 64 * 1024 * 1024  # bytes, should FOLDER be no small disk after all


class Disk:
    def __init__(self, folder: Path):
        self.filler = folder / "filler"

    def fill(self) -> None:
        with self.filler.open("wb", buffering=0) as file:
            for size in (1024 * 1024, 1024, 1):
                with suppress(OSError):
                    while file.tell() < MOST_WRITTEN:
                        file.write(b"\0" * size)
        assert self.filler.stat().st_size < MOST_WRITTEN

    def empty(self) -> None:
        self.filler.unlink()


class Limit:
    def __init__(self, folder: Path):
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, self.before[1]))

    def empty(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


def main(kind: str, folder: Path) -> None:
    from django.core.management import call_command
    from django.db import OperationalError
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from blog.models import Post, Revision
    from config.management.commands.worker import return_lost_tasks
    from media.models import Image
    from tests.blog.test_desk import change, form_data
    from tests.factories import make_draft, make_post, make_user
    from tests.factories_media import make_bytes, make_image, make_upload

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    alma = make_user("Alma")
    live, draft = make_post(by=alma, title="Read by many"), make_draft(by=alma)
    image = make_image((900, 600), by=alma)
    desk = Client(SERVER_NAME="localhost")
    desk.force_login(alma)

    def files() -> set[Path]:
        kept = [folder / name for name in ("uploads", "originals")]
        return {path for place in kept for path in place.rglob("*") if path.is_file()}

    def run_tasks() -> None:
        call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)

    def said(promise: str) -> None:
        print(promise, flush=True)

    disk = {"disk": Disk, "limit": Limit}[kind](folder)
    before = files()
    disk.fill()

    large = make_bytes() + b"\0" * 4 * 1024 * 1024  # so large that it is received in a temporary file
    for content in (None, large):
        response = desk.post(reverse("admin:media_image_upload"), {"file": make_upload(content=content)})
        assert response.status_code == 400, response.content
        assert "could not be kept" in response.json()["error"], response.content
        assert (files(), Image.objects.count()) == (before, 1)
    said("An upload from the editor is refused in words and leaves neither a file nor a row.")

    words = {"file": make_upload(content=large), "caption": "Two days of work"}
    response = desk.post(reverse("admin:media_image_add"), words)
    assert response.status_code == 200
    assert "could not be kept" in response.text
    assert "Two days of work" in response.text
    assert (files(), Image.objects.count()) == (before, 1)
    said("The form for uploads keeps what was typed.")

    revisions = Revision.objects.count()
    text = "<p>Words nobody wants to type again.</p>" + "<p>Long.</p>" * 4000
    response = desk.post(change(draft.post), form_data(draft.post, body=text))
    assert response.status_code == 503
    assert "takes nothing more" in response.text
    assert "Words nobody wants to type again." in response.text
    assert Revision.objects.count() == revisions
    said("The form of a post comes back with the words, and says why.")

    response = desk.get(live.get_absolute_url())
    assert response.status_code == 200
    said("Readers read.")

    with suppress(OperationalError):  # the queue is on the same disk; the Procfile starts the worker again
        run_tasks()
    image.refresh_from_db()
    assert image.renditions == {"webp": [900]}
    assert files() == before
    said("A worker lists nothing that is not there.")

    disk.empty()
    desk.post(change(draft.post), form_data(draft.post, body=text))
    assert Post.objects.get(pk=draft.post_id).latest.body == text
    assert desk.post(reverse("admin:media_image_upload"), {"file": make_upload()}).status_code == 201
    DBTaskResult.objects.running().update(started_at=timezone.now() - timedelta(hours=1))
    return_lost_tasks()
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    run_tasks()
    for image in Image.objects.all():
        assert image.missing_widths("webp") == image.missing_widths("avif") == [], image.renditions
    assert not [*(folder / "uploads/.parts").iterdir(), *(folder / "tmp").iterdir()]
    said("With room again everything goes on, and what was missed is made.")


if __name__ == "__main__":
    kind, folder = sys.argv[1], Path(sys.argv[2])
    (folder / "tmp").mkdir()  # on the same disk, as it is on most machines
    ours = {"BYLINE_DATA": str(folder), "TMPDIR": str(folder / "tmp"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ |= ours
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    main(kind, folder)
