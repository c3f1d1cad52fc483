"""Runs a command with DATABASE_URL pointing at PostgreSQL: ``python -m tests.with_postgresql pytest``.

The server is the one of TEST_DATABASE_URL, or else one that is made for the command in a temporary folder,
reached through a socket there, and thrown away. Where neither is to be had the command is not run:
``tests/no_skips.py`` says so at the end of the suite, and makes it a failure where BYLINE_NO_SKIPS is set.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

HASTY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # nothing in it has to last


def programs() -> Path | None:
    """Return the folder of the newest server programs, which Debian keeps out of PATH."""
    by_version = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    found = next(iter(by_version), None) or shutil.which("initdb")
    return Path(found).parent if found else None


def is_available() -> bool:
    return bool(os.environ.get("TEST_DATABASE_URL") or programs())


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a server of its own; yield its address; stop it and remove every trace."""
    # The server refuses to run as root, so there it becomes the account that Debian's package made for it.
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="byline-postgresql-") as folder:
        if who:
            shutil.chown(folder, **{key: who[key] for key in ("user", "group")})

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, "-D", f"{folder}/data", *arguments]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **who)
            if done.returncode:
                sys.exit(f"PostgreSQL’s {program} failed:\n{done.stdout}{done.stderr}")

        run("initdb", "--no-sync", "--auth=trust", "--username=postgres", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {HASTY}"
        run("pg_ctl", "--wait", f"--log={folder}/log", f"--options={options}", "start")
        try:
            yield f"postgres://postgres@{quote(folder, safe='')}/postgres"
        finally:
            run("pg_ctl", "--wait", "--mode=immediate", "stop")


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a server of ours is stopped then, too
    if given := os.environ.get("TEST_DATABASE_URL"):
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": given}).returncode
    found = programs()
    if found is None:
        return 0
    with cluster(found) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
