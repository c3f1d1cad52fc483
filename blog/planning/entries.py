"""What stands in the calendar: planned, due, scheduled, published and ending pieces, so and so many a day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, Value, When, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin.situation import with_published
from blog.models import Byline, Post, Revision, State
from blog.models.posts import owned_by
from blog.paging import cursor, read_cursor
from blog.planning.days import bounds
from blog.planning.models import Plan

MOST_ON_THE_SHELF = 20

NO_TIME = Value(None, output_field=models.DateTimeField())
NO_STATE = Value(None, output_field=models.CharField())
NO_REVISION = Value(None, output_field=models.BigIntegerField())


class Kind(models.TextChoices):
    DUE = "due", gettext_lazy("Text due")
    PLANNED = "planned", gettext_lazy("Planned")
    SCHEDULED = "scheduled", gettext_lazy("Scheduled")
    UPDATE = "update", gettext_lazy("Update")
    PUBLISHED = "published", gettext_lazy("Published")
    END = "end", gettext_lazy("Ends")


@dataclass(frozen=True)
class Entry:
    """One line of a day. ``at`` is None where it is about the whole day; ``changed_at`` is when this was last true."""

    kind: str  # a Kind
    post_id: int
    title: str
    day: date
    at: datetime | None
    changed_at: datetime
    open_state: str | None = None
    revision_id: int | None = None
    authors: str = ""  # where ``with_authors`` was asked

    @property
    def label(self) -> str:
        is_over = self.kind == Kind.END and self.at <= timezone.now()
        return _("Ended") if is_over else str(Kind(self.kind).label)

    @property
    def chip(self) -> str:
        """What the stylesheet colours its chip by."""
        if self.is_late:
            return "changes_requested"
        return {Kind.UPDATE: "scheduled", Kind.PUBLISHED: "live"}.get(self.kind, self.kind)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is still to be done."""
        waits = self.kind == Kind.PLANNED or self.open_state in (State.DRAFT, State.CHANGES_REQUESTED)
        return self.kind in (Kind.PLANNED, Kind.DUE) and waits and self.day < timezone.localdate()

    @property
    def state(self) -> str:
        """How far a planned text is, in words."""
        return str(State(self.open_state).label) if self.open_state else ""

    @property
    def can_move(self) -> bool:
        return self.kind in (Kind.SCHEDULED, Kind.UPDATE)

    @property
    def order(self):
        return self.at is not None, self.at.timestamp() if self.at else 0, self.kind, self.post_id


@dataclass(frozen=True)
class Day:
    """``entries`` as many as were asked for, whole days first; ``more`` is how many there are besides."""

    date: date
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()


def pieces(user, *, mine: bool = False):
    """Return the posts that ``user`` plans with; ``mine`` leaves an editor their own."""
    posts = Post.objects.visible_to(user).filter(trashed_at=None)
    return posts.filter(owned_by(user)) if mine else posts


def days_between(posts, first: date, last: date, *, most: int) -> dict[date, Day]:
    """Return the days that have entries, in five queries, each one range of an index. ``posts`` is a queryset."""
    found, counted = defaultdict(list), Counter()
    for rows in (
        _plans("deadline", Kind.DUE, first, last),
        _plans("day", Kind.PLANNED, first, last),
        _scheduled(*bounds(first, last)),
        _published(*bounds(first, last)),
        _ends(*bounds(first, last)),
    ):
        for *of_entry, of_day, place in _some_a_day(rows, posts, most):
            entry = Entry(*of_entry)
            found[entry.day].append(entry)
            counted[entry.day] += of_day if place == 1 else 0
    return {
        day: Day(day, sorted(entries, key=lambda entry: entry.order)[:most], max(0, counted[day] - most))
        for day, entries in found.items()
    }


def with_authors(days: dict[date, Day]) -> dict[date, Day]:
    """Return ``days`` with whose each entry is, in one query more."""
    posts = {entry.post_id for day in days.values() for entry in day.entries}
    bylines = Byline.objects.filter(revision__latest_of__in=posts).order_by("position")
    names = defaultdict(list)
    for post_id, name in bylines.values_list("revision__latest_of", "author__name"):
        names[post_id].append(name)

    def signed(entry: Entry) -> Entry:
        return replace(entry, authors=", ".join(names[entry.post_id]))

    return {date: replace(day, entries=[signed(entry) for entry in day.entries]) for date, day in days.items()}


def _some_a_day(rows, posts, most: int):
    """Return what an Entry is made of for ``most`` of ``rows`` a day, how many are of that day, and its place there."""
    # Asked of each row that is found: asked beforehand it would be asked of all posts.
    rows = rows.filter(Exists(posts.filter(pk=OuterRef("post_id"))))
    day = {"partition_by": [F("_day")]}
    rows = rows.annotate(_of_day=Window(Count("*"), **day), _place=Window(RowNumber(), order_by="_order", **day))
    made_of = ("_kind", "post_id", "_title", "_day", "_at", "_changed_at", "_state", "_revision")
    return rows.filter(_place__lte=most).values_list(*made_of, "_of_day", "_place")


def _of_post(name: str) -> Subquery:
    """A column of the post. Not by a join, which a database that knows no better walks from the wrong end."""
    return Subquery(Post.objects.filter(pk=OuterRef("post_id")).values(name))


def _plans(day: str, kind: Kind, first: date, last: date):
    rows = Plan.objects.filter(**{f"{day}__range": (first, last)})
    return rows.annotate(
        _kind=Value(kind.value),
        _title=_of_post("latest__title"),
        _day=F(day),
        _at=NO_TIME,
        _changed_at=_of_post("changed_at"),
        _state=_of_post("open_state"),
        _revision=NO_REVISION,
        _order=F("set_at"),
    )


def _scheduled(begin: datetime, end: datetime):
    same_post = Revision.objects.filter(post=OuterRef("post_id"), state=State.PUBLISHED)
    goes_on = Exists(same_post.filter(live_until=OuterRef("live_from")))
    rows = Revision.objects.scheduled().filter(live_from__gte=begin, live_from__lt=end)
    kind = Case(When(goes_on, then=Value(Kind.UPDATE.value)), default=Value(Kind.SCHEDULED.value))
    return _timed(rows, "live_from", kind)


def _published(begin: datetime, end: datetime):
    """By the date readers see; one that was given has no time."""
    rows = Revision.objects.listed().live().filter(dated_at__gte=begin, dated_at__lt=end)
    at = Case(When(date_given=None, then=F("dated_at")), default=NO_TIME)
    return _timed(rows, "dated_at", Value(Kind.PUBLISHED.value), at=at)


def _ends(begin: datetime, end: datetime):
    """Where nothing follows what ends."""
    same_post = Revision.objects.filter(post=OuterRef("post_id"), state=State.PUBLISHED)
    rows = Revision.objects.filter(state=State.PUBLISHED, live_until__gte=begin, live_until__lt=end)
    rows = rows.exclude(Exists(same_post.filter(live_from=OuterRef("live_until"))))
    return _timed(rows, "live_until", Value(Kind.END.value))


def _timed(revisions, moment: str, kind, at=None):
    return revisions.annotate(
        _kind=kind,
        _title=F("title"),
        _day=TruncDate(moment, tzinfo=timezone.get_current_timezone()),
        _at=F(moment) if at is None else at,
        _changed_at=_of_post("changed_at"),
        _state=NO_STATE,
        _revision=F("pk"),
        _order=F(moment),
    )


def shelf_of(posts, *, before: str = "") -> tuple[list[Post], str | None]:
    """Return open pieces that have no day, newest changed first, and where the shelf goes on."""
    found = posts.filter(open_state__in=State.OPEN, plan=None).select_related("latest")
    found = found.defer("latest__body", "latest__html").order_by("-changed_at", "-pk")
    if before:
        changed_at, pk = read_cursor(before)
        found = found.filter(changed_at__lte=changed_at).exclude(changed_at=changed_at, pk__gte=pk)
    rows = list(with_published(found[: MOST_ON_THE_SHELF + 1]))
    shown = rows[:MOST_ON_THE_SHELF]
    return shown, cursor(shown[-1].changed_at, shown[-1].pk) if len(rows) > len(shown) else None
