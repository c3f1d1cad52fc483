"""How an image gets another file in place of the one it has, and an earlier one back.

What stands with it stays: its words, its focal point, its address in the library. The new file has new names for
its renditions, so no cache can mix the two up; the old ones are served for a while (``media.earlier`` says how long).
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media import earlier, files, library, recipes, validators
from media.earlier import EarlierFile
from media.models import Image
from media.tasks import build_renditions


def replace(image: Image, file: File, *, by=None) -> Image:
    """Give ``image`` another ``file``, everywhere and at once; return it as it is then. ``by`` put it there.

    Takes a second or more, so never call it inside a transaction. Raises ValidationError, and changes nothing, where
    the file will not do, is the one that the image has, or the image has left the library.
    """
    new = Image(format=validators.check(file), file_at=timezone.now(), file_by=by)
    if library.sha256_of(file) == image.sha256:
        raise ValidationError(
            _("This is the file that the picture has already. Nothing was changed: choose another."), code="same"
        )
    with library.stored(file, new), transaction.atomic():
        row = Image.objects.kept().select_for_update().filter(pk=image.pk).first()
        if row is None:
            raise ValidationError(_("This picture is in the library no more. Nothing was changed."), code="gone")
        EarlierFile.objects.create(image=row, replaced_at=new.file_at, **row.file_facts())
        changed = [*earlier.FILE, "file_at", "file_by"]
        for name in changed:
            setattr(row, name, getattr(new, name))
        row.save(update_fields=changed)
        build_renditions.enqueue(row.pk)
    return row


def roll_back(former: EarlierFile, *, by=None) -> Image:
    """Give the image of ``former`` that file back, as ``replace`` does; the list of files keeps both."""
    try:
        original = former.as_image().original.open()
    except OSError as error:
        raise ValidationError(_("This file is not there any more. Nothing was changed."), code="gone") from error
    with original:
        return replace(former.image, File(original, name=former.original_name), by=by)


def let_go(now: datetime | None = None) -> dict[str, int]:
    """Remove what need not be kept of earlier files; return what and how many. Harmless to repeat."""
    now = now or timezone.now()
    removed = slimmed = 0
    for former in EarlierFile.objects.filter(replaced_at__lt=now - earlier.KEPT).iterator():
        former.delete()
        removed += 1
    for former in EarlierFile.objects.filter(is_served=True, replaced_at__lt=now - earlier.SERVED).iterator():
        image = former.as_image()
        thumb = image.smallest_width
        files.remove_renditions(image, but=image.rendition_name(thumb, recipes.WEBP))
        former.renditions, former.cards, former.is_served = {recipes.WEBP: [thumb]}, [], False
        former.save(update_fields=["renditions", "cards", "is_served"])
        slimmed += 1
    return {"earlier files of pictures removed": removed, "earlier files made smaller": slimmed}
