"""What a reader is shown of what was found: a page of it, marked, and what it can be narrowed down by."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from accounts.models import Author
from blog.models import Revision, SiteSettings, Tag
from blog.search import highlighting
from blog.search.asking import Found
from blog.search.documents import bodies
from blog.search.models import moment_of
from blog.search.query import Query

PER_PAGE = 10
MOST_COUNTED = 1_000
MOST_OFFERED = 8  # of tags, authors, years


@dataclass(frozen=True)
class Result:
    """One post. What of it was not asked for is plain, escaped where it is shown, or None where only a match shows."""

    revision: Revision
    title: SafeString | str
    excerpt: SafeString | str
    authors: list[tuple[Author, SafeString | str]]
    tags: list[tuple[Tag, SafeString]]  # those that match


@dataclass(frozen=True)
class Offer:
    """One way to narrow the results down, or, where ``is_chosen``, to widen them again."""

    label: str
    value: str
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


def show(found: list[Found], query: Query, site: SiteSettings, *, page: int, chosen: dict[str, str]) -> Results:
    """Return page ``page`` of ``found``, in four queries. ``chosen``: tag and author (slugs), year; where given."""
    counted = {name: _counted(found, name) for name in ("t", "a")}
    years = Counter(moment_of(each.place).astimezone(site.tzinfo).year for each in found)
    here = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    revisions = Revision.objects.live().defer("html").in_bulk([each.revision_id for each in here])
    named = {
        kind: model.objects.in_bulk({*_numbers(here, kind), *_most(counted[kind])})
        for kind, model in (("t", Tag), ("a", Author))
    }
    texts = bodies(list(revisions.values()))
    results = [
        _result(revisions[each.revision_id], texts[each.revision_id], each, named, query, site.language)
        for each in here
        if each.revision_id in revisions
    ]
    offers = {
        "tag": _offers(counted["t"], named["t"], chosen.get("tag")),
        "author": _offers(counted["a"], named["a"], chosen.get("author")),
        "year": [
            Offer(str(year), str(year), years[year], str(year) == chosen.get("year"))
            for year in sorted(years, reverse=True)[:MOST_OFFERED]
        ],
    }
    return Results(len(found), page, results, offers)


def _numbers(found: Iterable[Found], kind: str) -> list[int]:
    return [int(mark[1:]) for each in found for mark in each.marks.split() if mark[0] == kind]


def _counted(found: list[Found], kind: str) -> Counter[int]:
    return Counter(_numbers(found, kind))


def _most(counted: Counter[int]) -> list[int]:
    return [pk for pk, _posts in counted.most_common(MOST_OFFERED)]


def _offers(counted: Counter[int], named: dict, chosen: str | None) -> list[Offer]:
    common = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    kept = [(named[pk], posts) for pk, posts in common if pk in named]
    first = [row for row in kept if row[0].slug == chosen] + [row for row in kept if row[0].slug != chosen]
    return [Offer(str(each), each.slug, posts, each.slug == chosen) for each, posts in first[:MOST_OFFERED]]


def _result(revision: Revision, text: str, found: Found, named: dict, query: Query, usual: str) -> Result:
    language = revision.language or usual

    def marked(words: str):
        return highlighting.marked(words, query, language)

    tags = [named["t"][pk] for pk in _numbers([found], "t") if pk in named["t"]]
    authors = [named["a"][pk] for pk in _numbers([found], "a") if pk in named["a"]]
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
