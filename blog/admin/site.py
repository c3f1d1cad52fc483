"""The publication's own settings: one row, so its list is its form."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import SiteSettings


class NavigationField(forms.CharField):
    """Links as lines of “label | address”; kept as a list of both."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        return "\n".join(f"{link['label']} | {link['address']}" for link in value or [])

    def clean(self, value):
        links = []
        for line in super().clean(value).splitlines():
            label, _bar, address = (part.strip() for part in line.partition("|"))
            if not label and not address:
                continue
            if not label or not address.startswith(("/", "https://", "http://")):
                raise ValidationError(
                    _("“%s” is not a link. Write it as: About | /about/") % line.strip(), code="bad_link"
                )
            links.append({"label": label, "address": address})
        return links

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != (data or "")


class SiteSettingsForm(forms.ModelForm):
    navigation = NavigationField(
        label=gettext_lazy("Navigation"),
        required=False,
        help_text=gettext_lazy("One link a line: a label, a bar, an address. For example: About | /about/"),
    )

    class Meta:
        model = SiteSettings
        exclude = []


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    form = SiteSettingsForm

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not SiteSettings.objects.exists():
            SiteSettings.load().save()
        return HttpResponseRedirect(reverse("admin:blog_sitesettings_change", args=[1]))
