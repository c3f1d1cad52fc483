"""Writing the audit log: who is acting, from where, and what about addresses that nobody here has."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import PermissionDenied

_acting: ContextVar = ContextVar("acting", default=None)


@contextmanager
def acting(user) -> Iterator[None]:
    """What is recorded meanwhile was done by ``user``; without one, by whoever is signed in to the request."""
    token = _acting.set(user or _acting.get())
    try:
        yield
    finally:
        _acting.reset(token)


def record(verb: str, subject=None, *, subject_name: str = "", detail: str = "") -> None:
    """Add an entry about ``subject``, a user, or about whom ``subject_name`` says."""
    from accounts.models import AuditEntry

    actor = actor_now()
    AuditEntry.objects.create(
        verb=verb,
        subject=subject,
        subject_name=subject_name or str(subject or ""),
        actor=actor,
        actor_name=str(actor or ""),
        detail=detail[:200],
        ip=ip_now(),
    )


def actor_now():
    """Return who is acting, or None: nobody is signed in, or it is a command."""
    user = _acting.get() or getattr(context.request, "user", None)
    # Somebody who is just being deleted has no key any more, and can be named only.
    return user if user is not None and user.is_authenticated and user.pk else None


def is_stranger() -> bool:
    """Whether nobody is signed in to the request that is being answered; a command is no stranger."""
    return context.request is not None and actor_now() is None


def ip_now() -> str | None:
    with suppress(PermissionDenied):  # what allauth raises where there is none, as in tests without a network
        return get_adapter().get_client_ip(context.request) if context.request else None


def veiled(address: str) -> str:
    """Return enough of a mistyped address to recognise it, and nothing of a password typed in its place."""
    name, at, host = address.strip().rpartition("@")
    return f"{name[:2]}…@{host[:100]}" if at and "." in host else "…"
