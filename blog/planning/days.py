"""Months and days as the clocks show them where somebody is."""

import calendar
from datetime import date, datetime, time, timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.admin.times import offset_label, zone_label

YEARS = range(1900, 2200)
ONE_DAY = timedelta(days=1)


def day_of(year: int, month: int, day: int = 1) -> date:
    """Return that day. Raises Http404 where there is none, or no calendar needs it."""
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError):
        found = date.min
    if found.year not in YEARS:
        raise Http404("The calendar has no such day.")
    return found


def last_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def weeks_of(month: date) -> list[list[date]]:
    """Return the weeks, from Monday to Sunday, that have a day in ``month``."""
    return calendar.Calendar(calendar.MONDAY).monthdatescalendar(month.year, month.month)


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return when ``first`` begins and ``last`` is over, in the active zone."""
    zone = timezone.get_current_timezone()
    return datetime.combine(first, time.min, zone), datetime.combine(last + ONE_DAY, time.min, zone)


def zone_between(first: date, last: date) -> str:
    """Return the active zone with its offset, and where that changes the day it does."""
    zone = timezone.get_current_timezone()
    ends = {first + n * ONE_DAY: bounds(first, first + n * ONE_DAY)[1] for n in range((last - first).days + 1)}
    begin = bounds(first, first)[0]
    label = zone_label(zone, begin)
    changed = next((day for day, end in ends.items() if end.utcoffset() != begin.utcoffset()), None)
    if changed:
        offset = offset_label(ends[changed])
        label = _("%(label)s, from %(day)s %(offset)s") % {
            "label": label,
            "day": date_format(changed, "j F"),
            "offset": offset,
        }
    return label
