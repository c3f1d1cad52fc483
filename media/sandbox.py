"""Renders images in a child process, so that a hostile file can neither hang nor exhaust the site."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media import recipes

logger = logging.getLogger(__name__)

MOST_SECONDS = 180  # on the clock; the child allows itself fewer of the processor's
FOLDERS = "byline-image-"
STALE = 4 * MOST_SECONDS


def render(
    original: BinaryIO, *, format: str, widths: Iterable[int], focus: tuple[float, ...] = ()
) -> recipes.Rendered:
    """Return ``original``, from its beginning, in ``format`` and ``widths``; a narrower one as wide as it is.

    With a ``focus`` it is the social card, cut out of the picture at the one width that is given.
    Takes seconds: never call it inside a transaction. Raises ValidationError in words for whoever uploads,
    OSError when there is no room to work in.
    """
    with TemporaryDirectory(prefix=FOLDERS) as folder:
        original.seek(0)
        with Path(folder, "original").open("wb") as copy:
            shutil.copyfileobj(original, copy)
        answer = _child(folder, format, ",".join(map(str, widths)), focus)
        if "code" in answer:
            raise refusal(**answer)
        files = {width: Path(folder, str(width)).read_bytes() for width in answer.pop("widths")}
    return recipes.Rendered(**answer, files=files)


def _child(folder: str, format: str, widths: str, focus: tuple[float, ...]) -> dict:
    """Return what ``media.child`` answered for the image in ``folder``."""
    try:
        child = subprocess.run(  # noqa: S603 (no shell, and no word of it comes from an upload)
            [sys.executable, "-m", "media.child", format, widths, str(settings.IMAGE_MAX_PIXELS), *map(str, focus)],
            cwd=folder,
            # Nothing secret of ours; and one memory arena, because the limit counts what is reserved.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {"code": "too_complex"}
    if child.returncode == 0:
        return json.loads(child.stdout)
    last_line = child.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    logger.warning("image could not be rendered: exit code %s, %s", child.returncode, last_line)
    return {"code": "too_complex" if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else "unreadable"}


def clear() -> int:
    """Remove the folders of processes that were killed while they rendered; return how many."""
    removed = 0
    for folder in Path(gettempdir()).glob(f"{FOLDERS}*"):
        with suppress(OSError):  # gone meanwhile, or of another account of this machine
            if folder.stat().st_mtime < time.time() - STALE:
                shutil.rmtree(folder)
                removed += 1
    return removed


def refusal(code: str, pixels: int = 0, frames: int = 0) -> ValidationError:
    """Return the error to raise where the child answered with ``code``."""
    match code:
        case "too_many_pixels":
            words = _(
                "This picture has %(megapixels)s megapixels; the largest accepted has %(limit)s. "
                "Make it smaller and upload it again."
            )
        case "too_complex":
            words = _(
                "This picture takes too long or too much memory to prepare. "
                "Make it smaller, or a shorter animation, and upload it again."
            )
        case "too_many_frames":
            words = _(
                "This animation has %(frames)s frames; the most accepted is %(most_frames)s. "
                "Make it shorter and upload it again."
            )
        case "truncated":
            words = _(
                "This picture is incomplete: the file breaks off before its end. "
                "Take it from its source again and upload that."
            )
        case _unreadable:
            words = _(
                "This picture is damaged: it cannot be read. Open it in another program, save it anew and upload that."
            )
    million = 1_000_000
    facts = {
        "megapixels": -(-pixels // million),
        "limit": settings.IMAGE_MAX_PIXELS // million,
        "frames": f"{frames:,}",
        "most_frames": f"{recipes.MOST_FRAMES:,}",
    }
    return ValidationError(words, code=code, params=facts)
