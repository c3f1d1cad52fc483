"""Where a post stands, in the words and chips the desk shows for it."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.models import Post, Revision, State


@dataclass(frozen=True)
class Chip:
    """``key`` is what the stylesheet colours it by; ``detail`` says since or until when, in the zone of who looks."""

    key: str
    label: str
    detail: str = ""


def with_published(posts):
    """Return ``posts`` (a queryset) with what their chips need, in one query more."""
    published = Revision.objects.filter(state=State.PUBLISHED).order_by("live_from")
    published = published.only("post_id", "state", "live_from", "live_until", "slug")
    return posts.prefetch_related(Prefetch("revisions", published, to_attr="published"))


def chips(post: Post) -> list[Chip]:
    """Return what ``post`` is, most important to its readers first. Uses ``post.published`` where prefetched."""
    if post.trashed_at:
        return [Chip("trashed", _("In the trash"), _at(post.trashed_at))]
    if not hasattr(post, "published"):
        post = with_published(Post.objects.filter(pk=post.pk)).select_related("latest").get()
    found = []
    live = next((revision for revision in post.published if revision.is_live), None)
    if live:
        ends = live.live_until and not any(revision.live_from == live.live_until for revision in post.published)
        since = _("since %s") % _at(live.live_from)
        found.append(Chip("live", _("Live"), _("until %s") % _at(live.live_until) if ends else since))
    found += [
        Chip("scheduled", _("Scheduled"), _at(revision.live_from))
        for revision in post.published
        if revision.is_scheduled
    ]
    if post.open_state:
        label = State(post.open_state).label
        found.append(Chip(post.open_state, label, _("changes readers do not see yet") if live else ""))
    if not found:
        found.append(Chip("withdrawn", _("Withdrawn")))
    return found


def waits_for(post: Post) -> str:
    """Return in words whose turn it is with the open revision of ``post``; "" when there is none."""
    match post.open_state:
        case State.DRAFT:
            return _("waits for its authors to submit or publish it")
        case State.CHANGES_REQUESTED:
            return _("waits for its authors to change it")
        case State.IN_REVIEW if post.claimed_by:
            return _("%s is reading it") % post.claimed_by
        case State.IN_REVIEW:
            return _("waits for an editor to read it")
        case State.APPROVED:
            return _("waits to be published")
    return ""


def _at(moment) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
