"""Letting go, with a way back: discarding changes, and the trash."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog import permissions
from blog.models import Post, State, Verb
from blog.workflow.publishing import withdraw
from blog.workflow.saving import Text, save
from blog.workflow.steps import Refused, follow, lock, not_allowed, record

KEPT_IN_TRASH = timedelta(days=30)


@transaction.atomic
def discard(post: Post, *, by) -> None:
    """Give up the open revision; readers go on seeing what they see. It stays in the history."""
    post = lock(post)
    if not permissions.can_edit(by, post):
        raise not_allowed(_("You may not discard changes to “%s”.") % post)
    published = post.revisions.filter(state=State.PUBLISHED).order_by("-live_from").first()
    discarded = post.open_revision()
    if discarded is None:
        raise Refused(_("There are no unpublished changes to discard."), code="not_open")
    if published is None:
        raise Refused(_("Nothing of this post is published. To let go of it, put it in the trash."), code="not_live")
    post.revisions.filter(pk=discarded.pk).update(state=State.SUPERSEDED, html="")
    follow(post, published)
    record(post, Verb.DISCARDED, by=by, revision=discarded)


@transaction.atomic
def trash(post: Post, *, by) -> None:
    """Take ``post`` away from readers and from the desk's lists. ``untrash`` brings it back for 30 days."""
    post = lock(post)
    if not permissions.can_trash(by, post):
        raise not_allowed(_("You may not put “%s” in the trash.") % post)
    if post.revisions.current().filter(state=State.PUBLISHED).exists():
        withdraw(post, by=by)
        post = lock(post)
    post.revisions.open().update(state=State.SUPERSEDED, html="")
    post.trashed_at = timezone.now()
    post.latest.refresh_from_db()
    follow(post, post.latest)
    record(post, Verb.TRASHED, by=by)


@transaction.atomic
def untrash(post: Post, *, by) -> None:
    """Take ``post`` out of the trash, as a draft of what it last said."""
    post = lock(post, trashed=True)
    if post.trashed_at is None:
        raise Refused(_("This post is not in the trash."), code="not_trashed")
    if not permissions.can_trash(by, post):
        raise not_allowed(_("You may not take “%s” out of the trash.") % post)
    if post.trashed_at < timezone.now() - KEPT_IN_TRASH:
        raise Refused(_("This post has been in the trash for more than 30 days."), code="too_late")
    post.trashed_at = None
    post.save(update_fields=["trashed_at"])
    save(post, Text.of(post.latest), by=by, seen=post.latest.number)
    record(post, Verb.UNTRASHED, by=by)
