"""The files of an image: its original, which is private, and its renditions, which anyone may fetch."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import copy
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import DatabaseError, transaction

from media import recipes
from media.earlier import FILE, EarlierFile
from media.leftovers import remove_files
from media.models import Image

logger = logging.getLogger(__name__)


def store_renditions(image: Image, format: str, files: dict[int, bytes]) -> None:
    """Write ``files`` (width → content). Each takes the place of an earlier one of its name, whole or not at all."""
    for width, content in files.items():
        store(image.rendition_name(width, format), content)


def store(name: str, content: bytes) -> None:
    default_storage.save(name, ContentFile(content))


def remove(image: Image) -> None:
    """Remove every file of ``image``."""
    remove_each(_all_files(image))


def remove_each(files: Iterable[tuple[str, str]]) -> None:
    """Remove ``files`` (storage, name). A task does it for those that cannot be removed now, and so the rest goes."""
    left, is_away = defaultdict(list), False
    for storage, name in files:
        try:
            if not is_away:
                storages[storage].delete(name)
                continue
        except ConnectionError:  # which takes seconds to find out, and is the same for the other files
            is_away = True
        except OSError as error:
            logger.warning("a file is still there: %s", error)
        left[storage].append(name)
    if left:
        try:
            remove_files.enqueue(left)
        except DatabaseError:
            logger.exception("files were left behind: %s", dict(left))


def remove_renditions(image: Image, *, but: str) -> None:
    """Remove the renditions of ``image`` except the one named ``but``."""
    remove_each((storage, name) for storage, name in _all_files(image) if storage == "default" and name != but)


def look_once_more(instance: Image, **kwargs) -> None:
    """Listens before deletions: since ``instance`` was read, a task may have made files, or another file have come."""
    with suppress(Image.DoesNotExist):
        instance.refresh_from_db(fields=FILE)


def remove_after_commit(instance: Image | EarlierFile, using: str, **kwargs) -> None:
    """Listens to deletions: the files go once it is certain that the row does."""
    image = instance.as_image() if isinstance(instance, EarlierFile) else instance
    transaction.on_commit(partial(remove, image), using=using)


def _all_files(image: Image) -> Iterator[tuple[str, str]]:
    """Yield every file there may be, as (storage, name): also of earlier recipes and of a task cut short."""
    if image.original:
        yield "originals", image.original.name
    for name in image.cards:
        yield "default", name
    for number in range(1, recipes.RECIPE + 1):
        earlier = copy(image)
        earlier.recipe = number
        for format in recipes.FORMATS:
            for width in {*recipes.WIDTHS, *recipes.widths_for(image.size)}:
                yield "default", earlier.rendition_name(width, format)
