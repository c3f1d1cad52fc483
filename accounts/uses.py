"""Where people use pictures: as portraits. The image library asks."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import Author
from media.models import Image
from media.uses import Source, Use


def find(image: Image, user, most: int) -> list[Use]:
    authors = Author.objects.filter(portrait=image).order_by("pk")[:most]
    return [Use(str(author), "live", _("Portrait"), holds=True, url=_address(author, user)) for author in authors]


def _address(author: Author, user) -> str:
    """Return where ``user`` may change the portrait of ``author``, else where readers see it."""
    if permissions.can_change_profile(user, author):
        return reverse("admin:accounts_author_change", args=[author.pk])
    return author.get_absolute_url()


def used() -> Q:
    return Q(Exists(Author.objects.filter(portrait=OuterRef("pk"))))


def holds(image: Image) -> bool:
    return Author.objects.filter(portrait=image).exists()


SOURCE = Source(find=find, used=used, holds=holds)
