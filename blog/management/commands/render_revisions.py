"""``manage.py render_revisions``: new HTML for texts that were rendered by an older version of the markup."""

from django.core.management.base import BaseCommand
from django.db import transaction

from blog import markup
from blog.models import Revision, SiteSettings
from blog.signals import content_changed


class Command(BaseCommand):
    help = "Render anew what readers may still see and an older version of the markup has rendered."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="Render everything, whatever its version.")

    def handle(self, *, again: bool, **options):
        revisions = Revision.objects.exclude(html="").order_by("pk")
        if not again:
            revisions = revisions.filter(markup_version__lt=markup.VERSION)
        language = SiteSettings.load().language
        rendered = 0
        for pk in revisions.values_list("pk", flat=True).iterator():
            # One at a time: a million texts are neither held in memory nor locked together.
            with transaction.atomic():
                revision = Revision.objects.select_for_update().filter(pk=pk).exclude(html="").first()
                if revision:
                    markup.render_revision(revision, language=language)
                    content_changed.send(sender=Revision, instance=revision)
                    rendered += 1
        self.stdout.write(f"{rendered} rendered.")
