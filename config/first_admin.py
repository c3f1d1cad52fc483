"""The first administrator of an empty publication: whoever holds a link that only its console shows."""

from django import forms
from django.conf import settings
from django.contrib.auth import login, password_validation
from django.contrib.auth.models import Group
from django.core import signing
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.roles import Role, give_role

LINK_SECONDS = 24 * 60 * 60

_signer = signing.TimestampSigner(salt="config.first_admin")


def is_needed() -> bool:
    """Whether nobody can sign in to the desk yet."""
    return not User.objects.filter(is_staff=True).exists()


def link() -> str:
    """Return a fresh address that makes the first administrator: for a day, or until there is one."""
    return settings.BYLINE_URL + reverse("first_admin", args=[_signer.sign("first")])


class FirstAdminForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["name", "email"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
            "email": forms.EmailInput(attrs={"autocomplete": "username"}),
        }

    def _post_clean(self):
        super()._post_clean()  # fills the instance, whose name the password must not resemble
        password = self.cleaned_data.get("password")
        if password:
            try:
                password_validation.validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)


@transaction.atomic
def make_first_admin(*, email: str, name: str, password: str) -> User | None:
    """Return the new administrator, or None when there is somebody already. Two at once: one is made."""
    # The row that both would have to hold; SQLite has let in one writer only by now.
    Group.objects.select_for_update().get(name=Role.ADMINISTRATOR)
    if not is_needed():
        return None
    user = User.objects.create_superuser(email, password, name=name)
    give_role(user, Role.ADMINISTRATOR)
    return user


@never_cache
@sensitive_post_parameters("password")
def first_admin(request, token):
    """The form behind ``link()``. One too old, or no longer needed, says so; a made-up one is a 404."""
    try:
        _signer.unsign(token, max_age=LINK_SECONDS)
    except signing.SignatureExpired:
        return render(request, "first_admin.html", {"too_old": True}, status=410)
    except signing.BadSignature as error:
        raise Http404 from error
    if not is_needed():
        return render(request, "first_admin.html", {"too_late": True}, status=410)

    form = FirstAdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = make_first_admin(**form.cleaned_data)
        if user is None:
            return render(request, "first_admin.html", {"too_late": True}, status=410)
        login(request, user)
        return redirect("admin:index")
    return render(request, "first_admin.html", {"form": form})
