"""What this machine must be able to do with pictures, asked when it starts."""

import sqlite3
from contextlib import closing

from django.core import checks
from django.db import connection
from PIL import features


@checks.register
def pillow_can_do_its_work(app_configs, **kwargs) -> list[checks.CheckMessage]:
    found = []
    if not features.check("webp"):
        found.append(
            checks.Error(
                "Pillow was installed without WebP, which renditions are saved as.",
                hint="Install libwebp, then reinstall Pillow.",
                id="media.E001",
            )
        )
    if not features.check("littlecms2"):
        found.append(
            checks.Error(
                "Pillow was installed without colour management: pictures with a profile cannot be read.",
                hint="Install Little CMS 2, then reinstall Pillow.",
                id="media.E002",
            )
        )
    if not features.check("avif"):
        found.append(
            checks.Warning(
                "Pillow was installed without AVIF: readers get WebP alone, and AVIF pictures are refused.",
                hint="Install libavif, then reinstall Pillow.",
                id="media.W001",
            )
        )
    try:
        import pillow_heif

        pillow_heif.libheif_info()  # tried, no more: pictures are opened in a child process
    except ImportError as error:
        found.append(
            checks.Warning(
                f"HEIC photos, as phones take them, are refused: pillow-heif cannot be loaded ({error}).",
                hint="Install pillow-heif; where it brings no libheif for this machine, install that first.",
                id="media.W002",
            )
        )
    return found


@checks.register
def the_library_can_be_searched(app_configs, **kwargs) -> list[checks.CheckMessage]:
    with closing(sqlite3.connect(":memory:")) as tried:
        options = {option for (option,) in tried.execute("PRAGMA compile_options")}
    if connection.vendor != "sqlite" or "ENABLE_FTS5" in options:
        return []
    return [
        checks.Error(
            "SQLite was built without FTS5, by which the image library is searched.",
            hint="Use a Python whose sqlite3 has FTS5, or PostgreSQL.",
            id="media.E003",
        )
    ]
