"""Functions that make pictures, real and small, and look at what became of them."""

from io import BytesIO

import pillow_heif
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from media import library
from media.models import Image

pillow_heif.register_heif_opener()

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
    make_picture(size, mode).save(target, "HEIF" if format == "HEIC" else format, **options)
    return target.getvalue()


def make_animation(format: str = "GIF", **options) -> bytes:
    """Red, green and blue, for 100, 200 and 300 milliseconds."""
    colours = [RED, GREEN, BLUE]
    frames = [Picture.new("RGB", (300, 200), colour) for colour in colours]
    file = BytesIO()
    frames[0].save(file, format, save_all=True, append_images=frames[1:], duration=[100, 200, 300], **options)
    return file.getvalue()


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


def is_like(colour, expected, tolerance: int = 24) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(colour, expected, strict=False))


def quarters(picture: Picture.Image) -> list:
    """The colours in the middle of each quarter, read like a page."""
    picture = picture.convert("RGB")
    width, height = picture.size
    return [picture.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]


def is_upright(picture: Picture.Image) -> bool:
    return all(map(is_like, quarters(picture), [RED, GREEN, BLUE, WHITE]))
