"""The child process in which images are opened: it limits itself, renders, and writes files.

``python -m media.child FORMAT WIDTH,WIDTH,… MAX_PIXELS`` in a folder that holds ``original`` leaves the
renditions there, named by their width, and prints as JSON what it learnt or why it refused. With a focal point, two
arguments more, it leaves the social card.
"""

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

from media import renditions

# 50 megapixels with alpha need about 600 MB, of HEIC 1.2 GB; a long animation and a large AVIF need most of the time.
LIMITS = {
    resource.RLIMIT_AS: 1536 * 1024 * 1024,  # bytes of address space
    resource.RLIMIT_CPU: 60,  # seconds
    resource.RLIMIT_FSIZE: 64 * 1024 * 1024,  # bytes of one file
    resource.RLIMIT_CORE: 0,
}


def limit() -> None:
    for what, most in LIMITS.items():
        with suppress(ValueError, OSError):  # the machine allows even less; macOS knows no RLIMIT_AS
            resource.setrlimit(what, (most, most))


def answer(format: str, widths: str, max_pixels: str, *focus: str) -> dict:
    """Leave the renditions in the current folder; return what was learnt of the image, or a ``code``."""
    widths = [int(width) for width in widths.split(",")]
    try:
        with Path("original").open("rb") as original:
            if focus:
                point = tuple(map(float, focus))
                made = renditions.card(original, width=widths[0], focus=point, max_pixels=int(max_pixels))
            else:
                made = renditions.render(original, widths=widths, format=format, max_pixels=int(max_pixels))
    except renditions.TooManyPixelsError as error:
        return {"code": "too_many_pixels", "pixels": error.pixels}
    except renditions.TooManyFramesError as error:
        return {"code": "too_many_frames", "frames": error.frames}
    except MemoryError:
        return {"code": "too_complex"}
    except Exception as error:
        with Path("original").open("rb") as original:
            if renditions.is_cut_short(original, error):
                return {"code": "truncated"}
        raise  # whoever looks after the site finds it in the log
    for width, content in made.files.items():
        Path(str(width)).write_bytes(content)
    learnt = {"width": made.width, "height": made.height, "is_animated": made.is_animated, "tone": made.tone}
    return {**learnt, "widths": sorted(made.files)}


if __name__ == "__main__":
    limit()
    json.dump(answer(*sys.argv[1:]), sys.stdout)
