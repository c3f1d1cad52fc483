"""How the database says that it finds what a page asks for, in as few lines as can be judged."""

import re
from collections.abc import Iterable, Iterator

from django.db import connection

WIDTH = 160
_VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
_COLUMNS = re.compile(r"^SELECT .*? FROM ")


class Explained:
    """Says of every question once how it is answered: most pages of the desk begin with the same ones."""

    def __init__(self):
        self._seen = set()

    def __call__(self, queries: Iterable[str]) -> Iterator[str]:
        """Yield each of ``queries`` that is new, without the columns it brings, and its plan."""
        for query in queries:
            kind = _VALUES.sub("?", query)
            if query.startswith("SELECT") and kind not in self._seen:
                self._seen.add(kind)
                yield "  " + _short(_COLUMNS.sub("… FROM ", query).replace('"', ""))
                yield from (f"      {_short(line)}" for line in _plan_of(query))


def _plan_of(query: str) -> list[str]:
    """A line for each step; with the rows it met, where the database counts them."""
    is_sqlite = connection.vendor == "sqlite"
    ask = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)"
    with connection.cursor() as cursor:
        cursor.execute(f"{ask} {query}")
        return [str(row[-1]) for row in cursor.fetchall()]


def _short(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
