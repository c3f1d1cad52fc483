"""What can be done with notes. Each function is one transaction; one that may not happen raises Refused."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import permissions
from blog.discussion.models import Note, ShareLink
from blog.discussion.signals import noted
from blog.models import Post
from blog.workflow import Refused
from blog.workflow.steps import lock, not_allowed

GUEST_NOTES_AN_HOUR = 20  # through one link


@transaction.atomic
def write(post: Post, *, by, text: str, quote: str = "", parent: Note | None = None, about: int | None = None) -> Note:
    """Say ``text`` of ``post``; ``about`` is the number of the revision it was written about, else the newest."""
    post = lock(post)
    if not Post.objects.visible_to(by).filter(pk=post.pk).exists():
        raise not_allowed(_("You may not write about this post."))
    return _keep(post, text, quote, parent, about, author=by, author_name=str(by)[:150])


@transaction.atomic
def write_as_guest(
    link: ShareLink, *, name: str, text: str, quote: str = "", parent: Note | None = None, about: int | None = None
) -> Note:
    """Say ``text`` of what ``link`` leads to; refused once it is closed, or has been used too often in an hour."""
    # Whoever puts the post in the trash waits, or has done it.
    post = Post.objects.select_for_update().filter(pk=link.post_id).first()
    if not ShareLink.objects.select_for_update(of=("self",)).open().filter(pk=link.pk).exists():
        raise Refused(_("This link does not work any more."), code="closed")
    if link.notes.filter(at__gt=timezone.now() - timedelta(hours=1)).count() >= GUEST_NOTES_AN_HOUR:
        message = _("Very many comments have come by this link. Nothing is lost: send yours again in an hour.")
        raise Refused(message, code="too_many")
    return _keep(post, text, quote, parent, about, author_name=name, link=link)


def _keep(post: Post, text: str, quote: str, parent: Note | None, about: int | None, **who) -> Note:
    revision = post.revisions.filter(number=about).first() if about else None
    note = Note.objects.create(
        post=post, text=text, quote=quote, parent=parent, revision_id=revision.pk if revision else post.latest_id, **who
    )
    if parent:  # what was settled is not, once somebody has more to say
        Note.objects.filter(pk=parent.pk).update(resolved_at=None, resolved_by=None)
    noted.send(sender=Note, note=note)
    return note


def can_change(user, note: Note) -> bool:
    return note.author_id == user.pk and note.removed_at is None


def can_remove(user, note: Note) -> bool:
    """One's own; a guest cannot come back for theirs, so whoever may edit the post can."""
    return can_change(user, note) or (
        note.is_guests and note.removed_at is None and permissions.can_edit(user, note.post)
    )


@transaction.atomic
def change(note: Note, *, by, text: str, quote: str) -> None:
    note = _locked(note)
    if not can_change(by, note):
        raise not_allowed(_("Only who wrote a note can change it."))
    note.text, note.quote, note.edited_at = text, quote, timezone.now()
    note.save(update_fields=["text", "quote", "edited_at"])


@transaction.atomic
def remove(note: Note, *, by) -> None:
    """Take back what ``note`` says; where it has been answered, its place stays."""
    note = _locked(note)
    if not can_remove(by, note):
        raise not_allowed(_("Only who wrote a note can remove it."))
    if note.answers.exists():
        note.text = note.quote = ""
        note.removed_at = timezone.now()
        note.save(update_fields=["text", "quote", "removed_at"])
    else:
        note.delete()
        # The place of a removed note is kept for its answers: with the last of them it goes.
        Note.objects.filter(pk=note.parent_id, removed_at__isnull=False, answers=None).delete()


@transaction.atomic
def resolve(note: Note, *, by) -> None:
    """There is nothing left to do about the thread that ``note`` began. Whoever was first is named."""
    note = _locked(note)
    if note.resolved_at is None:
        note.resolved_at, note.resolved_by = timezone.now(), by
        note.save(update_fields=["resolved_at", "resolved_by"])


@transaction.atomic
def reopen(note: Note) -> None:
    note = _locked(note)
    note.resolved_at = note.resolved_by = None
    note.save(update_fields=["resolved_at", "resolved_by"])


def _locked(note: Note) -> Note:
    """Return ``note`` as it is now, the post it is about locked; refuse it in the trash."""
    lock(note.post)
    found = Note.objects.select_related("post").filter(pk=note.pk).first()
    if found is None:
        raise Refused(_("This note has been removed in the meantime."), code="removed")
    return found
