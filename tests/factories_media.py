"""Functions that make pictures: real ones, small, and easy to tell upright from upside down."""

from io import BytesIO

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from media import library
from media.models import Image

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)


def make_picture(size=(1200, 800), mode: str = "RGB") -> Picture.Image:
    """Four quarters: red and green above blue and white."""
    width, height = size
    picture = Picture.new("RGB", size, WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture.convert(mode)


def make_bytes(size=(1200, 800), format: str = "JPEG", mode: str = "RGB", **options) -> bytes:
    """A picture as a file holds it; ``options`` are Pillow's for saving."""
    target = BytesIO()
    make_picture(size, mode).save(target, format, **options)
    return target.getvalue()


def make_upload(
    size=(1200, 800), format: str = "JPEG", *, content: bytes | None = None, name: str = "holiday.jpg"
) -> SimpleUploadedFile:
    """A file as a browser sends it: a picture, or ``content``."""
    return SimpleUploadedFile(name, make_bytes(size, format) if content is None else content)


def make_image(size=(120, 80), *, by=None, file=None, **words) -> Image:
    """An image in the library, with the one rendition that an upload makes."""
    return library.add(file or make_upload(size), by=by, **words)


def served(image: Image, width: int | None = None, format: str = "webp") -> Picture.Image:
    """Return a rendition as a reader's browser decodes it."""
    with default_storage.open(image.rendition_name(width or image.shown_width, format)) as file:
        return Picture.open(BytesIO(file.read()))
