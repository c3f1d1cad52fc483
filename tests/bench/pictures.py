"""What the copies of a picture cost: processor and memory of the child process that makes them, as the system counts.

``python -m tests.bench.pictures`` prints them alone; ``make bench`` after the pages.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image as Picture
from PIL import ImageFilter

from media import recipes

ROUNDS = 5
PHONE = (4000, 3000)  # twelve megapixels
ORIENTATION, TURNED = 0x0112, 6  # as a phone held upright stores what its sensor saw lying
BUDGETS = {"12-megapixel JPEG → WebP": (1.3, 100)}  # seconds and MB, as DESIGN says

# A process counts what its parent held when it was started: so a small one starts the child, and says what it used.
BETWEEN = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "media.child", *sys.argv[1:]], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([json.loads(done.stdout)["widths"], used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def measure() -> None:
    lying, upright = _photo(), _photo(turned=True)
    work = {
        "12-megapixel JPEG → WebP": (lying, recipes.WEBP, recipes.WIDTHS),
        "the same, portrait": (upright, recipes.WEBP, recipes.WIDTHS),
        "12-megapixel JPEG → AVIF": (lying, recipes.AVIF, recipes.WIDTHS),
        "the same, portrait, AVIF": (upright, recipes.AVIF, recipes.WIDTHS),
        "what an upload waits for": (lying, recipes.WEBP, (recipes.FIRST_WIDTH,)),
    }
    print(f"\npictures, median of {ROUNDS} rounds, of the child process\n")
    print(f"{'work':34}{'CPU, s':>10}{'MB':>10}{'budget':>16}")
    taken = {name: [] for name in work}
    for _round in range(ROUNDS):
        for name, what in work.items():
            taken[name].append(_cost(*what))
    for name, costs in taken.items():
        seconds, megabytes = (statistics.median(column) for column in zip(*costs, strict=True))
        budget = "{} s, {} MB".format(*BUDGETS[name]) if name in BUDGETS else ""
        print(f"{name:34}{seconds:10.2f}{megabytes:10.0f}{budget:>16}")


def _photo(*, turned: bool = False) -> bytes:
    """Something as hard to compress as a photograph: soft shapes with a grain over them."""
    coarse = Picture.effect_noise((PHONE[0] // 50, PHONE[1] // 50), 120).resize(PHONE, Picture.Resampling.BICUBIC)
    grain = Picture.effect_noise(PHONE, 25).filter(ImageFilter.GaussianBlur(1))
    channels = [coarse, Picture.blend(coarse, grain, 0.25), coarse.transpose(Picture.Transpose.ROTATE_180)]
    photo = Picture.merge("RGB", channels)
    exif = Picture.Exif()
    if turned:
        exif[ORIENTATION] = TURNED
    file = BytesIO()
    photo.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


def _cost(content: bytes, format: str, widths: tuple[int, ...]) -> tuple[float, float]:
    """Return processor seconds and most megabytes of a child that renders ``content``, started as the site does."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "original").write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-c", BETWEEN, format, ",".join(map(str, widths)), "50000000"],
            cwd=folder,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "1"},
            stdout=subprocess.PIPE,
            check=True,
        )
    made, seconds, kilobytes = json.loads(done.stdout)
    assert made == sorted(widths)
    return seconds, kilobytes / 1024


if __name__ == "__main__":
    measure()
