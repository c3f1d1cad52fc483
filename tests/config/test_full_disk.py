"""A full disk: the author is told, no word and no picture is lost, nothing is left half, and room heals it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
MOUNT = 'mount -t tmpfs -o size=24m tmpfs "$0" && exec "$@"'  # seen by this process alone, and gone with it
PROMISES = 6


def small_disk(folder: Path) -> list[str]:
    """Return what to put before a command so that ``folder`` is a disk of 24 MB to it. Skips where none can be made."""
    account = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    before = ["unshare", *account, "--mount", "sh", "-c", MOUNT, str(folder)]
    if subprocess.run([*before, "true"], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here: run as root, or allow user namespaces")
    return before


@pytest.mark.parametrize("kind", ["limit", "disk"])
def test_a_site_whose_disk_is_full_keeps_its_promises(kind, tmp_path):
    before = small_disk(tmp_path) if kind == "disk" else []

    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.full_disk", kind, tmp_path], cwd=HOUSE, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == PROMISES, done.stdout
