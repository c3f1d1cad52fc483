"""The first page of the desk: what waits for whoever is signed in."""

from dataclasses import dataclass

from django import template
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from blog import permissions
from blog.admin.situation import chips, waits_for, with_published
from blog.models import Autosave, Byline, Post, State

register = template.Library()

SHOWN = 8


@dataclass(frozen=True)
class Pile:
    """Some posts under a title, and what to say when there are none; ``address`` has all of them."""

    title: str
    posts: list[Post]
    empty: str
    address: str


@register.simple_tag
def desk_lists(user) -> list[Pile]:
    """Return what is on the first page for ``user``, what waits for them first."""
    posts = Post.objects.visible_to(user).filter(trashed_at=None).order_by("-changed_at", "-pk")
    # Without the texts, which the database would carry along while it sorts.
    posts = posts.select_related("latest", "claimed_by").defer("latest__body", "latest__html")
    mine = posts.filter(Exists(Byline.objects.filter(revision=OuterRef("latest"), author__user=user)))
    is_editor = permissions.edits_any(user)
    waiting = (
        posts.filter(Q(claimed_by=None) | Q(claimed_by=user), open_state__in=(State.IN_REVIEW, State.APPROVED))
        if is_editor
        else mine.filter(open_state=State.CHANGES_REQUESTED)
    )
    lists = [
        (_("Waiting for you"), waiting, _("Nothing is waiting for you."), "in_review" if is_editor else ""),
        (_("You are working on"), mine.filter(open_state__isnull=False), _("You have no open posts."), ""),
        (_("Scheduled"), _soonest_first(posts), _("Nothing is scheduled."), "scheduled"),
        (
            _("Live, with changes that readers do not see yet"),
            posts.live().filter(open_state__isnull=False),
            _("Every live post says what you last wrote."),
            "",
        ),
        (
            _("Published last"),
            posts.live().filter(open_state=None).last_changed_first(user),
            _("Nothing is published yet."),
            "live",
        ),
    ]
    return [
        Pile(title, list(dict.fromkeys(with_published(found[:SHOWN]))), empty, f"?state={state}" if state else "")
        for title, found, empty, state in lists
    ]


def _soonest_first(posts):
    """Those that are scheduled; one with several texts to come stands there as often, and is to be shown once."""
    coming = posts.filter(revisions__state=State.PUBLISHED, revisions__live_from__gt=timezone.now())
    return coming.order_by("revisions__live_from", "revisions__post")


@register.simple_tag
def unsaved_words(user) -> list[Autosave]:
    """Return what ``user`` has typed and not saved, newest first."""
    posts = Post.objects.visible_to(user).filter(trashed_at=None)
    kept = Autosave.objects.filter(Q(post=None) | Exists(posts.filter(pk=OuterRef("post"))), user=user)
    return list(kept.order_by("-at")[:SHOWN])


@register.inclusion_tag("admin/blog/post/_chips.html")
def post_chips(post: Post) -> dict:
    return {"chips": chips(post)}


@register.simple_tag
def post_waits_for(post: Post) -> str:
    return waits_for(post)
