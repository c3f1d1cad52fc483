"""Files in a folder of this machine. What is saved is there whole or not at all, and replaces an earlier one."""

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path, PurePath

from django.core.files.storage import FileSystemStorage

PARTS = ".parts"
STALE = 60 * 60  # seconds; nothing takes nearly as long to write


class Folder(FileSystemStorage):
    """Django's, that writes beside and then moves: neither a full disk nor a killed process leaves half a file."""

    def __init__(self, *args, **options):
        super().__init__(*args, allow_overwrite=True, **options)

    def _save(self, name, content):
        part = f"{PARTS}/{secrets.token_hex(16)}{PurePath(name).suffix}"
        target = Path(self.path(name))
        try:
            super()._save(part, content)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.path(part), target)
        except BaseException:
            with suppress(OSError):
                os.unlink(self.path(part))
            raise
        return name

    def clear(self) -> int:
        """Remove what a killed process has left half written; return how many files."""
        removed = 0
        for path in Path(self.path(PARTS)).glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - STALE:
                    path.unlink()
                    removed += 1
        return removed
