"""Accepting an invitation, and ending one session; all else about signing in is allauth’s."""

from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import audit, invitations
from accounts.forms import AcceptForm
from accounts.models import AuditEntry, Invitation, User
from accounts.models.invitations import hash_of


@never_cache
@sensitive_post_parameters("password")
def accept_invitation(request, token):
    """The form behind the link that was mailed. One that no longer works says why; a made-up one is a 404."""
    invitation = get_object_or_404(Invitation.objects.select_related("invited_by"), token_hash=hash_of(token))
    page = {"invitation": invitation}
    if invitation.state != Invitation.State.OPEN:
        return render(request, "accounts/invitation.html", page, status=410)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation.html", {**page, "somebody_else": True})

    form = AcceptForm(request.POST or None, initial={"name": invitation.name}, instance=User(email=invitation.email))
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(token, **form.cleaned_data)
        except invitations.Refused as reason:
            page["reason"] = " ".join(reason.messages)
            return render(request, "accounts/invitation.html", page, status=410)
        return perform_login(request, user)
    return render(request, "accounts/invitation.html", {**page, "form": form})


@login_required
@require_POST
def end_session(request, pk):
    """End one of one’s own sessions, on whatever machine it is; the present one ends by signing out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        return redirect("account_logout")
    session.end()
    audit.record(AuditEntry.Verb.SESSIONS_ENDED, request.user, detail=session.ip)
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")
