"""Who signs in, and with which role."""

from copy import copy

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import audit, permissions, sessions
from accounts.models import AuditEntry, User
from accounts.roles import Role, give_role, role_of
from accounts.time_zones import TimeZoneField
from media.plain import PlainWordsMixin


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs):
        choices = [*Role.choices, ("", _("None: may sign in, and see nothing of the desk"))]
        super().__init__(
            label=_("Role"), choices=choices, widget=forms.RadioSelect, required=False, initial=Role.AUTHOR, **kwargs
        )


class NewUserForm(PlainWordsMixin, AdminUserCreationForm):
    """Somebody new. Without a password they choose one through “forgot password”."""

    role = RoleField()
    time_zone = TimeZoneField(initial="UTC")

    class Meta:
        model = User
        fields = ["email", "name", "time_zone"]


class ChangedUserForm(PlainWordsMixin, UserChangeForm):
    role = RoleField()
    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        role = role_of(self.instance)
        self.initial["role"] = role.value if role else ""


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = NewUserForm
    form = ChangedUserForm
    list_display = ["name", "email", "role", "last_login", "is_active"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]

    class Media:
        css = {"all": ["accounts/desk.css"]}

    add_fieldsets = [
        (None, {"fields": ["email", "name", "role", "time_zone", "usable_password", "password1", "password2"]}),
    ]

    @admin.display(description=_("role"))
    def role(self, user):
        role = role_of(user)
        return role.label.partition(":")[0] if role else "–"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        fields = ["email", "name", "role", "time_zone", "is_active", "password", "last_login", "date_joined"]
        return [(None, {"fields": [*fields, *(["is_superuser"] if request.user.is_superuser else [])]})]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if obj == request.user:
            # Who changed their own role or switched themselves off could not change it back.
            for name in {"role", "is_active", "is_superuser"} & form.base_fields.keys():
                form.base_fields[name] = copy(form.base_fields[name])  # those of everybody’s form are the same objects
                form.base_fields[name].disabled = True
        return form

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or permissions.can_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj != request.user and permissions.can_manage(request.user, obj)))

    def delete_queryset(self, request, queryset):
        for user in queryset:
            if self.has_delete_permission(request, user):
                user.delete()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "role" in form.cleaned_data and obj != request.user:
            give_role(obj, form.cleaned_data["role"] or None, by=request.user)

    # -- help for those who lost something

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/end-sessions/", view(self.end_sessions), name="accounts_user_end_sessions"),
            path("<int:pk>/forget-factor/", view(self.remove_second_factor), name="accounts_user_forget_factor"),
        ]
        return own + super().get_urls()

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and permissions.can_help(request.user, obj):
            context["can_help"] = True
            context["has_second_factor"] = Authenticator.objects.filter(user=obj).exists()
        return super().render_change_form(request, context, obj=obj, **kwargs)

    @method_decorator(require_POST)
    def end_sessions(self, request, pk):
        user = self._helped(request, pk)
        ended = sessions.end_all(user)
        audit.record(AuditEntry.Verb.SESSIONS_ENDED, user)
        self.message_user(request, ngettext("%d session ended.", "%d sessions ended.", ended) % ended)
        return self._back(user)

    @method_decorator(require_POST)
    def remove_second_factor(self, request, pk):
        user = self._helped(request, pk)
        Authenticator.objects.filter(user=user).delete()
        audit.record(AuditEntry.Verb.FACTOR_REMOVED, user)
        said = _now("%(name)s has no second factor any more: tell them to set up a new one after signing in.")
        self.message_user(request, said % {"name": user}, messages.WARNING)
        return self._back(user)

    def _helped(self, request, pk) -> User:
        user = get_object_or_404(User, pk=pk)
        if not permissions.can_help(request.user, user):
            raise PermissionDenied
        return user

    def _back(self, user):
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))
