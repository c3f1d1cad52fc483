"""Counts the reads of posts in memory, in front of Django: a reader waits for no write, and is not known.

A request’s headers are looked at to tell a reader from a robot, a prefetching browser and the desk’s own people.
What is kept is a number for each address and day, and nothing of whose reads they were: no network address, no
cookie, no user agent. A thread of each process stores the numbers once a minute and when the process ends.
"""

import logging
import re
import time
from datetime import UTC, date, datetime
from multiprocessing.util import Finalize
from threading import Lock, Thread

from django.conf import settings
from django.db import Error, connection

MOST_KEPT = 10_000  # addresses and days that wait to be stored
SECONDS_BETWEEN_STORES = 60
SECONDS_BETWEEN_RANKINGS = 3600

# Every browser says Mozilla/ first. A Cubot is a telephone.
ROBOT = re.compile(r"(?<!cu)bot|crawl|spider|slurp|headless|lighthouse|preview|https?:|^(?!mozilla/)", re.IGNORECASE)
PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")

logger = logging.getLogger(__name__)


class Tally:
    """Address and day → reads, for many threads at once. When it is full, addresses new to it go uncounted."""

    def __init__(self):
        self._lock = Lock()
        self._reads = {}

    def add(self, reads: dict[tuple[str, date], int]) -> None:
        with self._lock:
            for key, number in reads.items():
                if key in self._reads or len(self._reads) < MOST_KEPT:
                    self._reads[key] = self._reads.get(key, 0) + number

    def take(self) -> dict[tuple[str, date], int]:
        """Return all of it and begin anew."""
        with self._lock:
            taken, self._reads = self._reads, {}
        return taken


class CountingReads:
    """A WSGI application around another one. What answers the reader may be a cache: it is counted all the same."""

    def __init__(self, application):
        self.application = application
        self.tally = Tally()
        self._starting = Lock()
        self._keeper = None

    def __call__(self, environ, start_response):
        slug = slug_to_count(environ)
        if slug is None:
            return self.application(environ, start_response)

        def start_counted(status, headers, *exc_info):
            if is_read(status, headers):
                self.count(slug)
            return start_response(status, headers, *exc_info)

        return self.application(environ, start_counted)

    def count(self, slug: str) -> None:
        self.tally.add({(slug, datetime.now(UTC).date()): 1})
        # Not before the first read: a server may load the application in one process and serve from its forks.
        if self._keeper is None or not self._keeper.is_alive():
            self._start_keeper()

    def store(self) -> None:
        """Write what has been counted; where the database is away or busy, keep it for the next time."""
        from blog.popular import storing  # models are there once Django has started

        if not (taken := self.tally.take()):
            return
        try:
            storing.store(taken)
        except Error as error:
            self.tally.add(taken)
            logger.warning("Reads of posts could not be stored; trying again in a minute: %s", error)

    def _start_keeper(self) -> None:
        with self._starting:
            if self._keeper is None or not self._keeper.is_alive():
                if self._keeper is None:
                    # A server’s workers may be forks, and of those atexit knows nothing.
                    Finalize(None, self._store_and_close, exitpriority=0)
                self._keeper = Thread(target=self._keep, name="reads of posts", daemon=True)
                self._keeper.start()

    def _keep(self) -> None:
        ranked_at = float("-inf")
        while True:
            time.sleep(SECONDS_BETWEEN_STORES)
            is_due = time.monotonic() - ranked_at >= SECONDS_BETWEEN_RANKINGS
            self._store_and_close(rank=is_due)
            ranked_at = time.monotonic() if is_due else ranked_at

    def _store_and_close(self, *, rank: bool = False) -> None:
        from blog.popular import ranking

        try:
            self.store()
            if rank:
                ranking.rank_anew()
        except Error as error:
            logger.warning("The posts read most could not be ranked; trying again in an hour: %s", error)
        finally:
            connection.close()


def slug_to_count(environ) -> str | None:
    """Return the slug that a reader asks for; None where the request is of another kind, or not a reader’s."""
    path = environ.get("PATH_INFO", "")
    is_page = path.count("/") == 2 and path[0] == path[-1] == "/" and len(path) > 2
    if not is_page or environ["REQUEST_METHOD"] != "GET" or ROBOT.search(environ.get("HTTP_USER_AGENT", "")):
        return None
    if any("pre" in environ.get(name, "").lower() for name in PURPOSES):  # prefetch, prerender, preview
        return None
    if f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", ""):
        return None
    return path[1:-1].encode("latin-1").decode(errors="replace")  # as WSGI has it: bytes, dressed as letters


def is_read(status: str, headers) -> bool:
    """Whether a page was answered. One that the reader’s browser still had (304) is read as well."""
    if status.startswith("304"):
        return True
    kinds = (value for name, value in headers if name.lower() == "content-type")
    return status.startswith("200") and next(kinds, "").startswith("text/html")
