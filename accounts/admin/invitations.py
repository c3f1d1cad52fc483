"""Inviting people at the desk: the list with its buttons, the form, and the link for who has no mail server."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import invitations, permissions
from accounts.models import Invitation
from media.plain import PlainWordsMixin


def mail_is_printed() -> bool:
    return settings.EMAIL_BACKEND.endswith("console.EmailBackend")


class InvitationForm(PlainWordsMixin, forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "name", "role"]
        widgets = {"role": forms.RadioSelect}

    def clean_email(self):
        email = self.cleaned_data["email"]
        invitations.refuse_known(email)
        return email


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    form = InvitationForm
    fields = ["email", "name", "role"]
    list_display = ["name", "email", "role_name", "state", "invited_by", "mailed_at", "expires_at", "buttons"]
    list_display_links = None
    list_select_related = ["invited_by"]
    search_fields = ["name", "email"]
    actions = None

    class Media:
        css = {"all": ["accounts/desk.css"]}

    @admin.display(description=gettext_lazy("role"))
    def role_name(self, invitation):
        return invitation.get_role_display().partition(":")[0]

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation):
        return render_to_string("admin/accounts/invitation/_state.html", {"state": invitation.state})

    @admin.display(description=gettext_lazy("steps"))
    def buttons(self, invitation):
        return render_to_string("admin/accounts/invitation/_buttons.html", {"invitation": invitation})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "role" in form.base_fields:
            offered = [(role.value, role.label) for role in permissions.roles_to_offer(request.user)]
            form.base_fields["role"].choices = offered
        return form

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, {"title": _("Invite somebody"), **(extra_context or {})})
        except invitations.Refused as reason:  # what the form could not know yet, such as a second click
            return self._refused(request, reason)

    # -- steps

    def save_model(self, request, obj, form, change):
        invitations.invite(obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        return self._sent(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/send-again/", view(self.send_again), name="accounts_invitation_send_again"),
            path("<int:pk>/revoke/", view(self.revoke), name="accounts_invitation_revoke"),
        ]
        return own + super().get_urls()

    @method_decorator(require_POST)
    def send_again(self, request, pk):
        invitation = self._for_step(request, pk)
        try:
            invitations.send_again(invitation, by=request.user)
        except invitations.Refused as reason:
            return self._refused(request, reason)
        invitation.refresh_from_db()
        return self._sent(request, invitation)

    @method_decorator(require_POST)
    def revoke(self, request, pk):
        invitation = self._for_step(request, pk)
        try:
            invitations.revoke(invitation, by=request.user)
        except invitations.Refused as reason:
            return self._refused(request, reason)
        self.message_user(request, _("Revoked: the link for %(who)s leads nowhere any more.") % {"who": invitation})
        return self._list()

    def _for_step(self, request, pk) -> Invitation:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return get_object_or_404(Invitation, pk=pk)

    @method_decorator(never_cache)
    def _sent(self, request, invitation):
        if mail_is_printed():
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("A link for %(name)s") % {"name": invitation.name},
                "invitation": invitation,
            }
            return TemplateResponse(request, "admin/accounts/invitation/link.html", context)
        self.message_user(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
        return self._list()

    def _refused(self, request, reason):
        self.message_user(request, " ".join(reason.messages), messages.ERROR)
        return self._list()

    def _list(self):
        return HttpResponseRedirect(reverse("admin:accounts_invitation_changelist"))
