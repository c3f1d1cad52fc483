"""The sessions people have open, as allauth keeps them: each is noted when it begins, and all can be ended."""

from allauth.usersessions.models import UserSession
from django.db import transaction


def note(request) -> None:
    """Remember the session of ``request``, which has just begun."""
    if request.META.get("REMOTE_ADDR"):
        UserSession.objects.create_from_request(request)


@transaction.atomic
def end_all(user) -> int:
    """End every session of ``user``, and return how many there were."""
    sessions = UserSession.objects.filter(user=user)
    for session in sessions:
        session.end()
    return len(sessions)
