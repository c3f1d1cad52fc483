"""Keeping what posts are about as their texts are."""

from collections import defaultdict
from collections.abc import Iterable

from blog.models import Revision, SiteSettings, TagPlacement
from blog.related import relating, vocabulary, weighing
from blog.related.models import Gist, Neighbour, Term
from blog.related.vocabulary import Commonness

Step = Gist.Step


def to_be_shown():
    """The revisions that readers find in lists, now or once their time has come."""
    listed = Revision.objects.listed()
    return listed.live() | listed.scheduled()


def weigh(posts: Iterable[int], *, is_counted: bool = False) -> None:
    """Store what ``posts`` are about, where that is new; forget those that are not to be shown. In a transaction.

    ``is_counted``: the vocabulary knows their texts.
    """
    posts = list(posts)
    # Of each post what is live, else what will be first.
    newest_first = to_be_shown().filter(post__in=posts).order_by("-live_from").defer("body")
    texts = {text.post_id: text for text in newest_first}
    _forget(set(posts) - texts.keys())
    have = Gist.objects.in_bulk(texts)
    new = {post: text for post, text in texts.items() if _is_new(text, have.get(post))}
    said = dict(zip(new, said_by(new.values()), strict=True))
    if not is_counted:
        _learn(said[post] for post in sorted(new) if _language(have.get(post)) != said[post].language)
    if new:
        _write(new, said)


def said_by(revisions: Iterable[Revision]) -> list[weighing.Said]:
    """Return what each of ``revisions`` says, in two queries."""
    revisions, tags = list(revisions), defaultdict(list)
    placements = TagPlacement.objects.filter(content_object__in=revisions).select_related("tag").order_by("pk")
    for placement in placements:
        tags[placement.content_object_id].append(placement.tag)
    usual = SiteSettings.load().language
    return [weighing.said(revision, tags[revision.pk], usual) for revision in revisions]


def _learn(said: Iterable[weighing.Said]) -> None:
    for each in said:
        if vocabulary.learn(each.language, each.terms):
            Gist.objects.filter(language=each.language).update(step=Step.WEIGH)


def _is_new(text: Revision, gist: Gist | None) -> bool:
    return gist is None or gist.revision_id != text.pk or gist.step == Step.WEIGH


def _language(gist: Gist | None) -> str | None:
    return gist and gist.language


def _forget(posts: set[int]) -> None:
    if posts:
        relating.drop(Neighbour.objects.filter(near__in=posts))
        Gist.objects.filter(pk__in=posts).delete()


def _write(texts: dict[int, Revision], said: dict[int, weighing.Said]) -> None:
    gists = [
        Gist(post_id=post, revision=text, language=said[post].language, step=Step.RELATE)
        for post, text in texts.items()
    ]
    updated = ["revision", "language", "step"]
    Gist.objects.bulk_create(gists, update_conflicts=True, unique_fields=["post"], update_fields=updated)
    Term.objects.filter(gist__in=gists).delete()
    commonness = Commonness(set().union(*(each.terms for each in said.values())))
    Term.objects.bulk_create(
        Term(gist=gist, term=term, weight=weight)
        for gist in gists
        for term, weight in said[gist.pk].weights(commonness).items()
    )
