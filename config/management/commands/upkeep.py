"""``manage.py upkeep``: lets go of what time has made superfluous. The worker does it once a day."""

from datetime import timedelta

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

TASKS_KEPT = timedelta(days=30)


class Command(BaseCommand):
    help = "Remove what is superfluous: drafts between drafts, emptied trash, ended sessions and finished tasks."

    def handle(self, **options):
        """Ask each app that has an ``upkeep()``, which returns {what: how many}."""
        call_command("clearsessions")
        finished = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASKS_KEPT)
        removed = {"finished tasks": finished.delete()[0]}
        for app in apps.get_app_configs():
            if hasattr(app, "upkeep"):
                removed |= app.upkeep()
        for what, count in removed.items():
            self.stdout.write(f"{what}: {count}")
