"""How the database would answer, as it says itself."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.corpus import take_stock


def plan_of(run, *, reading: str = "") -> str:
    """Return the plan for the first query that ``run`` sends, or the first that reads from the table ``reading``."""
    begins = f' FROM "{reading}"' if reading else ""
    return explain(next(query for query in queries_of(run) if begins in query))


def queries_of(run) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [query["sql"] for query in captured]


def explain(query: str) -> str:
    with connection.cursor() as asking:
        if connection.vendor == "sqlite":
            asking.execute(f"EXPLAIN QUERY PLAN {query}")
            return "\n".join(row[3] for row in asking.fetchall())
        take_stock()  # or else it goes by what there was in the tests before
        # A table this small is read whole; what counts is which index would serve a large one.
        asking.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        asking.execute(f"EXPLAIN {query}")
        return "\n".join(row[0] for row in asking.fetchall())
