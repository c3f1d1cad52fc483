"""How an image comes into the library: doubted, tried, stored, and only then written down."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePath

from django.core.files import File
from django.db import OperationalError, transaction

from media import files, recipes, sandbox, validators
from media.models import Image, new_name
from media.tasks import build_renditions

logger = logging.getLogger(__name__)

NOT_WORDS = ("original", "original_name", "sha256", "width", "height", "renditions", "uploaded_by", "file_by")


def add(file: File, *, by=None, **words) -> Image:
    """Keep ``file`` as ``by`` uploaded it, with ``words`` such as ``alt`` and ``caption``; return its Image.

    Leaves one rendition, enough for a page; a task makes the others. Takes a second or more, so never call it
    inside a transaction. Raises ValidationError, and keeps nothing, where the file or the words will not do.
    """
    image = Image(format=validators.check(file), uploaded_by=by, **words)
    image.full_clean(exclude=NOT_WORDS)
    with stored(file, image), transaction.atomic():
        image.save()
        build_renditions.enqueue(image.pk)
    return image


def twin_of(file: File) -> Image | None:
    """Return an image of the library that has the very same file, the newest. Raises ValidationError for no picture."""
    validators.check(file)
    return Image.objects.kept().filter(sha256=sha256_of(file)).first()


@contextmanager
def stored(file: File, image: Image) -> Iterator[None]:
    """Store ``file`` and its first rendition, and note in ``image`` what was learnt; save that inside the block.

    Where the block fails, all files go again. Raises ValidationError where the file will not do, or there is no room.
    """
    image.original_name = image.original_name or PurePath(file.name or "").name[-255:]
    try:
        rendered = sandbox.render(file, format=recipes.WEBP, widths=[recipes.FIRST_WIDTH])
        image.width, image.height, image.is_animated = rendered.width, rendered.height, rendered.is_animated
        image.tone = rendered.tone
        image.renditions = {recipes.WEBP: sorted(rendered.files)}
        with ExitStack() as on_failure:
            on_failure.callback(files.remove, image)
            image.sha256 = sha256_of(file)
            # Named before it is written, so that it is found again when writing fails half way.
            image.original = new_name(image.format)
            image.original.storage.save(image.original.name, file)
            files.store_renditions(image, recipes.WEBP, rendered.files)
            yield
            on_failure.pop_all()
    except (OSError, OperationalError) as error:  # of the files; of the database, which may be on the same disk
        logger.exception("an upload could not be stored")
        raise validators.not_stored(error) from error


def sha256_of(file: File) -> str:
    """Return the digest of ``file``, which is at its beginning before and after."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
