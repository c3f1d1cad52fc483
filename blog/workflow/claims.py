"""Who of the editors has taken a piece on, so that nobody reads it twice and none is left lying."""

from django.db import transaction
from django.utils.translation import gettext as _

from blog import permissions
from blog.models import Post, Verb
from blog.workflow.steps import Refused, lock, not_allowed, record


@transaction.atomic
def claim(post: Post, *, by) -> None:
    """“I'm on it”, also in the place of an editor who had it before."""
    post = lock(post)
    if not permissions.edits_any(by):
        raise not_allowed(_("Only an editor takes on “%s”.") % post)
    if post.claimed_by_id != by.pk:
        _give(post, by)
        record(post, Verb.CLAIMED, by=by)


@transaction.atomic
def let_go(post: Post, *, by) -> None:
    """Leave ``post`` to whoever takes it on next."""
    post = lock(post)
    if not permissions.edits_any(by):
        raise not_allowed(_("Only an editor leaves “%s” to others.") % post)
    if post.claimed_by_id is None:
        raise Refused(_("Nobody had taken it on."), code="not_claimed")
    _give(post, None)
    record(post, Verb.LET_GO, by=by)


def _give(post: Post, editor) -> None:
    post.claimed_by = editor
    post.save(update_fields=["claimed_by"])
