"""Making, closing and counting share links. The address of one is known to who made it and whom they sent it to."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import permissions
from blog.discussion.models import ShareLink, hash_of
from blog.models import Post
from blog.workflow import Refused
from blog.workflow.steps import lock, not_allowed

DAYS = 7
MAX_DAYS = 90


@transaction.atomic
def make(post: Post, *, by, label: str, days: int = DAYS) -> tuple[ShareLink, str]:
    """Return a link to ``post`` that works for ``days``, and its address, which cannot be told again."""
    post = lock(post)
    if not permissions.can_edit(by, post):
        raise not_allowed(_("You may not share “%s”.") % post)
    if not 1 <= days <= MAX_DAYS:
        raise Refused(_("A link works for 1 to %d days.") % MAX_DAYS, code="days", field="days")
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        post=post,
        label=label,
        token_hash=hash_of(token),
        made_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, settings.BYLINE_URL + reverse("blog:shared", args=[token])


@transaction.atomic
def revoke(link: ShareLink, *, by) -> None:
    """Close ``link``, now and for good; also one to a post in the trash, which may come back."""
    if not permissions.can_edit(by, link.post):
        raise not_allowed(_("You may not take back links to “%s”.") % link.post)
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def count_opening(link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())
