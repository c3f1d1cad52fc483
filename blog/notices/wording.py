"""An event in words, for those who are told of it."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Event, Verb

SUBJECTS = {
    Verb.SUBMITTED: gettext_lazy("To review: %s"),
    Verb.TOOK_BACK: gettext_lazy("Taken back: %s"),
    Verb.ASKED: gettext_lazy("Changes asked: %s"),
    Verb.APPROVED: gettext_lazy("Approved: %s"),
    Verb.PUBLISHED: gettext_lazy("Published: %s"),
    Verb.SCHEDULED: gettext_lazy("Scheduled: %s"),
    Verb.UNSCHEDULED: gettext_lazy("No longer scheduled: %s"),
    Verb.WITHDREW: gettext_lazy("Withdrawn: %s"),
    Verb.DISCARDED: gettext_lazy("Changes discarded: %s"),
    Verb.TRASHED: gettext_lazy("In the trash: %s"),
}
SENTENCES = {
    Verb.SUBMITTED: gettext_lazy("%(who)s has submitted “%(title)s” for review."),
    Verb.TOOK_BACK: gettext_lazy("%(who)s has taken “%(title)s” back from review."),
    Verb.ASKED: gettext_lazy("%(who)s asks for changes to “%(title)s”."),
    Verb.APPROVED: gettext_lazy("%(who)s has approved “%(title)s”."),
    Verb.PUBLISHED: gettext_lazy("%(who)s has published “%(title)s”."),
    Verb.SCHEDULED: gettext_lazy("%(who)s has scheduled “%(title)s”."),
    Verb.UNSCHEDULED: gettext_lazy("%(who)s has taken “%(title)s” out of the schedule."),
    Verb.WITHDREW: gettext_lazy("%(who)s has withdrawn “%(title)s” from readers."),
    Verb.DISCARDED: gettext_lazy("%(who)s has discarded the unpublished changes to “%(title)s”."),
    Verb.TRASHED: gettext_lazy("%(who)s has put “%(title)s” in the trash."),
}


def subject(event: Event) -> str:
    return SUBJECTS.get(event.verb, "%s") % event.subject


def sentence(event: Event) -> str:
    words = SENTENCES.get(event.verb, gettext_lazy("%(who)s, “%(title)s”: %(did)s."))
    return words % {"who": event.actor_name, "title": event.subject, "did": event.get_verb_display()}


def note(event: Event) -> str:
    """Return the note in full; where it is a moment that was chosen, in the time zone that is active."""
    if event.verb not in (Verb.SCHEDULED, Verb.WITHDREW) or not event.note:
        return event.note
    return _("For %s") % date_format(timezone.localtime(parse_datetime(event.note)), "j F Y, H:i e")


def moment(at) -> str:
    """Return the time, with its day unless that is today."""
    at = timezone.localtime(at)
    return date_format(at, "H:i" if at.date() == timezone.localdate() else "j M Y, H:i")
