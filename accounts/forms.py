"""Forms about one’s own way in."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from media.plain import PlainWordsMixin


class AcceptForm(PlainWordsMixin, forms.ModelForm):
    """How somebody who was invited wants to be called, and their password."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )

    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def _post_clean(self):
        super()._post_clean()  # fills the instance, whose name and address the password must not resemble
        password = self.cleaned_data.get("password")
        if password:
            try:
                password_validation.validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)


class AddKeyForm(AddWebAuthnForm):
    """allauth’s, for a passkey unless somebody wants less."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
