"""The calendar as a feed (RFC 5545) for one person, who has its key."""

import re
import zoneinfo
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import SiteSettings
from blog.planning.entries import Entry, Kind, days_between, pieces
from blog.planning.models import FeedKey
from blog.reading import require_safe

BACK, AHEAD = timedelta(days=31), timedelta(days=365)
MOST_A_DAY = 50
MOST_EVENTS = 1000
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

# A piece that is scheduled and then live stays one event, at its time.
UID_OF = {Kind.SCHEDULED: "publication", Kind.PUBLISHED: "publication"}


@require_safe
def planning(request, key):
    """What the owner of ``key`` may see at this moment; nothing tells a wrong key from one that is closed."""
    found = FeedKey.objects.opened_by(key)
    if found is None or not found.user.is_staff or not found.user.has_perm("blog.view_post"):
        raise Http404("No such feed.")
    with timezone.override(zoneinfo.ZoneInfo(found.user.time_zone)):
        content = _calendar(_entries(found.user))
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _entries(user) -> list[Entry]:
    """Return at most MOST_EVENTS entries, those nearest to today, in their order."""
    today = timezone.localdate()
    days = days_between(pieces(user), today - BACK, today + AHEAD, most=MOST_A_DAY)
    entries = [entry for day in days.values() for entry in day.entries]
    nearest = sorted(entries, key=lambda entry: abs(entry.day - today))[:MOST_EVENTS]
    return sorted(nearest, key=lambda entry: (entry.day, entry.order))


def _calendar(entries: list[Entry]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Byline//Planning//EN")
    calendar.add("x-wr-calname", _plain(_("%s: planning") % SiteSettings.load().name))
    seen: Counter[str] = Counter()
    for entry in entries:
        name = f"{UID_OF.get(entry.kind, entry.kind)}-{entry.post_id}"
        seen[name] += 1
        calendar.add_component(_event(entry, name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return calendar.to_ical()


def _event(entry: Entry, name: str) -> icalendar.Event:
    # Beginning to be live is a change as well, and no step of the workflow.
    changed_at = entry.changed_at
    if entry.at and entry.at <= timezone.now():
        changed_at = max(changed_at, entry.at)
    changed_at = changed_at.astimezone(UTC)
    event = icalendar.Event()
    event.add("uid", f"{name}@{urlsplit(settings.BYLINE_URL).hostname}")
    event.add("dtstamp", changed_at)  # without a METHOD it says when this was last changed
    event.add("last-modified", changed_at)
    event.add("sequence", (changed_at - _EPOCH) // timedelta(seconds=1))
    event.add("dtstart", entry.at.astimezone(UTC) if entry.at else entry.day)
    event.add("summary", _plain(f"{entry.label}: {entry.title}"))
    if entry.state:
        event.add("description", entry.state)
    event.add("url", settings.BYLINE_URL + reverse("admin:blog_post_change", args=[entry.post_id]))
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    """Without control characters, which a calendar may not hold."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)
