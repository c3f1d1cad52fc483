"""A question in the words of PostgreSQL’s text search. Folding has left nothing to escape in any of them."""

from django.db.models import BooleanField, Func, Q

from blog.search.query import Query, Term

FROM = '"search_document" d'
PLACE = "d.place"
LOOKED_THROUGH = 4_000
# The limit inside is never small: for a few rows PostgreSQL would walk all places, in the hope of a common word.
_AMONG = (
    "SELECT {columns} FROM (SELECT * FROM"
    " (SELECT * FROM {table} WHERE {condition} ORDER BY d.place DESC LIMIT {least}) d"
    " ORDER BY d.place DESC LIMIT {most}) d"
)
_LAST = "(SELECT * FROM {table} WHERE d.place <= {high} ORDER BY d.place DESC LIMIT {number}) d"
_FOUND = "(SELECT COUNT(*) FROM newest)"
_LAST_OR_ALL = "WITH newest AS ({last}) SELECT * FROM newest WHERE {found} = {most} UNION ALL {all}"


def newest(query: Query, columns: str, condition: str, params: list, *, high: int, most: int, least: int):
    """Return what finds the newest ``most`` up to the place ``high``, as SQL and parameters.

    How many words begin in one way PostgreSQL does not know, and takes them for few: it would fetch all texts that
    have one of very many. So those are looked for among the newest first, and in all only where that is too little.
    """
    asked = {"columns": columns, "most": most, "least": least}
    if not any(term.is_prefix for term in query.terms):
        return _AMONG.format(table=FROM, condition=condition, **asked), params
    last = _AMONG.format(table=_LAST.format(table=FROM, high=high, number=LOOKED_THROUGH), condition=condition, **asked)
    rest = _AMONG.format(table=FROM, condition=f"{_FOUND} < {most} AND {condition}", **asked)
    return _LAST_OR_ALL.format(last=last, found=_FOUND, most=most, all=rest), [*params, *params]


def matching(query: Query, marks: tuple[str, ...], *, any_mark: bool = False, in_titles: bool = False):
    """Return the condition, as SQL and parameters."""
    weight = "A" if in_titles else "ABC"
    parts = [_term(term, weight) for term in query.terms]
    if marks:
        parts.append(("%s::tsquery", [(" | " if any_mark else " & ").join(f"'#{mark}'" for mark in marks)]))
    parts += [(f"!!{sql}", params) for sql, params in (_term(term, weight) for term in query.without)]
    return _joined(parts, " && ", "d.vector @@ ({})")


def weighing(query: Query, marks: tuple[str, ...]):
    """Return the condition for what is weighed, as SQL and parameters: all that is found, of which no more is read."""
    return matching(query, marks)


def score(query: Query):
    """Return how good a match is, as SQL and parameters."""
    tokens = [f"'{token}'" for term in query.terms for token in (*term.tokens, *filter(None, [term.joined]))]
    forms = [f"'~{form}'" for term in query.terms for form in term.stems]
    # Weights of forms and marks, body, names, title; long texts count less.
    asked = "(to_tsquery('simple', %s) || %s::tsquery)"
    score = f"ts_rank('{{0.05, 0.1, 0.5, 1.0}}', d.vector, {asked}, 1)"
    return score, [" | ".join(tokens), " | ".join(forms)]


def beginning(field: str, text) -> Q:
    # As an index for LIKE compares: a LIKE itself, whose text is not known when it is planned, goes by none.
    between = (" ~<=~ ", " || chr(1114111) ~>~ ")
    template, output_field = "(%(expressions)s)", BooleanField()
    return Q(*(Func(text, field, arg_joiner=each, template=template, output_field=output_field) for each in between))


def _term(term: Term, weight: str):
    end = f":*{weight}" if term.is_prefix else f":{weight}"
    ways = " <-> ".join(f"'{token}'" + (end if token is term.tokens[-1] else f":{weight}") for token in term.tokens)
    if term.joined:
        ways = f"({ways}) | '{term.joined}'{end}"
    forms = " | ".join(f"'~{form}'" for form in term.stems)
    return "(to_tsquery('simple', %s) || %s::tsquery)", [ways, forms]


def _joined(parts, between: str, around: str):
    condition = between.join(sql for sql, _params in parts)
    return around.format(condition), [each for _sql, params in parts for each in params]
