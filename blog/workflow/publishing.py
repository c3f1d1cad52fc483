"""What readers see of a post, and from when until when: publishing, scheduling, withdrawing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from blog import counts, markup, permissions
from blog.models import Byline, LinkPlacement, Post, Revision, SiteSettings, State, TagPlacement, Verb
from blog.signals import content_changed
from blog.workflow import addresses
from blog.workflow.readiness import refuse_unready
from blog.workflow.steps import Conflict, Refused, follow, lock, not_allowed, record


class Later(StrEnum):
    """What becomes of a revision that is scheduled for after the one being published."""

    KEEP = "keep"
    BRING_BACK = "bring_back"


@transaction.atomic
def publish(
    revision: Revision, *, by, at: datetime | None = None, later: Later | None = None, overrule: str = ""
) -> Revision:
    """Make ``revision`` what readers see from ``at``, an aware datetime, or from now, and return it.

    Earlier than now means now. Ends what was live until then; a planned end of the post is kept. A revision
    that is scheduled already is scheduled anew. Raises Refused when ``by`` may not publish, when the address is
    another post's, when the date given is later than ``at``, or when something is scheduled for after ``at``
    and ``later`` does not say what becomes of it; or when the text is not ready (``readiness``) and no editor's
    note ``overrule`` lets it pass. Conflict when ``revision`` is no longer the open one.
    """
    post = lock(revision.post)
    if not permissions.can_publish(by, post):
        raise not_allowed(_("You may not publish “%s”. Submit it for review instead.") % post)
    revision = Revision.objects.get(pk=revision.pk)
    refuse_unready(post, revision, by=by, overrule=overrule)
    now = timezone.now()
    at = max(at or now, now)
    with _changed_times(post, now):
        if revision.is_scheduled:
            _unschedule(post, revision)
        # No longer open from here on, so that what is brought back can be.
        if not post.revisions.open().filter(pk=revision.pk).update(state=State.SUPERSEDED):
            _refuse_closed(post, revision)
        end = _make_room(post, at, now, later)
        previous = post.revisions.filter(live_from__lt=at).order_by("-live_from").first()
        revision.slug = addresses.choose(revision)
        revision.dated_at = _date_for_readers(revision, at)
        revision.revised_at = _revision_date(revision, previous, at)
        revision.state, revision.live_from, revision.live_until = State.PUBLISHED, at, end
        revision.save(update_fields=["slug", "dated_at", "revised_at", "state", "live_from", "live_until"])
        addresses.hold(revision, by=by, at=at)
        addresses.drop_unborn(post)
    post.moved_to, post.claimed_by = "", None
    follow(post, post.open_revision() or revision)
    verb = Verb.PUBLISHED if at == now else Verb.SCHEDULED
    record(post, verb, by=by, revision=revision, note="" if at == now else at.isoformat())
    return revision


@transaction.atomic
def unschedule(revision: Revision, *, by) -> Revision:
    """Take ``revision`` out of the schedule; what runs before it ends as it would have without it.

    It is the open revision again, approved, unless another has been started on top of it meanwhile.
    """
    post = lock(revision.post)
    if not permissions.can_publish(by, post):
        raise not_allowed(_("You may not change when “%s” is published.") % post)
    revision = Revision.objects.get(pk=revision.pk)
    if not revision.is_scheduled:
        raise Refused(_("This text is not scheduled, so its time cannot be taken back."), code="not_scheduled")
    with _changed_times(post, timezone.now()):
        _unschedule(post, revision)
        addresses.drop_unborn(post)
    follow(post, post.open_revision() or revision)
    record(post, Verb.UNSCHEDULED, by=by, revision=revision)
    return revision


@transaction.atomic
def withdraw(post: Post, *, by, at: datetime | None = None, moved_to: str = "") -> None:
    """End what readers see of ``post`` at ``at`` or now; what is scheduled for later is taken back.

    Its addresses then answer 410, or lead to ``moved_to``, a path or an address that an editor chose.
    """
    post = lock(post)
    if not permissions.can_publish(by, post):
        raise not_allowed(_("You may not withdraw “%s”.") % post)
    if moved_to and not permissions.can_choose_redirect(by):
        raise not_allowed(_("Only an editor may choose where readers of a withdrawn post are sent."))
    if moved_to and not re.match(r"/(?!/)|https?://", moved_to):
        message = _("Give a path such as /about/ or a whole address such as https://example.org/.")
        raise Refused(message, code="bad_redirect", field="moved_to")
    if moved_to.strip("/") in post.addresses.values_list("slug", flat=True):
        raise Refused(_("That is the address being withdrawn."), code="bad_redirect", field="moved_to")
    now = timezone.now()
    at = max(at or now, now)
    if not post.revisions.live(now).exists() and not post.revisions.scheduled(now).exists():
        raise Refused(_("Nothing of this post is live or scheduled, so there is nothing to withdraw."), code="not_live")
    with _changed_times(post, now):
        _make_room(post, at, now, Later.BRING_BACK)
        addresses.drop_unborn(post)
    post.moved_to = moved_to
    follow(post, post.open_revision() or post.latest)
    record(post, Verb.WITHDREW, by=by, note="" if at == now else at.isoformat())


@contextmanager
def _changed_times(post: Post, now: datetime) -> Iterator[None]:
    """Around a change of times: what lists a revision repeats its times, stored counts follow, readers' pages know."""
    with counts.kept(post, now):
        yield
        _supersede(post.revisions.filter(state=State.PUBLISHED, live_until__lte=now))
        for revision in post.revisions.filter(state=State.PUBLISHED):
            _copy_times(revision)
    content_changed.send(sender=Post, post=post)


def _copy_times(revision: Revision) -> None:
    shown = revision if revision.state == State.PUBLISHED and revision.listed else Revision()
    times = {"dated_at": shown.dated_at, "live_from": shown.live_from, "live_until": shown.live_until}
    Byline.objects.filter(revision=revision).update(**times)
    TagPlacement.objects.filter(content_object=revision).update(**times)
    LinkPlacement.objects.filter(revision=revision).update(**times)


def _supersede(revisions) -> None:
    """End ``revisions`` for good: no list finds them, and their rendered text is let go of."""
    for revision in revisions:
        revision.state, revision.html = State.SUPERSEDED, ""
        revision.save(update_fields=["state", "html"])
        _copy_times(revision)


def _make_room(post: Post, at: datetime, now: datetime, later: Later | None) -> datetime | None:
    """End at ``at`` what would be live then, decide about what comes later; return when a newcomer must end."""
    planned = list(post.revisions.filter(state=State.PUBLISHED).exclude(live_until__lte=now).order_by("live_from"))
    end = planned[-1].live_until if planned else None
    running = [revision for revision in planned if revision.live_from < at]
    following = planned[len(running) :]
    if following and later is None:
        raise Refused(
            _("A later revision is scheduled. Say whether to keep it or to bring it back for editing."),
            code="later_scheduled",
        )
    if following and later == Later.KEEP:
        end = following[0].live_from
        if end == at:
            raise Refused(_("Another revision is scheduled for that very moment."), code="later_scheduled")
    elif following:
        for revision in reversed(following):
            _unschedule(post, revision)
    for revision in running[-1:]:
        revision.refresh_from_db(fields=["live_until"])
        revision.live_until = min(revision.live_until or at, at)
        revision.save(update_fields=["live_until"])
        if at <= now:
            _supersede([revision])
    return end if end and end > at else None


def _unschedule(post: Post, revision: Revision) -> None:
    """Make a scheduled ``revision`` the open one again, or superseded where there is an open one already."""
    revision.refresh_from_db()
    before = post.revisions.filter(state=State.PUBLISHED, live_until=revision.live_from).exclude(pk=revision.pk)
    end = revision.live_until
    revision.state = State.SUPERSEDED if post.open_revision() else State.APPROVED
    revision.live_from = revision.live_until = revision.dated_at = None
    revision.save(update_fields=["state", "live_from", "live_until", "dated_at"])
    before.update(live_until=end)
    _copy_times(revision)


def _refuse_closed(post: Post, revision: Revision) -> None:
    open_one = post.open_revision()
    if open_one:
        raise Conflict(open_one)
    if revision.is_live:
        raise Refused(_("Readers see this text already: nothing has changed since it was published."), code="live")
    raise Refused(_("This text is no longer open. Save it again, then publish it."), code="not_open")


def _date_for_readers(revision: Revision, at: datetime) -> datetime:
    """The date given, else when the post was first live; never later than ``at``, which every list relies on."""
    zone = SiteSettings.load().tzinfo
    given = revision.date_given
    if given and given > at and given.astimezone(zone).date() > at.astimezone(zone).date():
        message = _("A post cannot be dated after it is published. To publish it later, use Schedule.")
        raise Refused(message, code="dated_later", field="date_given")
    lived = Revision.objects.filter(post=revision.post_id, live_from__isnull=False)
    first = lived.aggregate(first=Min("live_from"))["first"]
    return min(given or first or at, at)


def _revision_date(revision: Revision, previous: Revision | None, at: datetime) -> datetime | None:
    """``at`` when readers of ``previous`` would find other words, else what stood there before."""
    if previous is None:
        return None

    def words(said: Revision):
        return said.title, markup.plain(said.body)

    return previous.revised_at if words(previous) == words(revision) else at
