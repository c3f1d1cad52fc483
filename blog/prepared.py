"""Questions to the database that pages put again and again: their SQL is made once, and so is PostgreSQL’s plan.

Django makes the SQL of a queryset anew each time, which takes longer than the answer, and of one with others inside it
ten times as long. Between two times only values differ: those that the question is given, and what time it is.

PostgreSQL plans each statement that it is sent anew, which takes three to ten times as long as its answer. One that
comes again with its values apart is planned once, for any values. What never differs is written into the SQL: only a
plan for published posts can go by an index of those.
"""

import re
from collections.abc import Callable
from copy import copy
from functools import lru_cache, partial, wraps

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connection, connections
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

    It is planned for any values: a LIKE for one goes by no index on PostgreSQL (``blog.search.postgresql.beginning``).
    """

    @lru_cache(maxsize=MOST_KEPT)
    def made(vendor: str, values: int, **fixed) -> tuple:
        with snapshots.standing_in(_Given("now")):
            asked = question(*map(_Given, range(values)), **fixed)
        compiler = asked.query.get_compiler(asked.db)
        sql, params = compiler.as_sql()
        if vendor == "postgresql":
            sql, params = _written_out(sql, params)
        converters = compiler.get_converters([column for column, *_said in compiler.select])
        compiler.get_converters = lambda columns: converters  # the same for every connection
        return asked, compiler, sql, params

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


def _written_out(sql: str, params: tuple) -> tuple[str, tuple]:
    """Return ``sql`` with what is always the same written into it, and what is to be given in the places left."""
    each = iter(params)

    def written(place: re.Match) -> str:
        if place[0] == "%%" or isinstance(param := next(each), _Given):
            return place[0]
        return connection.ops.compose_sql("%s", [param]).replace("%", "%%")

    return re.sub("%[s%]", written, sql), tuple(param for param in params if isinstance(param, _Given))


def _filled(compiler, sql: str, params: tuple, given: dict):
    """Return ``compiler`` as it is once ``sql`` is made, with the values of this time and this thread’s connection."""
    compiler = copy(compiler)
    compiler.connection = connections[compiler.using]
    adapt = compiler.connection.ops.adapt_unknown_value
    values = tuple(adapt(given[each.name]) if isinstance(each, _Given) else each for each in params)
    compiler.as_sql = lambda: (sql, values)
    compiler.execute_sql = partial(_execute, compiler)
    return compiler


def _execute(compiler, *args, **kwargs):
    """Send the statement with the places of its values, where the server keeps plans (``config.apps``).

    Not while statements are logged: the log is to say them whole.
    """
    execute = partial(type(compiler).execute_sql, compiler, *args, **kwargs)
    compiler.connection.ensure_connection()
    driver = compiler.connection.connection
    if compiler.connection.queries_logged or getattr(driver, "prepare_threshold", None) is None:
        return execute()
    from django.db.backends.postgresql.base import ServerBindingCursor  # only where its driver is installed

    usual, driver.cursor_factory = driver.cursor_factory, ServerBindingCursor
    try:
        return execute()
    except NotSupportedError:  # another column is there than was planned for: this connection keeps no more plans
        driver.prepare_threshold = None
        raise
    finally:
        driver.cursor_factory = usual
