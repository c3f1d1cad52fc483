"""``manage.py clean_images``: lists pictures that nothing uses, and with ``--yes`` puts them in the trash."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from media import trash, uses
from media.models import Image

OLD = 90  # days: whoever uploads ahead of time has not used it yet


class Command(BaseCommand):
    help = "List pictures that no post, past ones included, and no person uses; with --yes put them in the trash."

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("--days", type=int, default=OLD, help=f"Leave out what is younger (default: {OLD}).")
        parser.add_argument("--yes", action="store_true", help="Do it. Otherwise it is only said.")

    def handle(self, *, days: int, yes: bool, **options):
        unused = Image.objects.kept().filter(~uses.used(), uploaded_at__lt=timezone.now() - timedelta(days=days))
        found, done = 0, 0
        for image in unused.select_related("uploaded_by").order_by("uploaded_at", "pk").iterator(chunk_size=500):
            found += 1
            who = image.uploaded_by or "somebody who is not here any more"
            self.stdout.write(f"{image.pk}: {image.original_name}, {image.uploaded_at:%Y-%m-%d}, by {who}")
            if yes:
                try:
                    trash.trash(image)
                    done += 1
                except ValidationError as refusal:  # used since the list was read
                    self.stderr.write(" ".join(refusal.messages))
        if not found:
            self.stdout.write(f"Every picture older than {days} days is used.")
        elif yes:
            self.stdout.write(f"{done} pictures are in the trash; it is emptied after {trash.KEPT.days} days.")
        else:
            self.stdout.write(f"{found} pictures would go to the trash. Nothing was done: --yes does it.")
