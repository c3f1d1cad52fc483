"""A worker that is killed in the middle of a picture: the next one finishes it, and nothing half is shown or left."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture

from media import leftovers, sandbox
from media.models import Image
from tests.factories_media import make_image, make_upload, served

HOUSE = Path(__file__).resolve().parents[2]
SECONDS = 120

pytestmark = pytest.mark.django_db(transaction=True)  # another process is to see what is written


def database_url() -> str:
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    user, password, host = (quote(said[key], safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{said['PORT'] or 5432}/{said['NAME']}"


@pytest.fixture
def start_worker(tmp_path):
    """Start workers as the Procfile does, each with its children in a group of its own."""
    (tmp_path / "tmp").mkdir()
    ours = {"DATABASE_URL": database_url(), "BYLINE_DATA": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")}
    started = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker", "--interval", "0.1", "--no-startup-delay"]
        log = (tmp_path / "worker.log").open("ab")
        with log:
            process = subprocess.Popen(
                command, cwd=HOUSE, env=os.environ | ours, start_new_session=True, stdout=log, stderr=log
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(happens: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.02)


def make_busy_image() -> Image:
    """One that keeps a worker busy for a second or two."""
    noise = Picture.effect_noise((2600, 1800), 80)
    with tempfile.SpooledTemporaryFile() as file:
        noise.save(file, "JPEG")
        file.seek(0)
        return make_image(file=make_upload(content=file.read()))


@pytest.mark.parametrize("formats", [1, 2])
def test_a_killed_worker_loses_nothing(formats, start_worker, tmp_path):
    image = make_busy_image()
    log, work = tmp_path / "worker.log", tmp_path / "tmp"

    def is_in_the_middle() -> bool:
        image.refresh_from_db()
        webp_is_made = not image.missing_widths("webp")
        return webp_is_made == (formats == 2) and any(work.glob("byline-image-*/original"))

    worker = start_worker()
    wait_until(is_in_the_middle, log)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()

    image.refresh_from_db()
    assert image.missing_widths("avif")
    for format, widths in image.renditions.items():
        assert all(served(image, width, format).width == width for width in widths)
    lost = DBTaskResult.objects.get()
    assert lost.status == "RUNNING"

    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    start_worker()
    wait_until(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists(), log)

    image.refresh_from_db()
    assert image.missing_widths("webp") == image.missing_widths("avif") == []
    for format, widths in image.renditions.items():
        assert all(served(image, width, format).width == width for width in widths)


def test_what_a_killed_process_left_half_done_goes_with_the_upkeep(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long_ago = time.time() - 2 * 60 * 60
    folder, part = tmp_path / "byline-image-abc", Path(default_storage.path(".parts/abc.webp"))
    running, writing = tmp_path / "byline-image-def", Path(default_storage.path(".parts/def.webp"))
    for path in (folder, running):
        path.mkdir()
        (path / "original").write_bytes(b"half")
    part.parent.mkdir(parents=True)
    for path in (part, writing):
        path.write_bytes(b"half")
    for path in (folder, part):
        os.utime(path, (long_ago, long_ago))

    assert leftovers.clear() == 2

    assert not folder.exists()
    assert not part.exists()
    assert running.exists()
    assert writing.exists()


def test_the_lease_is_longer_than_a_picture_may_take():
    from config.management.commands.worker import LEASE

    assert timedelta(seconds=sandbox.STALE) > LEASE > 2 * timedelta(seconds=sandbox.MOST_SECONDS)
