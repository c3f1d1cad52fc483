"""A question in the words of SQLite’s FTS5. Every word stands in quotes, and folding has left nothing to escape."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat

from blog.search.query import Query, Term

# The index first: the other way round the question would be put again for every row.
FROM = '"search_index" CROSS JOIN "search_document" d ON d.place = search_index.rowid'
PLACE = "search_index.rowid"
COLUMNS = "{title people tags body}"
NEWEST = 1_000
_OFTEN = (
    "(SELECT COUNT(*) FROM search_index WHERE search_index MATCH %s AND rowid >="
    " (SELECT place FROM search_document WHERE place > 0 ORDER BY place DESC LIMIT 1 OFFSET {newest} - 1))"
    " > {newest} / 4"
)


def newest(query: Query, columns: str, condition: str, params: list, *, high: int, most: int, least: int):
    """Return what finds the newest ``most``, as SQL and parameters."""
    sql = f"SELECT {columns} FROM {FROM} WHERE {condition} ORDER BY search_index.rowid DESC LIMIT {most:d}"  # noqa: S608
    return sql, params


def matching(query: Query, marks: tuple[str, ...], *, any_mark: bool = False, in_titles: bool = False):
    """Return the condition, as SQL and parameters."""
    columns = "title" if in_titles else COLUMNS
    wanted = [_term(term, columns) for term in query.terms]
    if marks:
        wanted.append("(" + (" OR " if any_mark else " AND ").join(f'marks : "{mark}"' for mark in marks) + ")")
    match = " AND ".join(wanted)
    for term in query.without:
        match = f"({match}) NOT {_term(term, columns)}"
    return "search_index MATCH %s", [match]


def weighing(query: Query, marks: tuple[str, ...]):
    """Return the condition for what is weighed, as SQL and parameters: by the words that not every fourth text says.

    To weigh by one, bm25 looks at every text that says it. How many do is seen from the newest ones; of a beginning it
    is not, which would have to be put together for that.
    """
    parts, params = [], []
    for term in query.terms:
        match = _term(term, COLUMNS)
        parts.append("' AND ' || %s")
        if not term.is_prefix:
            parts[-1] = f"CASE WHEN {_OFTEN.format(newest=NEWEST)} THEN '' ELSE {parts[-1]} END"
            params.append(match)
        params.append(match)
    parts += ["' AND ' || %s"] * len(marks)
    params += [f'marks : "{mark}"' for mark in marks]
    match = f"substr({' || '.join(parts)}, {len(' AND ') + 1})"
    return f"""search_index MATCH coalesce(nullif({match}, ''), '""')""", params  # or else what nothing matches


def score(query: Query):
    """Return how good a match is, as SQL and parameters. What it is about the match knows."""
    # Weights of title, people, tags, body, forms and marks.
    return "-bm25(search_index, 10, 4, 6, 1, 0.5, 0)", []


def beginning(field: str, text) -> Q:
    # Its LIKE takes capitals for small letters, and so reads every row.
    after = Concat(text, Value("\U0010ffff"), output_field=CharField())
    return Q(**{f"{field}__gte": text, f"{field}__lt": after})


def _term(term: Term, columns: str) -> str:
    words, end = " ".join(term.tokens), "*" if term.is_prefix else ""
    if words in term.stems and not end:  # looked up once, wherever it stands
        columns = f"{{{columns.strip('{}')} forms}}"
    ways = [f'{columns} : "{words}"{end}']
    if term.joined:
        ways.append(f'{columns} : "{term.joined}"{end}')
    ways += [f'forms : "{form}"' for form in term.stems if end or form != words]
    return "(" + " OR ".join(ways) + ")"
