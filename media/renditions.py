"""Smaller copies of an image, from bytes to bytes. Pillow lives here; neither Django nor the database does.

What it opens comes from strangers, so ``media.child`` runs it in a process of its own.
"""

from collections.abc import Iterable
from contextlib import suppress
from io import SEEK_END, BytesIO
from typing import BinaryIO

# The plug-ins are imported by name: Pillow then neither loads nor tries the formats that nobody may upload.
from PIL import (
    AvifImagePlugin,  # noqa: F401
    GifImagePlugin,  # noqa: F401
    Image,
    ImageCms,
    ImageSequence,
    ImageStat,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

from media import recipes

with suppress(ImportError):  # without it HEIC is refused, and ``media.checks`` has said so
    import pillow_heif

    # The photo itself and nothing that comes with it: previews, depth maps and masks are not what is to be seen.
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)

ACCEPTED = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")

OPTIONS = {
    recipes.WEBP: {"quality": 78, "method": 2},  # methods above it take three times as long and save 3 %
    recipes.AVIF: {"quality": 62, "speed": 8, "max_threads": 1},  # slower speeds take seconds
}
CARD = {"quality": 85, "optimize": True, "progressive": True}
ANIMATED = {"quality": 70, "method": 2, "save_all": True}

ORIENTATION = 0x0112  # the EXIF tag: phones store a rotation instead of rotating
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = (5, 6, 7, 8)  # which swap width and height

CUT_SHORT = ("truncated", "end of file", "unpack_from")  # what Pillow and its libraries say of a file without its end

Image.MAX_IMAGE_PIXELS = None  # ``max_pixels`` is lower, and refuses where this would warn


class TooManyPixelsError(Exception):
    """The header promises more ``pixels`` than are accepted."""

    def __init__(self, pixels: int):
        super().__init__(pixels)
        self.pixels = pixels


class TooManyFramesError(Exception):
    """The animation has more ``frames`` than are accepted."""

    def __init__(self, frames: int):
        super().__init__(frames)
        self.frames = frames


def is_cut_short(original: BinaryIO, error: Exception) -> bool:
    """Whether ``original``, which could not be read because of ``error``, lacks its end and may be whole elsewhere."""
    original.seek(0)
    head, size = original.read(12), original.seek(0, SEEK_END)
    if head.startswith(b"RIFF"):
        return int.from_bytes(head[4:8], "little") + 8 > size
    if head[4:8] == b"ftyp":
        return _end_of_boxes(original, size) > size
    return any(words in str(error).lower() for words in CUT_SHORT)


def _end_of_boxes(original: BinaryIO, size: int) -> int:
    """Return where the last box of an AVIF or HEIC ends by its own account: each begins with its length."""
    end = 0
    while end < size:
        original.seek(end)
        length = int.from_bytes(original.read(4), "big")
        if length < 8:  # nonsense, or “up to the end”
            return size
        end += length
    return end


def render(original: BinaryIO, *, widths: Iterable[int], format: str, max_pixels: int) -> recipes.Rendered:
    """Return ``original`` in each of ``widths``: upright, in sRGB, without metadata, and never enlarged.

    Raises TooManyPixelsError or TooManyFramesError, before anything is decoded, for more than ``max_pixels`` or
    recipes.MOST_FRAMES; for what Pillow cannot read whatever it raises: OSError, SyntaxError, ValueError and others.
    """
    size, widths, frames, timing = _decoded(original, widths, max_pixels, is_still=format == recipes.STILL)
    file_type = recipes.file_type(format)
    frames = [_plain(frame) for frame in frames]
    options = {**ANIMATED, **timing} if timing else OPTIONS[file_type]
    files = {}
    for width in reversed(widths):  # each from the one before, which is much smaller than the original
        frames = [_resized(frame, (width, recipes.height_at(width, size))) for frame in frames]
        target = BytesIO()
        frames[0].save(target, file_type, append_images=frames[1:], **options)
        files[width] = target.getvalue()
    return recipes.Rendered(*size, is_animated=bool(timing), files=files, tone=_tone(frames[0]))


def card(original: BinaryIO, *, width: int, focus: tuple[float, float], max_pixels: int) -> recipes.Rendered:
    """Return the social card of ``original``: cut to the card's proportions once all of it is ``width`` wide.

    As ``object-position`` does, ``focus`` (parts of width and height) says how much goes on each side. It is a still
    JPEG, on white; else, and in what it raises, as ``render``.
    """
    size, _widths, frames, _timing = _decoded(original, [width], max_pixels, is_still=True)
    whole, cut = _plain(frames[0]), recipes.card_size(size)
    left, top = (round((side - part) * at) for side, part, at in zip(whole.size, cut, focus, strict=True))
    part = whole.crop((left, top, left + cut[0], top + cut[1]))
    still = Image.new("RGB", cut, "white")
    still.paste(part, mask=part.getchannel("A") if part.mode == "RGBA" else None)
    target = BytesIO()
    still.save(target, recipes.CARD_FORMAT, **CARD)
    return recipes.Rendered(*size, is_animated=False, files={cut[0]: target.getvalue()})


def _decoded(original, widths, max_pixels, *, is_still) -> tuple[tuple[int, int], list[int], list[Image.Image], dict]:
    """Return the upright size of ``original``, those of ``widths`` it can have, its frames at the largest of
    them, upright, and the timing of an animation.

    A function of its own, so that the decoded original leaves memory when it ends.
    """
    picture = Image.open(original, formats=ACCEPTED)
    pixels = picture.width * picture.height
    if pixels > max_pixels:
        raise TooManyPixelsError(pixels)
    orientation = _orientation(picture)
    is_lying = orientation in LYING
    size = picture.size[::-1] if is_lying else picture.size
    widths = recipes.clamp(widths, size)
    largest = widths[-1], recipes.height_at(widths[-1], size)
    stored = largest[::-1] if is_lying else largest
    # A phone hides previews and depth maps behind a photo ("MPO", "HEIF"): that is no animation.
    if is_still or picture.format in ("MPO", "HEIF") or not getattr(picture, "is_animated", False):
        picture.draft(None, stored)  # a JPEG can be decoded at a half, a quarter or an eighth
        picture = _with_channels(picture)
        # One side after the other: the whole original has left memory before the second half of the work.
        picture = _resized(picture, (stored[0], picture.height))
        return size, widths, [_turned(_resized(picture, stored), orientation)], {}
    if picture.n_frames > recipes.MOST_FRAMES:
        raise TooManyFramesError(picture.n_frames)
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        frames.append(_turned(_resized(_with_channels(frame), stored), orientation))
        durations.append(frame.info.get("duration", 0))
    return size, widths, frames, {"duration": durations, "loop": _times_played(picture)}


def _orientation(picture: Image.Image) -> int | None:
    """Return how ``picture`` is stored. EXIF data that cannot be read are passed over."""
    try:
        return picture.getexif().get(ORIENTATION)
    except Exception:  # strangers wrote it, and Pillow raises whatever it stumbles over
        return None


def _turned(stored: Image.Image, orientation: int | None) -> Image.Image:
    """Return ``stored`` as it is to be seen."""
    return stored.transpose(TURNS[orientation]) if orientation in TURNS else stored


def _times_played(picture: Image.Image) -> int:
    """Return how often an animation plays as WebP counts it: 0 is for ever. A GIF counts the repeats."""
    loop = picture.info.get("loop")
    if picture.format == "GIF":
        return 1 if loop is None else loop and loop + 1
    return loop or 0


def _plain(picture: Image.Image) -> Image.Image:
    """Return ``picture`` in sRGB, and nothing said about it."""
    plain = _in_srgb(picture)
    plain.info.clear()  # places, serial numbers and comments: savers write what they find here
    return plain


def _tone(picture: Image.Image) -> str:
    """Return the mean colour of ``picture``; none where what lies under it would shine through for ever."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[0] < 255:
        return ""
    red, green, blue = ImageStat.Stat(picture.convert("RGB")).mean
    return f"{round(red):02x}{round(green):02x}{round(blue):02x}"


def _with_channels(picture: Image.Image) -> Image.Image:
    """Return ``picture`` with channels that can be resized: no palette, no single bits, no 16-bit grey."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")  # convert() alone would cut off at 255
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    return picture.convert("RGB")


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    # The gap lets a much larger picture be shrunk by whole steps first: much faster, and as good to the eye.
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return ``picture`` in the colours that browsers assume, passing over a profile that does not fit."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile := picture.info.get("icc_profile"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            pass
    return picture.convert("RGB") if picture.mode == "CMYK" else picture
