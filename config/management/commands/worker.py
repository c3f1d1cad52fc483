"""``manage.py worker``: runs queued tasks, and gives back those of workers that died in the middle."""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.models import DBTaskResult

LEASE = timedelta(minutes=10)  # no task takes nearly as long: a picture's copies are stopped after a minute
ATTEMPTS = 3
SECONDS_BETWEEN_LOOKS = 60

logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Run queued tasks until stopped, and return those of dead workers to the queue."

    def handle(self, **options):
        threading.Thread(target=keep_returning_lost_tasks, daemon=True).start()
        super().handle(**options)


def keep_returning_lost_tasks() -> None:
    """Look at once and then every minute, beside the tasks: a long one must not hold the others up."""
    waiting = threading.Event()
    while True:
        try:
            return_lost_tasks()
        except DatabaseError:
            logger.exception("Lost tasks could not be looked for; the next look is in a minute.")
        finally:
            connections.close_all()
        waiting.wait(SECONDS_BETWEEN_LOOKS)


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
