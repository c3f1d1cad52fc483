"""Inviting somebody: asking, asking again, taking it back, and the answer. The only way in but for the first."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, permissions
from accounts.models import AuditEntry, Invitation, User
from accounts.models.invitations import hash_of
from accounts.roles import give_role
from accounts.tasks import send_invitation

LIFETIME = timedelta(days=7)
ALREADY_INVITED = gettext_lazy("This address has been invited already. Send that invitation again, or revoke it first.")
Verb = AuditEntry.Verb


class Refused(ValidationError):
    """What may not happen: not allowed, too late, or somebody has that address already."""


@transaction.atomic
def invite(invitation: Invitation, *, by: User) -> None:
    """Save ``invitation``, which says whom and as what, and have its link mailed. Raises Refused."""
    if not permissions.can_invite(by, invitation.role):
        raise Refused(_("You may not invite anybody into this role."), code="not_allowed")
    refuse_known(invitation.email)
    invitation.invited_by = by
    try:
        _send(invitation, by=by)
    except IntegrityError as error:
        raise Refused(ALREADY_INVITED, code="invited") from error


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Mail a fresh link, good for another week; the one before leads nowhere any more. Raises Refused."""
    invitation = _waiting(invitation)
    if not permissions.can_invite(by, invitation.role):
        raise Refused(_("You may not invite anybody into this role."), code="not_allowed")
    refuse_taken(invitation.email)
    _send(invitation, by=by)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """Make the link lead nowhere. Raises Refused when it has been accepted meanwhile."""
    invitation = _waiting(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    with audit.acting(by):
        audit.record(Verb.INVITATION_REVOKED, subject_name=str(invitation))


@transaction.atomic
def accept(token: str, *, name: str, password: str) -> User:
    """Make the person whom the link of ``token`` is for. Raises Refused; of two at once, one gets in."""
    now, waiting = timezone.now(), Invitation.objects.filter(token_hash=hash_of(token))
    if not waiting.open(now).update(accepted_at=now):
        raise Refused(_("This invitation can no longer be accepted."), code="too_late")
    invitation = waiting.select_related("invited_by").get()
    refuse_taken(invitation.email)
    try:
        user = User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError as error:  # somebody has just made that account by another way
        raise Refused(_("This invitation can no longer be accepted."), code="taken") from error
    give_role(user, invitation.role, by=invitation.invited_by)
    with audit.acting(user):
        audit.record(Verb.INVITATION_ACCEPTED, user, detail=invitation.role)
    return user


def refuse_known(email: str) -> None:
    """Raise Refused when somebody signs in with ``email``, or has been asked to."""
    refuse_taken(email)
    if Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None).exists():
        raise Refused(ALREADY_INVITED, code="invited")


def refuse_taken(email: str) -> None:
    """Raise Refused when somebody signs in with ``email`` already."""
    user = User.objects.filter(email__iexact=email).first()
    if user:
        message = _("%(name)s has an account with this address already. Change its role under People instead.")
        raise Refused(message, code="taken", params={"name": user})


def _waiting(invitation: Invitation) -> Invitation:
    """Return ``invitation`` as it is now, locked, or raise Refused when it waits for nobody any more."""
    fresh = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if fresh.accepted_at or fresh.revoked_at:
        raise Refused(
            _("This invitation has been %(state)s meanwhile."), code="too_late", params={"state": fresh.state.label}
        )
    return fresh


def _send(invitation: Invitation, *, by: User) -> None:
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.mailed_at = None
    invitation.token_hash = hash_of(invitation.token)
    invitation.save()
    send_invitation.enqueue(invitation.pk)
    with audit.acting(by):
        audit.record(Verb.INVITED, subject_name=str(invitation), detail=invitation.role)
