"""Putting a question to the index: what is found, no more of it than anybody looks at, and only what may be seen."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, Q

from blog import snapshots
from blog.models import SiteSettings, TagPlacement
from blog.prepared import prepared
from blog.search import postgresql, sqlite
from blog.search.models import Document, Language, first_place
from blog.search.query import Query, Term

MOST_COUNTED = 1_000
MOST_FOUND = MOST_COUNTED + 1
_HIGHEST = 2**62
_COLUMNS = "d.revision_id, d.place, d.marks, d.title, d.is_stale, 0"  # as Found has them, not weighed
# Some are counted: for the first one alone PostgreSQL would look through all texts, in the hope that it comes soon.
_ANYTHING = "(SELECT COUNT(*) FROM (SELECT 1 FROM {source} LIMIT {least}) d) > 0"
_LIVE = "d.live_from <= %s AND (d.live_until IS NULL OR d.live_until > %s)"
_TAGGED = "EXISTS (SELECT 1 FROM blog_tagplacement p WHERE p.revision_id = d.revision_id AND p.tag_id = %s)"


class Found(NamedTuple):  # a thousand are made for a page
    """One revision that was found. The higher its ``score``, the better; the higher its ``place``, the newer."""

    revision_id: int
    place: int
    marks: str
    title: str  # folded
    is_stale: bool
    score: float


def languages(site: SiteSettings) -> set[str]:
    """Return the languages that a question may be in, in one query."""
    return {site.language, *Language.objects.values_list("pk", flat=True)}


def languages_and_waiting(site: SiteSettings) -> tuple[set[str], bool]:
    """Return those, and whether any document waits to be written anew, in one query as well."""
    rows = _languages_and_waiting()
    return {site.language, *(code for code, _is_waiting in rows)}, any(is_waiting for _code, is_waiting in rows)


@prepared
def _languages_and_waiting():
    return Language.objects.values_list("pk", Exists(Document.objects.filter(is_stale=True)))


@dataclass(frozen=True)
class Narrowing:
    """Only what has all ``marks``, and was dated from ``begin`` until ``end``, where those are given.

    Whoever gives a tag says whether documents may wait to be written anew: then the texts are asked for their tags.
    """

    marks: tuple[str, ...] = ()
    begin: datetime | None = None
    end: datetime | None = None
    is_waiting: bool = False


def live(
    query: Query,
    narrowing: Narrowing | None = None,
    *,
    most: int = MOST_FOUND,
    before: int = _HIGHEST,
    in_titles: bool = False,
    is_ranked: bool = False,
) -> list[Found]:
    """Return the newest ``most`` of what readers may see, the newest first, from below the place ``before``.

    Those that ``is_ranked`` have a score, unless there are more than MOST_COUNTED: that a text says what so many say
    tells little of it.
    """
    if not query:
        return []
    narrowing = narrowing or Narrowing()
    now = snapshots.now()
    ends = [first_place(narrowing.end) - 1] if narrowing.end else []
    low = first_place(narrowing.begin) if narrowing.begin else 1
    high = min(before - 1, _place_after(now) - 1, *ends)
    engine = _engine()
    found = _newest(query, _narrowed(partial(engine.matching, query, in_titles=in_titles), narrowing), low, high, most)
    if is_ranked and 0 < len(found) < MOST_FOUND:
        found = _weighed(found, query, _narrowed(partial(engine.weighing, query), narrowing))
    return _marked_anew(found)


def found_alone(terms: list[Term]) -> list[bool]:
    """Return of each of ``terms`` whether it finds anything that readers may see, in one query."""
    engine, moment = _engine(), connection.ops.adapt_datetimefield_value(snapshots.now())
    asked = [engine.matching(Query("", [term]), ()) for term in terms]
    sources = [f"{engine.FROM} WHERE {condition} AND {engine.PLACE} > 0 AND {_LIVE}" for condition, _params in asked]
    each_of = ", ".join(_ANYTHING.format(source=source, least=MOST_FOUND) for source in sources)
    [found] = _rows(f"SELECT {each_of}", [each for _sql, params in asked for each in (*params, moment, moment)])
    return list(map(bool, found))


def best_first(query: Query, narrowing: Narrowing | None = None) -> list[Found]:
    """Return what ``live`` does, the best first, of those alike the newest.

    Before all others come those whose title says all of ``query``, however long their text.
    """
    runs = [f" {' '.join(term.tokens)}" + ("" if term.is_prefix else " ") for term in query.terms]
    titled, others = [], []
    for each in live(query, narrowing, is_ranked=True):
        says_all = all(map(f" {each.title} ".__contains__, runs))
        (titled if says_all else others).append(each)
    score = attrgetter("score")
    return [*sorted(titled, key=score, reverse=True), *sorted(others, key=score, reverse=True)]


def _narrowed(condition_with: Callable[[tuple[str, ...]], tuple[str, list]], narrowing: Narrowing) -> tuple[str, list]:
    """Return the engine’s condition with the marks of ``narrowing``, for what readers may see, and its parameters.

    While documents wait to be written anew, the texts themselves are asked for their tags.
    """
    tags = [mark for mark in narrowing.marks if mark[0] == "t"] if narrowing.is_waiting else []
    condition, params = condition_with(tuple(mark for mark in narrowing.marks if mark not in tags))
    moment = connection.ops.adapt_datetimefield_value(snapshots.now())
    conditions = [condition, *[_TAGGED] * len(tags), _LIVE]
    return " AND ".join(conditions), [*params, *(int(mark[1:]) for mark in tags), moment, moment]


def _weighed(found: list[Found], query: Query, asked: tuple[str, list]) -> list[Found]:
    """Give each of what ``query`` finds its score, where what is ``asked`` finds it too."""
    engine = _engine()
    condition, params = _between(asked, found[-1].place, found[0].place)
    score, score_params = engine.score(query)
    sql = f"SELECT {engine.PLACE}, {score} FROM {engine.FROM} WHERE {condition}"  # noqa: S608 (no words of anybody)
    scores = dict(_rows(sql, [*score_params, *params]))
    return [each._replace(score=scores.get(each.place, 0)) for each in found]


def _marked_anew(found: list[Found]) -> list[Found]:
    """Give what waits to be written anew the tags that its text has now."""
    stale = [each.revision_id for each in found if each.is_stale]
    if not stale:
        return found
    tags = defaultdict(list)
    placements = TagPlacement.objects.filter(content_object__in=stale).order_by("pk")
    for revision, tag in placements.values_list("content_object", "tag"):
        tags[revision].append(f"t{tag}")

    def marked(each: Found) -> Found:
        others = [mark for mark in each.marks.split() if mark[0] != "t"]
        return each._replace(marks=" ".join([*tags[each.revision_id], *others]))

    return [marked(each) if each.is_stale else each for each in found]


def _place_after(now: datetime) -> int:
    return first_place(now) + (1 << 24)


def at_the_desk(query: Query, marks: tuple[str, ...] = (), *, most: int, in_titles: bool = False) -> list[Found]:
    """Return the newest ``most`` drafts, then the newest ``most`` of what is published, with any one of ``marks``."""
    asked = _engine().matching(query, marks, any_mark=True, in_titles=in_titles)
    return [*_newest(query, asked, -_HIGHEST, 0, most), *_newest(query, asked, 1, _HIGHEST, most)]


def beginning(field: str, text) -> Q:
    """Return the condition that ``field`` begins with what the expression ``text`` says, as an index answers it."""
    return _engine().beginning(field, text)


def _engine():
    return postgresql if connection.vendor == "postgresql" else sqlite


def _newest(query: Query, asked: tuple[str, list], low: int, high: int, most: int) -> list[Found]:
    """Return the newest ``most`` of what is found in the places from ``low`` to ``high``, the newest first."""
    limits = {"high": high, "most": most, "least": MOST_FOUND}
    rows = _rows(*_engine().newest(query, _COLUMNS, *_between(asked, low, high), **limits))
    return sorted(map(Found._make, rows), key=attrgetter("place"), reverse=True)


def _between(asked: tuple[str, list], low: int, high: int) -> tuple[str, list]:
    condition, params = asked
    return f"{condition} AND {_engine().PLACE} BETWEEN %s AND %s", [*params, low, high]


def _rows(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
