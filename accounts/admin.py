"""People at the desk: who signs in and with which role, and the profiles readers see."""

import zoneinfo

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts import permissions
from accounts.fields import LinksField
from accounts.models import Author, User
from accounts.roles import Role, give_role, role_of

admin.site.unregister(Group)  # the roles are fixed


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs):
        choices = [*Role.choices, ("", _("None: may sign in, and see nothing of the desk"))]
        super().__init__(
            label=_("Role"), choices=choices, widget=forms.RadioSelect, required=False, initial=Role.AUTHOR, **kwargs
        )


class TimeZoneField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        zones = sorted(zoneinfo.available_timezones())
        super().__init__(label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in zones], **kwargs)


class NewUserForm(AdminUserCreationForm):
    """Somebody new. Without a password they choose one through “forgot password”."""

    role = RoleField()
    time_zone = TimeZoneField(initial="UTC")

    class Meta:
        model = User
        fields = ["email", "name", "time_zone"]


class ChangedUserForm(UserChangeForm):
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
            give_role(obj, form.cleaned_data["role"] or None)


class AuthorForm(forms.ModelForm):
    links = LinksField(
        key="url",
        label=_("Links"),
        example=_("My page | https://example.org/"),
        help_text=_("One a line: a label, a bar, an address. For example: My page | https://example.org/"),
    )

    class Meta:
        model = Author
        fields = ["name", "slug", "bio", "portrait", "links", "user"]


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    form = AuthorForm
    list_display = ["name", "slug", "user"]
    list_select_related = ["user"]
    search_fields = ["name"]
    autocomplete_fields = ["portrait"]

    def get_queryset(self, request):
        authors = super().get_queryset(request)
        return authors if request.user.has_perm("accounts.change_any_author") else authors.filter(user=request.user)

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.has_perm("accounts.change_user") else ["user"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or permissions.can_change_profile(request.user, obj))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404("A stranger’s profile and no profile look the same here.")
