"""What was done to tags, by whom and when: kept as it happens, told on the pages named History."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from blog.models import Event, Tag, Verb
from blog.tagcare.models import Change

PAGE = 50
MOST = 200


@dataclass(frozen=True)
class Entry:
    """One thing that was done. ``undoable`` is the change of a rename that can be taken back."""

    at: datetime
    who: str
    what: str
    undoable: Change | None = None


def record(verb: Verb, tags: Iterable[Tag | None], *, by, subject: str, note: str, fields: dict | None = None) -> None:
    """Keep what ``by`` did to ``tags``; None stands for what is no more."""
    event = Event.objects.create(subject=subject, actor=by, actor_name=str(by), verb=verb, note=note)
    Change.objects.bulk_create(Change(event=event, tag=tag, fields=fields or {}) for tag in tags)


def of_tag(tag: Tag) -> list[Entry]:
    """Return what was done to ``tag``, the newest first: its changes, and what its form has logged."""
    told = [_entry(change.event, change, tag) for change in tag.changes.select_related("event")[:MOST]]
    kind = ContentType.objects.get_for_model(Tag)
    logged = LogEntry.objects.filter(content_type=kind, object_id=str(tag.pk)).select_related("user")
    told += [Entry(entry.action_time, str(entry.user), entry.get_change_message()) for entry in logged[:MOST]]
    return sorted(told, key=lambda entry: entry.at, reverse=True)


def of_all(before: int | None = None) -> tuple[list[Entry], int | None]:
    """Return a page of what was done to tags, the newest first, and the event that the next page is before."""
    events = Event.objects.filter(pk__in=Change.objects.values("event")).prefetch_related("tag_changes")
    if before:
        events = events.filter(pk__lt=before)
    events = list(events.order_by("-pk")[: PAGE + 1])
    shown = events[:PAGE]
    return [_entry(event, event.tag_changes.all()[0]) for event in shown], shown[-1].pk if events[PAGE:] else None


def _entry(event: Event, change: Change, tag: Tag | None = None) -> Entry:
    is_other = tag and any(getattr(tag, field) != before for field, (before, _after) in change.fields.items())
    undoable = change if is_other and not tag.same_as_id else None
    return Entry(event.at, event.actor_name, _sentence(event, change.fields), undoable)


def _sentence(event: Event, fields: dict[str, list[str]]) -> str:
    match event.verb:
        case Verb.TAGS_MERGED:
            words = _("Merged “%(others)s” into “%(tag)s”.")
        case Verb.TAGS_PARTED:
            words = _("Took “%(others)s” and “%(tag)s” apart again.")
        case Verb.TAGS_DELETED:
            words = _("Deleted “%(others)s”.")
        case _other:
            return " ".join(_renamed(event, field, *values) for field, values in fields.items())
    return words % {"others": event.note.replace(", ", "”, “"), "tag": event.subject}


def _renamed(event: Event, field: str, before: str, after: str) -> str:
    if field == "name":
        return _("Renamed “%(before)s” to “%(after)s”.") % {"before": before, "after": after}
    words = _("Moved “%(tag)s” from /tags/%(before)s/ to /tags/%(after)s/.")
    return words % {"tag": event.subject, "before": before, "after": after}
