"""Who else has a post open, and whether somebody has saved it since: asked by the form every few seconds."""

from datetime import timedelta

from django.db import transaction
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from blog.admin.access import visible_post
from blog.models import Presence

# Three times as long as a browser waits between two calls.
GONE_AFTER = timedelta(seconds=45)


@require_POST
def here(request, pk):
    """Note that somebody has the post open, or with ``gone`` that they left. JSON: who else has, and what is newest."""
    post = visible_post(request, pk)
    now = timezone.now()
    mine = Presence.objects.filter(post=post, user=request.user)
    if "gone" in request.POST:
        mine.delete()
        return JsonResponse({})
    if not mine.update(at=now):
        with transaction.atomic():
            Presence.objects.bulk_create([Presence(post=post, user=request.user, at=now)], ignore_conflicts=True)
            Presence.objects.filter(post=post, at__lt=now - GONE_AFTER).delete()
    others = Presence.objects.filter(post=post, at__gte=now - GONE_AFTER).exclude(user=request.user)
    names = sorted(str(presence.user) for presence in others.select_related("user"))
    newest = {"number": post.latest.number, "by": str(post.latest.created_by or "")}
    return JsonResponse({"others": names, "newest": newest})
