"""What a reader’s page is made from: one state of the database and one moment, however many statements ask for them.

A page that began before a change and ends after it shows what was before, all of it. The transaction begins with the
first statement, so that an address that asks nothing waits for no database, and it only reads: on SQLite it never
takes the lock of those who write. The moment is taken once the state is, because whoever publishes looks at the clock
before they commit: the other way round, a page could see a text that has ended and not yet the one that follows it.

A cache of pages must not keep one under a later state than it shows: what numbers the states is to be read where the
snapshot is taken, in place of the statement that asks nothing, or before it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from types import SimpleNamespace

from django.db import connection, transaction
from django.utils import timezone

from accounts.middleware import DESK

# A state is chosen by the first statement that reads; on SQLite that must be one which looks into the file.
TAKE = {
    "sqlite": "SELECT 1 FROM sqlite_schema LIMIT 1",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT 1",
}


class Snapshot:
    def __init__(self, held: ExitStack):
        self.is_taken, self._moment, self._held = False, None, held

    def __call__(self, execute, sql, params, many, context):
        """Stand around every statement of the page, as Django’s ``execute_wrapper`` calls it."""
        self.moment()
        return execute(sql, params, many, context)

    def moment(self) -> datetime:
        if not self.is_taken:
            self.is_taken = True
            if not connection.in_atomic_block:  # whoever has a transaction has a state already
                self._take()
            self._moment = timezone.now()
        return self._moment or timezone.now()

    def _take(self) -> None:
        with _deferred():
            self._held.enter_context(transaction.atomic())
        if connection.vendor == "sqlite":  # PostgreSQL refuses what writes, and its driver forgets plans on a rollback
            self._held.callback(transaction.set_rollback, True)
        with connection.cursor() as cursor:
            cursor.execute(TAKE[connection.vendor])


_current: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


@contextmanager
def snapshot() -> Iterator[None]:
    """Answer every statement inside from one state of the database; what is written inside is refused or lost."""
    with ExitStack() as held:
        current = Snapshot(held)
        held.callback(_current.reset, _current.set(current))
        with connection.execute_wrapper(current):
            yield


def now() -> datetime:
    """Return the moment of the page that is being made; outside of one, what the clock says."""
    current = _current.get()
    return current.moment() if current else timezone.now()


@contextmanager
def standing_in(moment) -> Iterator[None]:
    """Have ``now`` say ``moment``, which stands for the time in what is made here to be asked later."""
    held = _current.set(SimpleNamespace(moment=lambda: moment))
    try:
        yield
    finally:
        _current.reset(held)


def outside(view):
    """Decorate a reader’s page that writes: its statements are each on their own, as at the desk."""

    @wraps(view)
    def answer(*args, **kwargs):
        if current := _current.get():
            current.is_taken = True
        return view(*args, **kwargs)

    return answer


def for_readers(get_response):
    """Middleware, the innermost: the view, its template and what answers in place of a page that is not there."""

    def middleware(request):
        if request.method not in ("GET", "HEAD") or request.path.startswith(DESK):
            return get_response(request)
        with snapshot():
            return get_response(request)

    return middleware


@contextmanager
def _deferred() -> Iterator[None]:
    """Let a transaction of SQLite’s begin without the lock for writing, which ours begin with (``settings``)."""
    connection.ensure_connection()
    usual = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
