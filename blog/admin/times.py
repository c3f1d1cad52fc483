"""A date and a time as the clocks show them where somebody is, and which moment that is.

Twice a year clocks are changed: what they skip is no moment at all, what they show twice is two.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media, Script

SECOND = timedelta(seconds=1)


def offset_label(moment: datetime) -> str:
    """Return how far the clocks that show ``moment`` (aware) are from UTC: UTC+1, UTC−3:30, UTC."""
    minutes = moment.utcoffset() // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def zone_label(zone, *moments: datetime) -> str:
    """Return the name of ``zone`` and its offset at ``moments``: Europe/Stockholm, UTC+1."""
    offsets = _(" or ").join(offset_label(moment) for moment in moments)
    return f"{zone}, {offsets}" if offsets not in ("", str(zone)) else str(zone)


def moments_at(clock: datetime, zone) -> list[datetime]:
    """Return the moments at which clocks in ``zone`` show ``clock`` (naive): one; two, the earlier first; or none."""
    meant = [clock.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    if meant[0].utcoffset() == meant[1].utcoffset():
        return meant[:1]
    return [moment for moment in meant if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == clock]


def skip_over(clock: datetime, zone) -> tuple[datetime, datetime]:
    """Return from where to where clocks in ``zone`` go when they skip ``clock``: (02:00, 03:00), both naive."""
    late, early = (clock.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    before, after = (moment.astimezone(zone).utcoffset() for moment in (early, late))
    while late - early > SECOND:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    change = late.replace(microsecond=0, tzinfo=None)
    return change + before, change + after


class Typed(NamedTuple):
    """What the form sends: a date and a time, and for a doubled one which of the two (its fold, 0 or 1)."""

    text: str
    which: str

    @property
    def clock(self) -> datetime:
        """What was typed, naive. Raises ValueError when it is not a date and a time."""
        clock = datetime.fromisoformat(self.text.strip())
        if clock.tzinfo:
            raise ValueError("The zone is the person’s own.")
        return clock

    def moments(self, zone) -> list[datetime]:
        try:
            return moments_at(self.clock, zone)
        except (ValueError, OverflowError):
            return []


class LocalMomentInput(forms.DateTimeInput):
    """The browser's own field for a date and a time; under a doubled time also the question which one."""

    input_type = "datetime-local"
    template_name = "admin/blog/local_moment.html"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")

    @property
    def media(self):
        css = {"all": ["blog/desk/local-time.css"]}
        return Media(css=css, js=[Script("blog/desk/local-time.js", type="module")])

    def value_from_datadict(self, data, files, name):
        return Typed(data.get(name) or "", data.get(f"{name}_which") or "")

    def format_value(self, value):
        return value.text if isinstance(value, Typed) else super().format_value(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        zone = timezone.get_current_timezone()
        context["widget"]["attrs"] |= {
            "data-time-zone": str(zone),
            "data-or": _(" or "),
            "data-skipped": _("the clocks skip this time"),
            "data-twice": _("this time comes twice"),
        }
        typed = _typed(value)
        moments = typed.moments(zone)
        if len(moments) == 2:
            context["widget"]["moments"] = [
                {"fold": str(moment.fold), "is_meant": typed.which == str(moment.fold), "offset": offset_label(moment)}
                for moment in moments
            ]
        return context


class LocalMomentBoundField(forms.BoundField):
    """Its help begins with the zone and the offset at the moment that stands in the field."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        zone = timezone.get_current_timezone()
        typed = _typed(self.value())
        moments = typed.moments(zone) if typed.text else [timezone.localtime()]
        self.help_text = format_html("<span data-offset>{}</span>. {}", zone_label(zone, *moments), self.help_text)


class LocalMomentField(forms.DateTimeField):
    """A moment, typed and shown in the zone of whoever is signed in."""

    widget = LocalMomentInput
    default_error_messages = {
        "invalid": gettext_lazy("Give a date and a time, such as 2027-03-28 09:30."),
        "skipped": gettext_lazy(
            "On %(day)s the clocks in %(zone)s go from %(start)s to %(end)s, so %(typed)s does not exist. "
            "Choose %(before)s or %(after)s."
        ),
        "doubled": gettext_lazy(
            "%(typed)s comes twice that night, because the clocks in %(zone)s go back. Say which of the two you mean."
        ),
    }

    def get_bound_field(self, form, field_name):
        return LocalMomentBoundField(form, self, field_name)

    def to_python(self, value):
        if not isinstance(value, Typed):
            return super().to_python(value)
        if not value.text.strip():
            return None
        zone = timezone.get_current_timezone()
        try:
            moments = moments_at(value.clock, zone)
            return self._the_one(moments, value, zone).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def _the_one(self, moments: list[datetime], typed: Typed, zone) -> datetime:
        meant = [moment for moment in moments if typed.which == str(moment.fold)] if len(moments) > 1 else moments
        if meant:
            return meant[0]
        if moments:
            params = {"typed": date_format(typed.clock, "H:i"), "zone": zone}
            raise ValidationError(self.error_messages["doubled"], code="doubled", params=params)
        start, end = skip_over(typed.clock, zone)
        params = {
            "day": date_format(end, "j F Y"),
            "zone": zone,
            "start": date_format(start, "H:i"),
            "end": date_format(end, "H:i"),
            "typed": date_format(typed.clock, "H:i"),
            "before": _on_its_day(start - timedelta(minutes=1), typed.clock),
            "after": _on_its_day(end, typed.clock),
        }
        raise ValidationError(self.error_messages["skipped"], code="skipped", params=params)


def _typed(value) -> Typed:
    """Return ``value`` of a field as it would be typed; ``value`` is Typed, a naive local datetime, or nothing."""
    if isinstance(value, datetime):
        return Typed(value.isoformat(), str(value.fold))
    return value if isinstance(value, Typed) else Typed("", "")


def _on_its_day(clock: datetime, typed: datetime) -> str:
    time = date_format(clock, "H:i")
    if clock.date() == typed.date():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(clock, "j F")}
