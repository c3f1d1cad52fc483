"""Keeping documents as their revisions are, inside the transaction that changes those."""

from collections.abc import Iterable

from django.db.models import Q

from blog.models import Revision, SiteSettings, State
from blog.search import spelling
from blog.search.documents import documents_of
from blog.search.models import Document, Language, place_of

TIMES = ("dated_at", "live_from", "live_until")


def keep(posts: list[int]) -> bool:
    """Give the posts the documents they should have, and no other; return whether anything changed.

    Cheap where nothing did: two queries for all of them.
    """
    wanted = {revision.pk: revision for revision in _findable(posts)}
    have = Document.objects.filter(post__in=posts).defer(*Document.WORDS).in_bulk()
    gone = have.keys() - wanted.keys()
    if gone:
        Document.objects.filter(pk__in=gone).delete()
    same = [pk for pk in wanted.keys() & have.keys() if not have[pk].is_stale]
    moved = [pk for pk in same if _move(have[pk], wanted[pk])]
    if moved:
        Document.objects.bulk_update([have[pk] for pk in moved], ["place", *TIMES], batch_size=100)
    new = write(wanted.keys() - set(same))
    spelling.learn(pk for pk in moved if have[pk].place > 0)
    return bool(gone or moved or new)


def _findable(posts: list[int]):
    """The newest of each post, and what is published."""
    shown = Q(state=State.PUBLISHED) | Q(latest_of__isnull=False)
    return Revision.objects.filter(shown, post__in=posts).only("post", "state", *TIMES)


def _move(document: Document, revision: Revision) -> bool:
    """Give ``document`` the times of ``revision``; return whether they are others."""
    before = [getattr(document, name) for name in ("place", *TIMES)]
    _time(document, revision)
    return before != [getattr(document, name) for name in ("place", *TIMES)]


def _time(document: Document, revision: Revision) -> None:
    if revision.state != State.PUBLISHED:
        revision = Revision(pk=revision.pk)
    document.place = place_of(revision)
    for name in TIMES:
        setattr(document, name, getattr(revision, name))


def write(numbers: Iterable[int]) -> int:
    """Make the documents of these revisions from their words; return how many were not as they should be."""
    revisions = list(Revision.objects.filter(pk__in=numbers).select_related("post").defer("html"))
    if not revisions:
        return 0
    usual = SiteSettings.load().language
    have, made = Document.objects.in_bulk([revision.pk for revision in revisions]), []
    for document, revision in zip(documents_of(revisions, usual), revisions, strict=True):
        _time(document, revision)
        if revision.pk not in have or _content(document) != _content(have[revision.pk]):
            made.append(document)
    if have:
        Document.objects.filter(pk__in=have, is_stale=True).update(is_stale=False)
        # Not an upsert: the index on SQLite is kept by triggers, and those must see what is replaced.
        Document.objects.filter(pk__in=have.keys() & {document.pk for document in made}).delete()
    Document.objects.bulk_create(made)
    _know_languages({revision.language or usual for revision in revisions})
    spelling.learn(document.pk for document in made if document.place > 0)
    return len(made)


def _content(document: Document) -> list:
    return [getattr(document, name) for name in ("place", *TIMES, *Document.WORDS)]


def _know_languages(codes: set[str]) -> None:
    missing = codes - set(Language.objects.filter(pk__in=codes).values_list("pk", flat=True))
    Language.objects.bulk_create([Language(code=code) for code in sorted(missing)], ignore_conflicts=True)
