"""What robots, browsers and monitors ask for by a fixed name: robots.txt, favicon.ico, health."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

# Longer than any task takes: one that has waited for so long waits for a worker.
TOO_LONG = timedelta(minutes=10)

ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /accounts/

Sitemap: {base}/sitemap.xml
"""


@require_safe
def robots(request):
    return HttpResponse(ROBOTS.format(base=settings.BYLINE_URL), content_type="text/plain")


@require_safe
def favicon(request):
    return HttpResponseRedirect(static("favicon.ico"))


@require_safe
def health(request):
    """Whether readers are served (200 or 503), and in words what is not as it should be besides."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - TOO_LONG).exists()
    except DatabaseError:
        answer = JsonResponse({"status": "down", "database": "cannot be reached"}, status=503)
    else:
        prints_mail = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        answer = JsonResponse(
            {
                "status": "ok",
                "database": "reachable",
                "tasks": "waiting for a worker" if waiting else "done in time",
                "mail": "printed to the console: set EMAIL_URL" if prints_mail else "sent",
            }
        )
    answer["Cache-Control"] = "no-store"
    return answer
