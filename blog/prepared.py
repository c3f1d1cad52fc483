"""Questions to the database that pages put again and again: their SQL is made once.

Django makes the SQL of a queryset anew each time, which takes longer than the answer, and of one with others inside it
ten times as long. Between two times only values differ: those that the question is given, and what time it is.
"""

from collections.abc import Callable
from copy import copy
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Expression, QuerySet

from blog import snapshots

MOST_KEPT = 100  # statements of one question


class _Given(Expression):
    """What stands in kept SQL for a value of each time."""

    def __init__(self, name: int | str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


def prepared(question: Callable[..., QuerySet]) -> Callable[..., list]:
    """Decorate what returns a queryset, so that it returns the rows that are found.

    ``question`` is called once, and what it is given stands for values: it can hand them on to filters, and not look
    at them. None is no such value. The time is that of ``snapshots.now``. What is given by keyword is what it is, and
    SQL is made for each: it should be one of few.
    """

    @lru_cache(maxsize=MOST_KEPT)
    def made(vendor: str, values: int, **fixed) -> tuple:
        with snapshots.standing_in(_Given("now")):
            asked = question(*map(_Given, range(values)), **fixed)
        compiler = asked.query.get_compiler(asked.db)
        return asked, compiler, *compiler.as_sql()

    @wraps(question)
    def ask(*values, **fixed) -> list:
        given = dict(enumerate(values)) | {"now": snapshots.now()}
        try:
            asked, compiler, sql, params = made(connection.vendor, len(values), **fixed)
        except EmptyResultSet:  # it asks for one of none
            return []
        rows = asked.all()
        rows.query.get_compiler = lambda *args, **kwargs: _filled(compiler, sql, params, given)
        return list(rows)

    return ask


def _filled(compiler, sql: str, params: tuple, given: dict):
    """Return ``compiler`` as it is once ``sql`` is made, with the values of this time and this thread’s connection."""
    compiler = copy(compiler)
    compiler.connection = connections[compiler.using]
    adapt = compiler.connection.ops.adapt_unknown_value
    values = tuple(adapt(given[each.name]) if isinstance(each, _Given) else each for each in params)
    compiler.as_sql = lambda: (sql, values)
    return compiler
