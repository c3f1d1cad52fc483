"""Makes the renditions that images lack: after a while without a task worker, or with a new recipe."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from media import cards, recipes, retrying, tasks
from media.models import Image


class Command(BaseCommand):
    help = "Makes what images lack: the social card, renditions in WebP, and then in AVIF."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="Make all, also those that are there.")

    def handle(self, *, again, **options):
        built, failed = 0, []
        for image in Image.objects.iterator(chunk_size=500):
            if not (again or cards.is_missing(image) or any(map(image.missing_widths, recipes.FORMATS))):
                continue
            try:
                tasks.build(image.pk, again=again)
                retrying.forget(tasks.build_renditions, image.pk)
                built += 1
            except (OSError, ValidationError) as error:
                failed.append(image.pk)
                reason = " ".join(getattr(error, "messages", [str(error)]))
                self.stderr.write(f"Image {image.pk} ({image.original_name}): {reason}")
        self.stdout.write(f"Renditions made for {built} images.")
        if failed:
            raise CommandError(f"{len(failed)} images keep the renditions they had; the reasons stand above.")
