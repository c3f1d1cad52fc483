"""The trash of the library: what lies there is offered nowhere, comes back for 30 days, and then is gone."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from media import uses
from media.models import Image

KEPT = timedelta(days=30)


@transaction.atomic
def trash(image: Image) -> None:
    """Take ``image`` away. Raises ValidationError while something that counts uses it."""
    image = Image.objects.select_for_update().get(pk=image.pk)
    if image.trashed_at:
        return
    if uses.is_held(image):
        raise ValidationError(
            _("“%(image)s” is used where it is needed. Take it out there first: its page lists where."),
            code="held",
            params={"image": image},
        )
    image.trashed_at = timezone.now()
    image.save(update_fields=["trashed_at"])


@transaction.atomic
def untrash(image: Image) -> None:
    """Bring ``image`` back, wherever it stood."""
    image = Image.objects.select_for_update().get(pk=image.pk)
    image.trashed_at = None
    image.save(update_fields=["trashed_at"])


def empty(now: datetime | None = None) -> int:
    """Remove what has lain in the trash too long, with its files; return how many. Harmless to repeat.

    What a text has taken up again meanwhile stays for as long as that text counts.
    """
    removed = 0
    for image in Image.objects.trashed().filter(trashed_at__lt=(now or timezone.now()) - KEPT).iterator():
        try:
            with transaction.atomic():
                if not uses.is_held(image):
                    image.delete()
                    removed += 1
        except ProtectedError:
            continue
    return removed
