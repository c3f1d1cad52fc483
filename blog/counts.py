"""How many live posts each tag and each month has, exactly, at any number of posts.

Stored numbers are true at ``CountedAt``. A reader's page adds what the clock has begun and ended since, one short
index range; the next write of any post's times folds that in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from blog import snapshots
from blog.models import CountedAt, MonthCount, Post, Revision, SiteSettings, State, TagCount, TagPlacement
from blog.prepared import prepared

_COUNTED_AT = Subquery(CountedAt.objects.filter(pk=1).values("at"))


def by_tag() -> Counter[int]:
    """Return tag id → live posts, now, in one query."""
    return _keyed(_by_tag())


@prepared
def _by_tag():
    stored = TagCount.objects.values_list("tag_id", "posts")
    return stored.union(*_steps(_placements(), F("tag_id"), _COUNTED_AT, snapshots.now()), all=True)


def posts_of_tag():
    """Return what ``by_tag`` says of one tag, to be annotated to it; of many, ask that."""
    placements = _placements_by_time().filter(of=OuterRef("pk"))
    now = snapshots.now()
    begun = placements.filter(live_from__gt=_COUNTED_AT, live_from__lte=now)
    ended = placements.filter(live_until__gt=_COUNTED_AT, live_until__lte=now)
    stored = TagCount.objects.filter(tag=OuterRef("pk")).values("posts")
    return Coalesce(Subquery(stored), 0) + _number_of(begun) - _number_of(ended)


def scheduled_by_tag(tags: Iterable[int]) -> dict[int, int]:
    """Return tag id → posts that are still to come with it, now, in one query."""
    to_come = _placements_by_time().filter(live_from__gt=timezone.now(), of__in=tags)
    return dict(to_come.values_list("of").annotate(posts=Count("post", distinct=True)).order_by())


def _placements_by_time():
    """With their tag as ``of``: found by times, of which few are asked, and not by a tag, which may have very many."""
    return _placements().annotate(of=F("tag_id") + 0)


def _number_of(rows) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("of").annotate(number=Count("pk")).values("number")), 0)


def by_month(site: SiteSettings) -> Counter[date]:
    """Return the first day of a month → live posts dated in it, now, in the publication's time zone, in one query."""
    return _keyed(_by_month(site.tzinfo)())


@cache
def _by_month(zone: ZoneInfo):
    @prepared
    def asked():
        stored = MonthCount.objects.values_list("month", "posts")
        return stored.union(*_steps(_listed(), _month(zone), _COUNTED_AT, snapshots.now()), all=True)

    return asked


@contextmanager
def kept(post: Post, now: datetime) -> Iterator[None]:
    """Around a change of ``post``'s times: lock the numbers, bring them up to now, then follow the change."""
    moment, _made = CountedAt.objects.select_for_update().get_or_create(pk=1, defaults={"at": now})
    now = max(now, moment.at)
    site = SiteSettings.load()
    tags = _passed(_placements(), F("tag_id"), since=moment.at, until=now)
    months = _passed(_listed(), _month(site.tzinfo), since=moment.at, until=now)
    # By its revisions: of the placements of a post there is no index.
    placed = _placements().filter(content_object__in=post.revisions.values("pk"))
    tags.subtract(_live(placed, F("tag_id"), now))
    months.subtract(_live(_listed().filter(post=post), _month(site.tzinfo), now))
    yield
    tags.update(_live(placed, F("tag_id"), now))
    months.update(_live(_listed().filter(post=post), _month(site.tzinfo), now))
    _add(TagCount, "tag_id", tags)
    _add(MonthCount, "month", months)
    CountedAt.objects.filter(pk=1).update(at=now)


def recount(tags: Iterable[int]) -> None:
    """Count the posts of ``tags`` anew, after placements went from one to another. Call it inside a transaction."""
    moment, _made = CountedAt.objects.select_for_update().get_or_create(pk=1, defaults={"at": timezone.now()})
    live = _live(_placements().filter(tag__in=tags), F("tag_id"), moment.at)
    for tag in tags:
        TagCount.objects.update_or_create(tag_id=tag, defaults={"posts": live[tag]})


def rebuild() -> None:
    """Count everything anew, as after a change of the publication's time zone. Call it inside a transaction."""
    now = timezone.now()
    CountedAt.objects.select_for_update().update_or_create(pk=1, defaults={"at": now})
    for model, key, live in (
        (TagCount, "tag_id", _live(_placements(), F("tag_id"), now)),
        (MonthCount, "month", _live(_listed(), _month(SiteSettings.load().tzinfo), now)),
    ):
        model.objects.all().delete()
        _add(model, key, live)


def _placements():
    return TagPlacement.objects.filter(live_from__isnull=False)


def _listed():
    return Revision.objects.listed().filter(state=State.PUBLISHED)


def _month(zone: ZoneInfo) -> TruncMonth:
    return TruncMonth("dated_at", tzinfo=zone, output_field=DateField())


def _live(rows, key, at: datetime) -> Counter:
    return _keyed(rows.live(at).annotate(key=key).values_list("key").annotate(posts=Count("pk")).order_by())


def _passed(rows, key, *, since: datetime, until: datetime) -> Counter:
    """Return key → what begins minus what ends after ``since`` and up to ``until``."""
    begins, ends = _steps(rows, key, since, until)
    return _keyed(begins.union(ends, all=True))


def _steps(rows, key, since, until: datetime):
    """Return two lists of (key, step): what begins after ``since`` and up to ``until``, and what ends then."""
    begins = rows.filter(live_from__gt=since, live_from__lte=until).annotate(key=key, step=Value(1))
    ends = rows.filter(live_until__gt=since, live_until__lte=until).annotate(key=key, step=Value(-1))
    return begins.values_list("key", "step"), ends.values_list("key", "step")


def _keyed(rows) -> Counter:
    total = Counter()
    for key, posts in rows:
        total[key.date() if isinstance(key, datetime) else key] += posts
    return total


def _add(model, key: str, steps: Counter) -> None:
    for value, posts in sorted(steps.items()):
        if posts:
            _row, made = model.objects.get_or_create(**{key: value}, defaults={"posts": posts})
            if not made:
                model.objects.filter(**{key: value}).update(posts=F("posts") + posts)
