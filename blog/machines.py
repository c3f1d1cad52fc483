"""What robots, browsers and monitors ask for by a fixed name: robots.txt, favicon.ico, security.txt, health."""

import logging
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import Revision
from blog.paging import page_of
from blog.reading import require_safe

logger = logging.getLogger(__name__)

# Longer than any task takes: one that has waited for so long waits for a worker.
TOO_LONG = timedelta(minutes=10)

SECURITY_HOLDS = timedelta(days=180)  # RFC 9116 wants less than a year; it is reckoned anew each day

ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /shared/

Sitemap: {base}/sitemap.xml
"""


@require_safe
def robots(request):
    return HttpResponse(ROBOTS.format(base=settings.BYLINE_URL), content_type="text/plain; charset=utf-8")


@require_safe
def security(request):
    """Whom to tell of a hole (RFC 9116), where the operator has said so."""
    if not settings.SECURITY_CONTACTS:
        raise Http404("BYLINE_SECURITY_CONTACT is not set.")
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {today + SECURITY_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.BYLINE_URL}{request.path}",
    ]
    headers = {"Cache-Control": "max-age=86400"}
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def favicon(request):
    return HttpResponseRedirect(static("favicon.ico"))


@require_safe
def health(request):
    """Whether readers are served (200 or 503), and in words what is not as it should be besides."""
    try:
        page_of(Revision.objects.listed, size=1)  # what a reader's page asks for
        tasks_wait = _tasks_wait()
        troubles = [app.health() for app in apps.get_app_configs() if hasattr(app, "health")]
    except Error as error:
        logger.error("The database cannot be read: %s", error)
        answer = {"status": "down", "database": "cannot be read: is it running, and is it migrated?"}
    else:
        answer = {
            "status": "ok",
            "database": "reachable",
            "tasks": "waiting for a worker" if tasks_wait else "done in time",
            "mail": "printed to the console: set EMAIL_URL" if prints_mail() else "sent",
        }
        for trouble in troubles:
            answer |= trouble
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503, headers=headers)


def prints_mail() -> bool:
    """Whether no mail server is set up, so that mail goes to the console and reaches nobody."""
    return settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def _tasks_wait() -> bool:
    """Whether a task has been due for TOO_LONG. One that is to run later waits for its time, not for a worker."""
    long_ago = timezone.now() - TOO_LONG
    due = DBTaskResult.objects.ready().filter(enqueued_at__lt=long_ago)
    return due.exclude(run_after__range=(long_ago, timezone.now())).exists()
