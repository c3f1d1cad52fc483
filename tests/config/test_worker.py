"""``manage.py worker``: a task whose worker died is queued again, and given up after three of them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from config.management.commands import worker

pytestmark = pytest.mark.django_db

ran = []


@task()
def noted(word: str) -> None:
    ran.append(word)


@pytest.fixture(autouse=True)
def queue_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ran.clear()


def started(*, minutes_ago: int, workers: int = 1) -> DBTaskResult:
    """Return the row of a task that was claimed then, by the last of so many workers."""
    row = DBTaskResult.objects.get(pk=noted.enqueue("word").id)
    for number in range(workers):
        row.claim(f"worker-{number}")
    row.started_at = timezone.now() - timedelta(minutes=minutes_ago)
    row.save()
    return row


def test_a_task_that_runs_too_long_is_queued_again():
    lost = started(minutes_ago=11)

    worker.return_lost_tasks()

    lost.refresh_from_db()
    assert lost.status == "READY"
    assert lost in DBTaskResult.objects.ready()


def test_a_task_within_its_time_is_left_to_its_worker():
    running = started(minutes_ago=9)

    worker.return_lost_tasks()

    running.refresh_from_db()
    assert running.status == "RUNNING"


def test_a_task_that_three_workers_lost_is_given_up_and_says_why():
    hopeless = started(minutes_ago=11, workers=3)

    worker.return_lost_tasks()

    hopeless.refresh_from_db()
    assert hopeless.status == "FAILED"
    assert hopeless.finished_at
    assert "Lost by 3 workers" in hopeless.traceback


def test_finished_tasks_stay_finished():
    row = started(minutes_ago=30)
    row.set_successful(None)
    finished_at = row.finished_at

    worker.return_lost_tasks()

    row.refresh_from_db()
    assert (row.status, row.finished_at) == ("SUCCESSFUL", finished_at)


@pytest.mark.django_db(transaction=True)  # the package's worker drops a connection that is in a transaction
def test_a_returned_task_is_run_by_the_next_worker():
    lost = started(minutes_ago=11)
    worker.return_lost_tasks()

    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)

    lost.refresh_from_db()
    assert lost.status == "SUCCESSFUL"
    assert ran == ["word"]
    assert len(lost.worker_ids) == 2


def test_looking_goes_on_after_the_database_was_away(monkeypatch):
    looks = []

    def look():
        looks.append(len(looks))
        if len(looks) == 1:
            raise worker.DatabaseError("gone")
        raise SystemExit  # the endless has an end

    monkeypatch.setattr(worker.connections, "close_all", lambda: None)

    with pytest.raises(SystemExit):
        worker.keep_doing(look, every=0)

    assert len(looks) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("room", "is_short"), [(-1, True), (0, False)])
def test_a_long_journal_is_begun_anew(room, is_short, monkeypatch):
    noted.enqueue("word")
    journal = Path(f"{connection.settings_dict['NAME']}-wal")
    size = journal.stat().st_size if journal.exists() else 0
    monkeypatch.setattr(worker, "JOURNAL_MAX_BYTES", size + room)

    worker.shorten_journal()

    if connection.vendor == "sqlite":
        assert (journal.stat().st_size == 0) is is_short
    else:
        assert not journal.exists()
