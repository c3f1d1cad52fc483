"""Which posts are in a series and in which order: every change of it, and who may make it."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from blog import permissions
from blog.models import Post
from blog.series.models import Part, Series
from blog.workflow import Refused

MOST_PARTS = 100  # so that every page that names the parts is bounded; what never ends is a tag


def can_change(user, series: Series) -> bool:
    """Whether ``user`` may name, describe, order and delete ``series``: an editor, or whose own it is."""
    return permissions.edits_any(user) or (user.has_perm("series.change_series") and series.owner_id == user.pk)


@transaction.atomic
def place(post: Post, series: Series | None, *, by) -> None:
    """Make ``post`` the last part of ``series``, or of none. Where it is there already, its place stays.

    Raises Refused when ``by`` may not arrange the post, or the series is another author's own, or full.
    """
    part = Part.objects.filter(post=post).first()
    if (part and part.series_id) == (series and series.pk):
        return
    if not permissions.can_arrange(by, post):
        raise _refused(_("You may not change which series “%s” is in.") % post, "not_allowed")
    if part:
        part.delete()
    if series:
        if not Series.objects.open_to(by).filter(pk=series.pk).exists():
            raise _refused(_("The series “%s” is another author’s own.") % series, "not_allowed")
        _append(_locked(series), [post])


@transaction.atomic
def arrange(series: Series, places: dict[int, int], *, removed: set[int], added: list[Post], by) -> None:
    """Order the parts of ``series`` by ``places`` (part id → wish), without ``removed`` (ids), ``added`` at the end.

    A part that somebody else has placed meanwhile, and of which nothing is said, comes after those. Raises Refused.
    """
    if not can_change(by, series):
        raise _refused(_("You may not change the series “%s”.") % series, "not_allowed")
    series = _locked(series)
    for part in series.parts.filter(pk__in=removed):
        part.delete()
    kept = list(series.parts.all())
    kept.sort(key=lambda part: (part.pk not in places, places.get(part.pk, part.position), part.position, part.pk))
    for position, part in enumerate(kept, 1):
        if part.position != position:
            part.position = position
            part.save(update_fields=["position"])
    for post in added:
        if not permissions.can_arrange(by, post):
            raise _refused(_("You may not change which series “%s” is in.") % post, "not_allowed")
    _append(series, added)


def _locked(series: Series) -> Series:
    return Series.objects.select_for_update().get(pk=series.pk)


def _append(series: Series, posts: list[Post]) -> None:
    taken = Part.objects.filter(post__in=posts).select_related("series", "post__latest").first()
    if taken:
        message = _("“%(post)s” is in the series “%(series)s” already. Take it out there first.")
        raise _refused(message % {"post": taken.post, "series": taken.series}, "placed_already")
    last = series.parts.aggregate(last=Max("position"))["last"] or 0
    if posts and series.parts.count() + len(posts) > MOST_PARTS:
        message = _("A series has %d parts at most. For what goes on for ever, use a tag.")
        raise _refused(message % MOST_PARTS, "series_full")
    for position, post in enumerate(posts, last + 1):
        Part.objects.create(series=series, post=post, position=position)


def _refused(message: str, code: str) -> Refused:
    return Refused(message, code=code, field="series")
