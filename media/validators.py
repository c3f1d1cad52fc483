"""Doubts an upload before anything opens it: is it a picture, by its first bytes, and is it small enough?

How many pixels it has, and whether it is whole, the child process of ``media.sandbox`` finds out.
"""

import zlib
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
HEAD_BYTES = 512
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def check(file: File) -> str:
    """Return the format of ``file``: jpeg, png, webp, gif, avif or heic. Raises ValidationError for all else."""
    if not file.size:
        raise ValidationError(_("This file is empty. Choose another and upload that."), code="empty")
    check_size(file.size)
    try:
        file.seek(0)
        head = file.read(HEAD_BYTES)
        file.seek(0)
    except OSError as error:  # as of a file that arrived on a full disk
        raise not_stored(error) from error
    format = sniff(head)
    if format is None:
        raise _refusal(head)
    return format


def check_size(size: int) -> None:
    """Raise ValidationError when ``size``, in bytes, is more than is accepted."""
    if size > settings.IMAGE_MAX_BYTES:
        raise ValidationError(
            _(
                "This picture is %(size)d MB; the largest accepted is %(limit)d MB. "
                "Save it smaller and upload it again."
            ),
            code="too_many_bytes",
            params={"size": -(-size // MEGABYTE), "limit": settings.IMAGE_MAX_BYTES // MEGABYTE},
        )


def not_stored(error: Exception) -> ValidationError:
    """Return what is said where the site could not keep a picture that is right."""
    return ValidationError(
        _(
            "This picture could not be kept, because the site has no room or no access (%(reason)s). "
            "Nothing was changed: tell whoever runs it, and upload the picture again."
        ),
        code="not_stored",
        params={"reason": getattr(error, "strerror", None) or error},
    )


def sniff(head: bytes) -> str | None:
    """Return the format of a file that begins with ``head``, whatever its name says; None: not accepted."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if _brands(head) & {b"avif", b"avis"}:
        return "avif"
    if _brands(head) & HEIC_BRANDS:
        return "heic"
    return None


def _brands(head: bytes) -> set[bytes]:
    """Return what a file of the MP4 family says it is: AVIF, HEIC and films open alike."""
    if head[4:8] != b"ftyp":
        return set()
    box = head[: int.from_bytes(head[:4], "big")]
    return {box[8:12], *(box[at : at + 4] for at in range(16, len(box), 4))}


def _text_of(head: bytes) -> bytes:
    """Return ``head`` as far as it may be text: unpacked, and without the zeros of UTF-16."""
    if head.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    return head.replace(b"\0", b"")


def _refusal(head: bytes) -> ValidationError:
    if b"<svg" in _text_of(head).lower():
        words = _("This is an SVG drawing, which can carry programs. Export it as PNG and upload that.")
    else:
        words = _(
            "This file is not a picture that can be shown: JPEG, PNG, WebP, GIF, AVIF and HEIC can. "
            "Save it as one of these and upload that."
        )
    return ValidationError(words, code="wrong_type")
