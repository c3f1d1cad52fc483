"""The publication's own settings: one row, so its list is its form."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.fields import LinksField
from blog.models import SiteSettings
from blog.models.checks import Check, Level
from media.admin.fields import ImageFieldsMixin
from media.plain import PlainWordsMixin


def field_name(check: Check) -> str:
    return f"check_{check.value}"


Levels = type(
    "Levels",
    (forms.ModelForm,),
    {field_name(check): forms.ChoiceField(label=check.label, choices=Level.choices, required=False) for check in Check},
)


FIELDSETS = [
    (None, ["name", "tagline", "language", "time_zone", "posts_per_page"]),
    (_("Looks"), ["logo", "accent", "navigation", "footer", "social_links", "share_links"]),
    (_("Feeds"), ["hub"]),
    (_("Safety"), ["four_eyes", "require_second_factor"]),
]


class SiteSettingsForm(PlainWordsMixin, Levels):
    accent = forms.CharField(
        label=_("Accent colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=SiteSettings._meta.get_field("accent").help_text,
    )
    hub = forms.URLField(
        label=_("WebSub hub"),
        required=False,
        assume_scheme="https",
        help_text=SiteSettings._meta.get_field("hub").help_text,
    )
    navigation = LinksField(
        key="address",
        schemes=("/", "https://", "http://"),
        label=_("Navigation"),
        example=_("About | /about/"),
        help_text=_("One link a line: a label, a bar, an address. For example: About | /about/"),
    )

    social_links = LinksField(
        key="url",
        schemes=("https://", "http://", "mailto:"),
        label=_("Social links"),
        example=_("Mastodon | https://example.org/@us"),
        help_text=_("At the foot of every page. One a line: a label, a bar, an address."),
    )

    class Meta:
        model = SiteSettings
        fields = [name for _title, names in FIELDSETS for name in names]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {field_name(check): self.instance.level_of(check) for check in Check}

    def clean_accent(self):
        return self.cleaned_data["accent"].lower()

    def clean(self):
        super().clean()
        levels = {check: self.cleaned_data.get(field_name(check)) for check in Check}
        self.instance.checks = {check.value: level for check, level in levels.items() if level}


@admin.register(SiteSettings)
class SiteSettingsAdmin(ImageFieldsMixin, admin.ModelAdmin):
    form = SiteSettingsForm

    def get_fieldsets(self, request, obj=None):
        checks = {"fields": [field_name(check) for check in Check]}
        checks["description"] = _("What a text is looked over for before it is submitted or published.")
        return [*((title, {"fields": names}) for title, names in FIELDSETS), (_("Ready to publish"), checks)]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "require_second_factor" in form.changed_data and obj.require_second_factor:
            said = _(
                "From now on everybody at the desk needs a second factor. Who has none yet, you included, is led "
                "to set one up before anything else."
            )
            self.message_user(request, said, messages.WARNING)
        if "language" in form.changed_data and change:
            said = _(
                "“Footnotes”, “Contents” and the like are in the new language now, in posts that do not name one of "
                "their own: of very many in the newest, and in the others as soon as late work is done."
            )
            self.message_user(request, said)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not SiteSettings.objects.exists():
            SiteSettings.load().save()
        return HttpResponseRedirect(reverse("admin:blog_sitesettings_change", args=[1]))
