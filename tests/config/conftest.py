"""What tests of settings and commands share: manage.py, run as a shell runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def manage(tmp_path):
    """Run manage.py with nothing set but what is said: ``manage("check", BYLINE_DEBUG="yes")``."""

    def run(*arguments, **environment):
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return subprocess.run(
            [sys.executable, HOUSE / "manage.py", *arguments],
            env={**inherited, "BYLINE_DATA": str(tmp_path / "var"), **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )

    return run
