"""The same step for many posts: what would happen, doing it, and undoing it. Every rule is the workflow's.

What would happen is found out by doing it and taking it back.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Author
from blog import permissions, workflow
from blog.models import Bulk, Post, Revision
from blog.models.tags import key_of
from blog.workflow import Refused, Text

# A form of the desk holds the database's write lock for as long as it takes to do them all.
MOST_AT_ONCE = 200


class Operation(models.TextChoices):
    SUBMIT = "submit", gettext_lazy("Submit for review")
    PUBLISH = "publish", gettext_lazy("Publish now")
    SCHEDULE = "schedule", gettext_lazy("Schedule")
    TAG = "tag", gettext_lazy("Add tags")
    RETAG = "retag", gettext_lazy("Replace or remove a tag")
    AUTHOR = "author", gettext_lazy("Change or add an author")
    TRASH = "trash", gettext_lazy("Put in the trash")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be done, with what it needs: ``tags`` to add, ``tag`` or ``author`` to replace."""

    operation: Operation
    at: datetime | None = None
    tags: tuple[str, ...] = ()
    tag: str = ""
    author: Author | None = None
    replaces: Author | None = None


@dataclass(frozen=True)
class Done:
    """What undoing needs to know: the numbers of the newest revision before and after, and of the live one before."""

    post: int
    before: int
    after: int
    live: int | None


@dataclass
class Outcome:
    """What became of each post: ``done``, and why the others are ``refused``: (post, message)."""

    done: list[tuple[Post, Done]]
    refused: list[tuple[Post, str]]


def try_out(posts: Iterable[Post], wish: Wish, *, by) -> Outcome:
    """Return what ``perform`` would do, and leave everything as it is."""
    with transaction.atomic():
        outcome = _each(posts, lambda post: _do(post, wish, by=by))
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def perform(posts: Iterable[Post], wish: Wish, *, by) -> Bulk:
    """Do it to all that the workflow lets it be done to, and return what can be undone."""
    outcome = _each(posts, lambda post: _do(post, wish, by=by))
    return Bulk.objects.create(
        made_by=by,
        operation=wish.operation,
        done=[asdict(done) for _post, done in outcome.done],
        refused=[[str(post), message] for post, message in outcome.refused],
    )


@transaction.atomic
def undo(bulk: Bulk, *, by) -> Outcome:
    """Put back what ``bulk`` did, but for posts that have been changed since. Only once."""
    if not Bulk.objects.filter(pk=bulk.pk, made_by=by, undone_at=None).update(undone_at=timezone.now()):
        raise Refused(_("This has been undone already."), code="undone")
    known = {done["post"]: Done(**done) for done in bulk.done}
    posts = Post.objects.visible_to(by).filter(pk__in=known).select_related("latest")
    return _each(posts, lambda post: _undo(post, known[post.pk], Operation(bulk.operation), by=by))


def _each(posts: Iterable[Post], act) -> Outcome:
    outcome = Outcome([], [])
    for post in posts:
        try:
            with transaction.atomic():
                outcome.done.append((post, act(post)))
        except Refused as refusal:
            outcome.refused.append((post, " ".join(refusal.messages)))
    return outcome


def _do(post: Post, wish: Wish, *, by) -> Done:
    before, live = post.latest.number, post.live_revision()
    match wish.operation:
        case Operation.SUBMIT:
            workflow.submit(post.latest, by=by)
        case Operation.PUBLISH:
            workflow.publish(_open(post), by=by)
        case Operation.SCHEDULE:
            workflow.publish(_open(post), by=by, at=wish.at)
        case Operation.TRASH:
            workflow.trash(post, by=by)
        case _:
            _say(post, _changed(Text.of(post.latest), wish), by=by)
    post.refresh_from_db()
    return Done(post.pk, before, post.latest.number, live and live.number)


def _open(post: Post) -> Revision:
    revision = post.open_revision()
    if revision is None:
        raise Refused(_("There is nothing unpublished."), code="not_open")
    return revision


def _changed(text: Text, wish: Wish) -> Text:
    if wish.operation == Operation.AUTHOR:
        authors = [wish.author if author == wish.replaces else author for author in text.authors]
        if wish.replaces is None:
            authors.append(wish.author)
        changed = replace(text, authors=tuple(dict.fromkeys(authors)))
    else:
        kept = [name for name in text.tags if not wish.tag or key_of(name) != key_of(wish.tag)]
        is_about = not wish.tag or len(kept) < len(text.tags)
        new = [name for name in wish.tags if key_of(name) not in {key_of(name) for name in kept}]
        changed = replace(text, tags=(*kept, *new)) if is_about else text
    if changed == text:
        raise Refused(_("Nothing would change."), code="same")
    return changed


def _say(post: Post, text: Text, *, by) -> None:
    """Save ``text``; where readers see the newest revision, they see the new one now."""
    is_shown = post.open_state is None and post.latest.is_live
    if post.latest.is_scheduled:
        raise Refused(_("It is scheduled. Take it out of the schedule first."), code="scheduled")
    revision = workflow.save(post, text, by=by, seen=post.latest.number)
    if is_shown and permissions.can_publish(by, post):
        workflow.publish(revision, by=by, later=workflow.Later.KEEP)


def _undo(post: Post, done: Done, operation: Operation, *, by) -> Done:
    if post.latest.number != done.after:
        raise Refused(_("It has been changed since."), code="changed")
    match operation:
        case Operation.SUBMIT:
            workflow.take_back(post.latest, by=by)
        case Operation.SCHEDULE:
            workflow.unschedule(post.scheduled_revision() or post.latest, by=by)
        case Operation.PUBLISH:
            _unpublish(post, done, by=by)
        case Operation.TRASH:
            workflow.untrash(post, by=by)
            if done.live:
                _show_again(post, done.live, by=by)
        case _:
            _say(post, Text.of(post.revisions.get(number=done.before)), by=by)
    return done


def _unpublish(post: Post, done: Done, *, by) -> None:
    """Give readers what they saw before, or nothing, and keep the text as a draft."""
    if done.live:
        _show_again(post, done.live, by=by)
    else:
        workflow.withdraw(post, by=by)
    post.refresh_from_db()
    workflow.restore(post.revisions.get(number=done.after), by=by, seen=post.latest.number)


def _show_again(post: Post, number: int, *, by) -> None:
    post.refresh_from_db()
    revision = workflow.restore(post.revisions.get(number=number), by=by, seen=post.latest.number)
    workflow.publish(revision, by=by, later=workflow.Later.KEEP)
