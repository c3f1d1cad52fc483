"""``manage.py worker``: runs queued tasks, gives back those of workers that died in the middle, and does the upkeep."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.models import DBTaskResult

LEASE = timedelta(minutes=10)  # no task takes nearly as long: a picture's copies are stopped after a minute
ATTEMPTS = 3
SECONDS_BETWEEN_LOOKS = 60
SECONDS_BETWEEN_UPKEEPS = 24 * 60 * 60
JOURNAL_MAX_BYTES = 32 * 1024 * 1024

logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Run queued tasks until stopped, and return those of dead workers to the queue."

    def handle(self, **options):
        for work, seconds in (
            (return_lost_tasks, SECONDS_BETWEEN_LOOKS),
            (shorten_journal, SECONDS_BETWEEN_LOOKS),
            (upkeep, SECONDS_BETWEEN_UPKEEPS),
        ):
            threading.Thread(target=keep_doing, args=[work], kwargs={"every": seconds}, daemon=True).start()
        super().handle(**options)


def keep_doing(work: Callable[[], None], *, every: int) -> None:
    """Do ``work`` at once, then ``every`` so many seconds, beside the tasks: a long one must not hold it up."""
    waiting = threading.Event()
    while True:
        try:
            work()
        except DatabaseError:
            logger.exception("%s failed; the next try is in %d seconds.", work.__name__, every)
        finally:
            connections.close_all()
        waiting.wait(every)


def shorten_journal() -> None:
    """Begin SQLite’s journal anew when it has grown long; who writes waits for the pages that are being made.

    SQLite does so by itself in a moment when no page is, but where readers come without a pause there is none.
    """
    journal = Path(f"{connection.settings_dict['NAME']}-wal")
    if connection.vendor == "sqlite" and journal.exists() and journal.stat().st_size > JOURNAL_MAX_BYTES:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def upkeep() -> None:
    call_command("upkeep", stdout=StringIO())


@transaction.atomic
def return_lost_tasks() -> None:
    """Queue again what has been running for longer than LEASE; give it up after ATTEMPTS workers.

    Should a worker that was taken for dead still finish, its result counts: tasks may run twice.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LEASE)
    for task in lost.select_for_update(skip_locked=True):
        attempts = len(task.worker_ids)
        logger.warning("task=%s path=%s attempt=%d lost its worker", task.pk, task.task_path, attempts)
        if attempts < ATTEMPTS:
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
        else:
            task.set_failed(TimeoutError(f"Lost by {attempts} workers, each of which ended while it ran."))
