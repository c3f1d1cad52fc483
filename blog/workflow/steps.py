"""What every step needs: refusing, locking, keeping the desk's copies, recording."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import ownership
from blog.models import Event, Post, Revision, Verb
from blog.signals import stepped


class Refused(ValidationError):
    """A step that may not happen. Its transaction is rolled back; the desk shows it beside the unsaved text.

    ``field`` names what it is about, where that is one thing the author can put right.
    """

    def __init__(self, message: str, code: str, *, field: str | None = None, params=None):
        error = ValidationError(message, code=code, params=params)
        super().__init__({field: error} if field else error)
        self.code = code


class Conflict(Refused):
    """Somebody else has saved or decided in the meantime. ``theirs`` is the revision that stands now."""

    def __init__(self, theirs: Revision):
        self.theirs = theirs
        super().__init__(
            _(
                "%(who)s changed this post while you were working on it. Your text is below, unsaved; "
                "theirs is shown above it. Take over what you need, then save again."
            ),
            code="conflict",
            params={"who": theirs.created_by or _("Somebody")},
        )


def not_allowed(message: str) -> Refused:
    return Refused(message, code="not_allowed")


def lock(post: Post, *, trashed: bool = False) -> Post:
    """Return ``post`` as it is now, its row locked until the transaction ends; refuse it in the trash."""
    # Without a join: after waiting for the lock PostgreSQL would show the post as it is now beside a revision as it
    # was before, or none. ``latest`` is fetched by a query of its own, later.
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if locked.trashed_at and not trashed:
        raise Refused(_("This post is in the trash. Take it out first."), code="trashed")
    return locked


def follow(post: Post, latest: Revision) -> None:
    """Keep the desk's copies of ``post``: what it shows, in which state, when that changed, and whose it is."""
    post.latest = latest
    post.open_state = latest.state if latest.is_open else None
    post.changed_at = timezone.now()
    post.save(update_fields=["latest", "open_state", "changed_at", "trashed_at", "moved_to", "claimed_by"])
    ownership.keep(post)


def record(post: Post, verb: Verb, *, by, revision: Revision | None = None, note: str = "") -> None:
    event = Event.objects.create(
        post=post, revision=revision, subject=str(post)[:200], actor=by, actor_name=str(by), verb=verb, note=note
    )
    if not _is_quiet.get():
        stepped.send(sender=Post, event=event)


_is_quiet = ContextVar("is_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Around steps that nobody waits for, such as loading what was published elsewhere: no feature hears of them."""
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)
