"""Late work on images. Pages do not wait for it: what there is of an image is always listed, and complete."""

from django.db import transaction
from django_tasks import task
from PIL import features

from media import cards, files, recipes, retrying, sandbox
from media.earlier import EarlierFile
from media.models import Image


@task()
def build_renditions(image_id: int, again: bool = False, attempt: int = 1) -> None:
    """As ``build``; tried again later while a storage is away."""
    with retrying.tried_again(build_renditions, image_id, again=again, attempt=attempt):
        build(image_id, again=again)


def build(image_id: int, *, again: bool = False) -> None:
    """Write the renditions that ``image_id`` still lacks, or ``again`` all of them, and its social card.

    Harmless when none is missing or the image is gone. Saves the image once for the card, because a page is shared as
    soon as it is there, and once for each format, WebP first, so that pages get better step by step.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is not None and cards.name_of(image) and (again or cards.is_missing(image)):
        _build_card(image)
    for format in recipes.FORMATS:
        image = Image.objects.filter(pk=image_id).first()
        if image is None:
            return
        widths = image.wanted_widths(format) if again else image.missing_widths(format)
        if widths and features.check(recipes.file_type(format)):
            _build(image, format, widths)


def _build(image: Image, format: str, widths: list[int]) -> None:
    with image.original.open() as original:
        rendered = sandbox.render(original, format=format, widths=widths)
    image.recipe = recipes.RECIPE  # and so the names of the files are today's
    files.store_renditions(image, format, rendered.files)
    with transaction.atomic():
        # Read again, and locked: meanwhile the image may have been deleted, or another worker been here.
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row is None or row.original != image.original:
            _forget(image)
            return
        made = row.renditions if row.recipe == recipes.RECIPE else {}
        row.renditions = {**made, format: sorted({*made.get(format, ()), *rendered.files})}
        row.recipe, row.tone = recipes.RECIPE, rendered.tone
        row.save(update_fields=["renditions", "recipe", "tone"])


def _build_card(image: Image) -> None:
    name, focus = cards.name_of(image), (image.focal_x, image.focal_y)
    with image.original.open() as original:
        widths = [recipes.uncut_width(image.size)]
        rendered = sandbox.render(original, format=recipes.CARD_FORMAT, widths=widths, focus=focus)
    files.store(name, *rendered.files.values())
    with transaction.atomic():
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row is None or row.original != image.original:
            _forget(image, card=name)
            return
        row.cards, outlived = cards.with_new(row, name)
        row.save(update_fields=["cards"])
    files.remove_each(("default", name) for name in outlived)


def _forget(image: Image, card: str | None = None) -> None:
    """Let go of what was made of ``image``, which was deleted meanwhile, or has another file now."""
    former = EarlierFile.objects.filter(image=image.pk, original=image.original.name).first()
    if former is None:
        files.remove(image)  # an earlier file takes its renditions along when it goes
    if card and (former is None or card not in former.cards):
        files.remove_each([("default", card)])
