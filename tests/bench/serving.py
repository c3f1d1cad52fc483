"""The publication, served as to readers by one worker process, and how long whatever serves it has been at work."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

SECONDS_TO_START = 30
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def prepare() -> None:
    """Change settings as measuring needs them. Not Django's test environment, which copies the context of templates."""
    override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": PLAIN},
        ROOT_URLCONF="tests.bench.bare",
        ALLOWED_HOSTS=["*"],
        DEBUG=False,
    ).enable()


class Served:
    """What asks for pages; a cookie says who does."""

    def __init__(self, port: int, server: int, cookies: dict[str, str]):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._server, self._cookies = server, cookies
        try:
            self._work()
            self._is_within_sight = True
        except OSError:
            self._is_within_sight = False

    def close(self) -> None:
        self._connection.close()

    def get(self, who: str, address: str) -> int:
        """Return the status of the answer, which has been read."""
        self._connection.request("GET", address, headers={"Cookie": self._cookies[who]} if who else {})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status

    def seconds(self) -> float:
        """Return how long the processes of the server and of the database that answer it have been at work.

        Those of a database on another machine cannot be asked: there it is the time that passes.
        """
        return self._work() / 1e9 if self._is_within_sight else time.perf_counter()

    def _work(self) -> int:
        return sum(map(_at_work, [self._server, *_children_of(self._server), *_backends()]))


@contextmanager
def served(cast: dict) -> Iterator[Served]:
    """Serve what this process's database says, to readers and, by role, to those of ``cast``."""
    from django.test import Client

    cookies = {}
    for who in ("editor", "author", "administrator"):
        client = Client()
        client.force_login(cast[who])
        cookies[who] = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers 1 --blocking-threads 1 --no-ws"
    command = [sys.executable, "-m", "granian", *options.split(), "tests.bench.server:application"]
    environment = {**os.environ, "DATABASE_URL": _address(), "SECRET_KEY": settings.SECRET_KEY}
    environment["PYTHONWARNINGS"] = "ignore"  # that nobody has collected the static files
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        with closing(Served(port, server.pid, cookies)) as asked:
            yield asked
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server that was to be measured did not start.")


def _address() -> str:
    """Return where the database is that this process has open, as DATABASE_URL says it."""
    has = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{has['NAME']}"
    who = quote(has["USER"]) + (f":{quote(has['PASSWORD'])}" if has["PASSWORD"] else "")
    where = quote(has["HOST"], safe="") + (f":{has['PORT']}" if has["PORT"] else "")
    return f"postgres://{who}@{where}/{has['NAME']}"


def _backends() -> list[int]:
    """Return the processes of PostgreSQL that answer others than this one; those that tidy up come and go."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def _children_of(process: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    except OSError:
        return []


def _at_work(process: int) -> int:
    """Return for how many nanoseconds all threads of ``process`` have run. Raises OSError where nobody can say."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)
