"""Choosing a time zone: a field that says what time it is there."""

import zoneinfo
from datetime import datetime

from django import forms
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def hint(zone: str, *, at: datetime | None = None) -> str:
    """Return what a clock in ``zone`` shows at ``at``, or now, and how far it is from UTC."""
    local = (at or timezone.now()).astimezone(zoneinfo.ZoneInfo(zone))
    offset = f"UTC{local.isoformat()[-6:]}"
    return _("Now %(time)s there, %(offset)s.") % {"time": time_format(local, "H:i"), "offset": offset}


class TimeZoneSelect(forms.Select):
    class Media:
        js = [Script("accounts/time_zone.js", type="module")]


class TimeZoneField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        zones = sorted(zoneinfo.available_timezones())
        choices = [(zone, zone.replace("_", " ")) for zone in zones]
        super().__init__(
            label=gettext_lazy("Time zone"),
            choices=choices,
            widget=TimeZoneSelect,
            help_text=gettext_lazy("Dates and times at the desk are shown, and read, in this zone."),
            **kwargs,
        )

    def widget_attrs(self, widget):
        return {"data-time-zone": f"{self.help_text} {_('Now %(time)s there, %(offset)s.')}"}

    def get_bound_field(self, form, field_name):
        zone = form.get_initial_for_field(self, field_name)
        if zone in zoneinfo.available_timezones():
            self.help_text = f"{self.help_text} {hint(zone)}"
        return super().get_bound_field(form, field_name)
