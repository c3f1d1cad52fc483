"""From a draft to an approved text: who asks, who answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from blog import permissions
from blog.models import Revision, State, Verb
from blog.workflow.readiness import refuse_unready
from blog.workflow.steps import Conflict, Refused, follow, lock, not_allowed, record


@transaction.atomic
def submit(revision: Revision, *, by, overrule: str = "") -> None:
    """Ask the editors to look at ``revision``. Refused as ``publish`` is when it is not ready."""
    post = lock(revision.post)
    if not permissions.can_edit(by, post):
        raise not_allowed(_("You may not submit “%s”.") % post)
    refuse_unready(post, revision, by=by, overrule=overrule)
    _move(post, revision, (State.DRAFT, State.CHANGES_REQUESTED), State.IN_REVIEW)
    record(post, Verb.SUBMITTED, by=by, revision=revision)


@transaction.atomic
def take_back(revision: Revision, *, by) -> None:
    """Work on after having submitted."""
    post = lock(revision.post)
    if not permissions.can_edit(by, post):
        raise not_allowed(_("You may not take back “%s”.") % post)
    _move(post, revision, (State.IN_REVIEW,), State.DRAFT)
    record(post, Verb.TOOK_BACK, by=by, revision=revision)


@transaction.atomic
def ask_for_changes(revision: Revision, *, by, note: str) -> None:
    """Send ``revision`` back to its authors with a ``note`` that says what to change."""
    post = lock(revision.post)
    if not permissions.edits_any(by):
        raise not_allowed(_("Only an editor may ask for changes to “%s”.") % post)
    if not note.strip():
        raise Refused(_("Say what is to be changed, so that its authors know."), code="no_note", field="note")
    _move(post, revision, (State.IN_REVIEW,), State.CHANGES_REQUESTED)
    record(post, Verb.ASKED, by=by, revision=revision, note=note.strip())


@transaction.atomic
def approve(revision: Revision, *, by) -> None:
    """Say that exactly this text may be published."""
    post = lock(revision.post)
    if not permissions.can_approve(by, post):
        raise not_allowed(_("You may not approve “%s”. Another editor has to.") % post)
    _move(post, revision, (State.IN_REVIEW,), State.APPROVED)
    record(post, Verb.APPROVED, by=by, revision=revision)


def _move(post, revision: Revision, expected: tuple[State, ...], to: State) -> None:
    """Change the state if it is still one of ``expected``; else somebody has decided in the meantime."""
    if not post.revisions.filter(pk=revision.pk, state__in=expected).update(state=to):
        raise Conflict(post.open_revision() or post.latest)
    revision.state = to
    follow(post, revision)
