"""Late work that a storage was away for: queued again, a little later each time, given up in the end, then told."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 25, 125)]

logger = logging.getLogger(__name__)


@contextmanager
def tried_again(task, *arguments, attempt: int, **options) -> Iterator[None]:
    """Queue ``task`` once more when the storage fails inside; after the last attempt the failure is the task's.

    A file that is not there is no passing trouble, and fails at once.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if attempt > len(PAUSES):
            raise
        logger.warning("task=%s arguments=%s attempt=%d to be tried again: %s", task.name, arguments, attempt, error)
        at = timezone.now() + PAUSES[attempt - 1]
        task.using(run_after=at).enqueue(*arguments, attempt=attempt + 1, **options)


def given_up(task):
    """Return what was queued of ``task`` and has failed for good."""
    return DBTaskResult.objects.failed().filter(task_path=task.module_path)


def count_given_up(tasks) -> dict:
    """Return how often each of ``tasks`` has been given up, in one query."""
    failed = DBTaskResult.objects.failed().filter(task_path__in=[task.module_path for task in tasks])
    counted = dict(failed.order_by().values_list("task_path").annotate(Count("pk")))
    return {task: counted.get(task.module_path, 0) for task in tasks}


def forget(task, *arguments) -> None:
    """Remove the memory of a failure that is mended."""
    given_up(task).filter(args_kwargs__args=list(arguments)).delete()


def try_given_up(task) -> int:
    """Queue anew what was given up; return how many. Once a day is enough for what may be hopeless."""
    queued = 0
    for failed in given_up(task):
        with transaction.atomic():
            options = {**failed.args_kwargs["kwargs"], "attempt": 1}
            task.enqueue(*failed.args_kwargs["args"], **options)
            failed.delete()
        queued += 1
    return queued
