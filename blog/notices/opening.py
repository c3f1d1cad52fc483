"""Knowing that somebody has seen what they were told of: they have opened its link, or the piece itself."""

from django.utils import timezone

from blog.notices.models import Notice, NoticeQuerySet


def mark_opened(request, notices: NoticeQuerySet) -> None:
    """Remember that ``request.user`` has opened their ``notices``, unless a browser only fetches ahead.

    Writes nothing when they all have been opened.
    """
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if request.method != "GET" or "prefetch" in purpose:
        return
    unopened = list(notices.unopened().filter(user=request.user).values_list("pk", flat=True))
    if unopened:
        Notice.objects.unopened().filter(pk__in=unopened).update(opened_at=timezone.now())
