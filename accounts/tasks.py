"""Mail about accounts that no page waits for."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from accounts.models import Invitation


@task()
def send_invitation(invitation_id: int) -> None:
    """Mail the link to whom it is for, unless that has been done, or it could not be accepted any more."""
    waiting = Invitation.objects.open().filter(pk=invitation_id, mailed_at=None)
    invitation = waiting.select_related("invited_by").first()
    if invitation is None:
        return
    context = {"invitation": invitation, "site": urlsplit(settings.BYLINE_URL).netloc}
    send_mail(
        subject=" ".join(render_to_string("accounts/email/invitation_subject.txt", context).split()),
        message=render_to_string("accounts/email/invitation.txt", context),
        html_message=render_to_string("accounts/email/invitation.html", context),
        from_email=None,
        recipient_list=[invitation.email],
    )
    # Not for a link that was made meanwhile: a task of its own mails that one.
    waiting.filter(token_hash=invitation.token_hash).update(mailed_at=timezone.now())
