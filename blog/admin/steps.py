"""The buttons of the desk's form: which of them somebody is shown, and what pressing one does."""

from enum import Enum

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from blog import permissions, workflow
from blog.admin.times import offset_label
from blog.models import Post, State
from blog.workflow import Later, Refused


class Step(Enum):
    """A button, by the name it submits. They stand in the same form as the text, so no unsaved edit is lost."""

    SAVE = "_save"
    PREVIEW = "_preview"
    SUBMIT = "_submit"
    TAKE_BACK = "_take_back"
    ASK_FOR_CHANGES = "_ask_for_changes"
    APPROVE = "_approve"
    PUBLISH = "_publish"
    SCHEDULE = "_schedule"
    UNSCHEDULE = "_unschedule"
    WITHDRAW = "_withdraw"
    DISCARD = "_discard"
    TRASH = "_trash"
    CLAIM = "_claim"
    LET_GO = "_let_go"

    def done(self, post: Post) -> str:
        """Return what has happened, for who pressed it."""
        return {
            Step.SAVE: _("Saved. Readers see nothing of it until you publish."),
            Step.SUBMIT: _("Submitted: the editors can see it waiting."),
            Step.TAKE_BACK: _("Taken back: it is a draft again."),
            Step.ASK_FOR_CHANGES: _("Sent back to its authors with your note."),
            Step.APPROVE: _("Approved. It can be published now."),
            Step.PUBLISH: _("Published: readers see it now."),
            Step.SCHEDULE: _("Scheduled for %s.") % _first_time(post),
            Step.UNSCHEDULE: _("Taken out of the schedule."),
            Step.WITHDRAW: _("Withdrawn, as you asked."),
            Step.DISCARD: _("The changes are discarded; the history keeps them."),
            Step.CLAIM: _("It is yours to look after; the others can see that."),
            Step.LET_GO: _("Left to whoever takes it on next."),
            Step.TRASH: _("In the trash. You can take it out again for 30 days."),
        }[self]


def _first_time(post: Post) -> str:
    scheduled = post.scheduled_revision()
    at = scheduled and localtime(scheduled.live_from)
    return f"{date_format(at, 'j M Y, H:i')} ({offset_label(at)})" if at else ""


def steps_for(user, post: Post | None) -> set[str]:
    """Return the names of the buttons ``user`` is shown; the workflow decides again when one is pressed."""
    shown = {Step.SAVE, Step.PREVIEW}
    may_publish = permissions.can_publish(user, post)
    state = post.open_state if post else State.DRAFT
    if may_publish:
        shown |= {Step.PUBLISH, Step.SCHEDULE}
    if state in (State.DRAFT, State.CHANGES_REQUESTED):
        shown.add(Step.SUBMIT)
    if post:
        is_published = post.revisions.current().filter(state=State.PUBLISHED).exists()
        if state == State.IN_REVIEW:
            shown.add(Step.TAKE_BACK)
            shown |= {Step.ASK_FOR_CHANGES} if permissions.edits_any(user) else set()
            shown |= {Step.APPROVE} if permissions.can_approve(user, post) else set()
        if may_publish and post.scheduled_revision():
            shown.add(Step.UNSCHEDULE)
        if may_publish and is_published:
            shown.add(Step.WITHDRAW)
        if is_published and state:
            shown.add(Step.DISCARD)
        if permissions.edits_any(user) and state:
            shown.add(Step.LET_GO if post.claimed_by_id == user.pk else Step.CLAIM)
        if permissions.can_trash(user, post):
            shown.add(Step.TRASH)
    return {step.name.lower() for step in shown}


def press(data, form, *, by) -> Step:
    """Do what the button pressed in ``data`` says with the text ``form`` has just saved. Raises Refused."""
    step = next((step for step in Step if step.value in data), Step.SAVE)
    asked, revision = form.cleaned_data, form.revision
    post = revision.post
    match step:
        case Step.SUBMIT:
            workflow.submit(revision, by=by, overrule=asked["overrule"])
        case Step.TAKE_BACK if revision.state == State.IN_REVIEW:  # a changed text is a draft already
            workflow.take_back(revision, by=by)
        case Step.ASK_FOR_CHANGES:
            workflow.ask_for_changes(revision, by=by, note=asked["note"])
        case Step.APPROVE:
            workflow.approve(revision, by=by)
        case Step.PUBLISH:
            workflow.publish(revision, by=by, later=_later(asked), overrule=asked["overrule"])
        case Step.SCHEDULE:
            if asked["publish_at"] is None:
                raise Refused(_("Say when it is to be published."), code="no_time", field="publish_at")
            times = {"at": asked["publish_at"], "later": _later(asked)}
            workflow.publish(revision, by=by, overrule=asked["overrule"], **times)
        case Step.UNSCHEDULE:
            workflow.unschedule(post.scheduled_revision(), by=by)
        case Step.WITHDRAW:
            workflow.withdraw(post, by=by, at=asked["withdraw_at"], moved_to=asked["moved_to"])
        case Step.DISCARD:
            workflow.discard(post, by=by)
        case Step.TRASH:
            workflow.trash(post, by=by)
        case Step.CLAIM:
            workflow.claim(post, by=by)
        case Step.LET_GO:
            workflow.let_go(post, by=by)
    return step


def _later(asked) -> Later | None:
    return Later(asked["later"]) if asked["later"] else None
