"""Bringing notices to people by mail: one task each, tried again while the server is away, given up in the end."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django_tasks import task

from blog.machines import prints_mail
from blog.notices import mail
from blog.notices.models import Notice, wants_mail

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 25, 125)]
ONE_TRY = timedelta(seconds=30)  # shorter than any pause, by more than clocks differ
NEWS = timedelta(days=7)

logger = logging.getLogger(__name__)


@task(priority=10)  # people wait for it; copies of pictures, in the same queue, may take a minute each
def deliver(notice_id: int) -> None:
    """Mail a notice, or queue the next attempt. Harmless when it has been mailed, or nobody wants it mailed."""
    notice = _claim(notice_id)
    if notice is None:
        return
    try:
        mail.compose(notice).send()
    except Exception as error:  # whatever it is, it is one person's: it is said under the step, and others go on
        _failed(notice, error)
    else:
        Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), error="")


def _claim(notice_id: int) -> Notice | None:
    """Return the notice if it is to be mailed and nobody else is just doing so."""
    notice = Notice.objects.undelivered().select_related("event", "user").filter(pk=notice_id).first()
    if notice is None or prints_mail() or not notice.user.is_active or not wants_mail(notice.user):
        return None
    now = timezone.now()
    mine = Notice.objects.undelivered().filter(Q(tried_at=None) | Q(tried_at__lt=now - ONE_TRY), pk=notice_id)
    if not mine.update(tried_at=now, attempts=F("attempts") + 1):
        return None
    notice.refresh_from_db(fields=["tried_at", "attempts"])
    return notice


@transaction.atomic
def _failed(notice: Notice, error: Exception) -> None:
    now = timezone.now()
    is_final = mail.is_final(error) or notice.attempts > len(PAUSES)
    reason = mail.reason(error)
    Notice.objects.filter(pk=notice.pk).update(error=reason, failed_at=now if is_final else None)
    if not is_final:
        deliver.using(run_after=now + PAUSES[notice.attempts - 1]).enqueue(notice.pk)
    unforeseen = error if not isinstance(error, OSError) else None
    words = "given up" if is_final else "to be tried again"
    logger.warning("notice=%s attempt=%d %s", notice.pk, notice.attempts, words, exc_info=unforeseen)


def troubles() -> dict[str, str]:
    """Return what an operator should know, in words; nothing when every mail went out."""
    given_up = Count("pk", filter=Q(failed_at__gt=timezone.now() - NEWS))
    waiting = Count("pk", filter=Q(failed_at=None))
    troubled = Notice.objects.filter(sent_at=None, tried_at__isnull=False)
    found = troubled.aggregate(given_up=given_up, waiting=waiting)
    said = []
    if found["given_up"]:
        said.append(f"{_mails(found['given_up'])} could not be delivered in the last {NEWS.days} days")
    if found["waiting"]:
        said.append(f"{_mails(found['waiting'])} to be tried again")
    return {"notices": ", ".join(said)} if said else {}


def _mails(number: int) -> str:
    return "1 mail" if number == 1 else f"{number} mails"
