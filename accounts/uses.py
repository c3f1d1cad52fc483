"""Where people use pictures: as portraits. The image library asks."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Author
from media.models import Image
from media.uses import Source, Use


def find(image: Image, user, most: int) -> list[Use]:
    authors = Author.objects.filter(portrait=image).order_by("pk")[:most]
    return [
        Use(str(author), state="live", state_label=_("Portrait"), holds=True, url=author.get_absolute_url())
        for author in authors
    ]


def used() -> Q:
    return Q(Exists(Author.objects.filter(portrait=OuterRef("pk"))))


def holds(image: Image) -> bool:
    return Author.objects.filter(portrait=image).exists()


SOURCE = Source(find=find, used=used, holds=holds)
