"""Late work on images. Pages do not wait for it: what there is of an image is always listed, and complete."""

from django.db import transaction
from django_tasks import task
from PIL import features

from media import files, recipes, sandbox
from media.models import Image


@task()
def build_renditions(image_id: int, again: bool = False) -> None:
    """Write the renditions that ``image_id`` still lacks, or ``again`` all of them.

    Harmless when none is missing or the image is gone. Saves the image once for each format, WebP first,
    so that pages get better step by step.
    """
    for format in recipes.FORMATS:
        image = Image.objects.filter(pk=image_id).first()
        if image is None:
            return
        widths = image.wanted_widths(format) if again else image.missing_widths(format)
        if widths and features.check(format):
            _build(image, format, widths)


def _build(image: Image, format: str, widths: list[int]) -> None:
    with image.original.open() as original:
        rendered = sandbox.render(original, format=format, widths=widths)
    image.recipe = recipes.RECIPE  # and so the names of the files are today's
    files.store_renditions(image, format, rendered.files)
    with transaction.atomic():
        # Read again, and locked: meanwhile the image may have been deleted, or another worker been here.
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row is None:
            files.remove(image)
            return
        made = row.renditions if row.recipe == recipes.RECIPE else {}
        row.renditions = {**made, format: sorted({*made.get(format, ()), *rendered.files})}
        row.recipe = recipes.RECIPE
        row.save(update_fields=["renditions", "recipe"])
