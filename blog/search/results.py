"""What a reader is shown of what was found: a page of it, marked, and what it can be narrowed down by."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from urllib.parse import quote

from django.utils.safestring import SafeString

from accounts.models import Author
from blog.cards import Named
from blog.models import Revision, SiteSettings, Tag
from blog.prepared import prepared
from blog.search import highlighting
from blog.search.asking import MOST_COUNTED, Found
from blog.search.documents import bodies
from blog.search.models import first_place, moment_of
from blog.search.query import Query

PER_PAGE = 10
MOST_OFFERED = 8  # of tags, authors, years


@dataclass(frozen=True)
class Result:
    """One post, what was asked for marked in it; where there is nothing to mark, it is plain text."""

    revision: Revision
    title: SafeString | str
    excerpt: SafeString | str
    authors: list[tuple[Named, SafeString | str]]
    tags: list[tuple[Named, SafeString]]  # those that match


@dataclass(frozen=True)
class Offer:
    """One way to narrow the results down, or, where ``is_chosen``, to widen them again."""

    label: str
    value: str  # as an address has it
    posts: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Results:
    count: int
    page: int
    results: list[Result]
    offers: dict[str, list[Offer]] = field(default_factory=dict)

    most = MOST_COUNTED

    @property
    def is_capped(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def previous(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        return self.page + 1 if self.page * PER_PAGE < min(self.count, MOST_COUNTED) else None


def show(
    found: list[Found], query: Query, site: SiteSettings, *, page: int, marks: tuple[str, ...], year: str | None
) -> Results:
    """Return page ``page`` of ``found``, in four queries. It has been narrowed down by ``marks`` and ``year``."""
    here = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    revisions = {revision.pk: revision for revision in _live(*(each.revision_id for each in here))}
    counted = Counter(" ".join(each.marks for each in found).split())
    common = {kind: _common(counted, kind, marks) for kind in ("t", "a")}
    named = {}
    for kind, model, route in (("t", Tag, "blog:tag"), ("a", Author, "blog:author")):
        wanted = {pk for each in here for pk in _numbers(each, kind)} | {pk for pk, _posts, _chosen in common[kind]}
        named[kind] = {pk: Named(route, pk, *said) for pk, *said in _numbered(*wanted, model=model)}
    texts = bodies(list(revisions.values()))
    results = [
        _result(revisions[each.revision_id], texts[each.revision_id], each, named, query, site.language)
        for each in here
        if each.revision_id in revisions
    ]
    offers = {
        "tag": _offers(common["t"], named["t"]),
        "author": _offers(common["a"], named["a"]),
        "year": [Offer(str(each), str(each), posts, str(each) == year) for each, posts in _years(found, site)],
    }
    return Results(len(found), page, results, offers)


@prepared
def _live(*numbers):
    return Revision.objects.live().defer("html").filter(pk__in=numbers)


@prepared
def _numbered(*numbers, model: type[Author] | type[Tag]):
    return model.objects.filter(pk__in=numbers).order_by().values_list("pk", "name", "slug")


def _numbers(found: Found, kind: str) -> list[int]:
    return [int(mark[1:]) for mark in found.marks.split() if mark[0] == kind]


def _common(counted: Counter[str], kind: str, chosen: tuple[str, ...]) -> list[tuple[int, int, bool]]:
    """Return what is chosen and then the most common of one kind: number, how many posts, whether it is chosen."""
    own = {mark: posts for mark, posts in counted.items() if mark[0] == kind}
    fewest = min(nlargest(MOST_OFFERED, own.values()), default=0)
    kept = ((mark, posts) for mark, posts in own.items() if posts >= fewest or mark in chosen)
    rows = sorted((mark not in chosen, -posts, int(mark[1:])) for mark, posts in kept)
    return [(pk, -fewer, not is_other) for is_other, fewer, pk in rows[:MOST_OFFERED]]


def _offers(common: list[tuple[int, int, bool]], named: dict) -> list[Offer]:
    kept = [(named[pk], posts, is_chosen) for pk, posts, is_chosen in common if pk in named]
    return [Offer(str(each), quote(each.slug), posts, is_chosen) for each, posts, is_chosen in kept]


def _years(found: list[Found], site: SiteSettings) -> list[tuple[int, int]]:
    """Return the newest years that something found is dated in, with how much, in the publication’s time zone."""
    places = sorted(each.place for each in found)
    years, end = [], len(places)
    while end and len(years) < MOST_OFFERED:
        year = moment_of(places[end - 1]).astimezone(site.tzinfo).year
        begin = bisect_left(places, first_place(datetime(year, 1, 1, tzinfo=site.tzinfo)))
        years.append((year, end - begin))
        end = begin
    return years


def _result(revision: Revision, text: str, found: Found, named: dict, query: Query, usual: str) -> Result:
    language = revision.language or usual

    def marked(words: str):
        return highlighting.marked(words, query, language)

    tags = [named["t"][pk] for pk in _numbers(found, "t") if pk in named["t"]]
    authors = [named["a"][pk] for pk in _numbers(found, "a") if pk in named["a"]]
    return Result(
        revision,
        title=marked(revision.title) or revision.title,
        excerpt=highlighting.stretch(text, query, language) or revision.teaser,
        authors=[(author, marked(author.name) or author.name) for author in authors],
        tags=[(tag, html) for tag in tags if (html := marked(tag.name))],
    )


def year_bounds(year: str, site: SiteSettings) -> tuple[datetime, datetime] | None:
    """Return when ``year`` begins and ends in the publication’s time zone; None for what is no year."""
    if not (year.isascii() and year.isdecimal() and 1 < int(year[:5]) < 9999):
        return None
    return tuple(datetime(int(year) + step, 1, 1, tzinfo=site.tzinfo) for step in (0, 1))
