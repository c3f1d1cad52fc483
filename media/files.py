"""The files of an image: its original, which is private, and its renditions, which anyone may fetch."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from media import recipes
from media.earlier import FILE, EarlierFile
from media.models import Image

logger = logging.getLogger(__name__)


def store_renditions(image: Image, format: str, files: dict[int, bytes]) -> None:
    """Write ``files`` (width → content), in place of what a killed task may have left under their names."""
    for width, content in files.items():
        store(image.rendition_name(width, format), content)


def store(name: str, content: bytes) -> None:
    default_storage.delete(name)
    stored_as = default_storage.save(name, ContentFile(content))
    if stored_as != name:  # another worker was quicker, with the same picture
        default_storage.delete(stored_as)


def remove(image: Image) -> None:
    """Remove every file of ``image``. What cannot be removed is logged, so that the rest goes."""
    for storage, name in _all_files(image):
        try:
            storage.delete(name)
        except OSError as error:
            logger.warning("a file of a deleted image was left behind: %s", error)


def remove_renditions(image: Image, *, but: str) -> None:
    """Remove the renditions of ``image`` except the one named ``but``."""
    for storage, name in _all_files(image):
        if storage is default_storage and name != but:
            storage.delete(name)


def look_once_more(instance: Image, **kwargs) -> None:
    """Listens before deletions: since ``instance`` was read, a task may have made files, or another file have come."""
    with suppress(Image.DoesNotExist):
        instance.refresh_from_db(fields=FILE)


def remove_after_commit(instance: Image | EarlierFile, using: str, **kwargs) -> None:
    """Listens to deletions: the files go once it is certain that the row does."""
    image = instance.as_image() if isinstance(instance, EarlierFile) else instance
    transaction.on_commit(partial(remove, image), using=using)


def _all_files(image: Image) -> Iterator[tuple]:
    """Yield every file there may be, as (storage, name): also of earlier recipes and of a task cut short."""
    if image.original:
        yield image.original.storage, image.original.name
    for name in image.cards:
        yield default_storage, name
    for number in range(1, recipes.RECIPE + 1):
        earlier = copy(image)
        earlier.recipe = number
        for format in recipes.FORMATS:
            for width in {*recipes.WIDTHS, *recipes.widths_for(image.size)}:
                yield default_storage, earlier.rendition_name(width, format)
