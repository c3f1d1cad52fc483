"""When readers see something, and how lists are ordered by it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog import snapshots


class TimedQuerySet(models.QuerySet):
    def live(self, at: datetime | None = None):
        """What anyone may read at ``at`` (now): its time has come and not gone."""
        at = at or snapshots.now()
        return self.filter(live_from__lte=at).exclude(live_until__lte=at)

    def newest_first(self, before: tuple[datetime, int] | None = None):
        """By the date readers see, the newest first, from after ``before``: (dated_at, post id).

        One bound on the date is enough, because nothing live is dated after now; a second one would make the
        database walk the index instead of entering it.
        """
        if before is None:
            page = self.filter(dated_at__lte=snapshots.now())
        else:
            dated_at, post_id = before
            page = self.filter(dated_at__lte=dated_at).exclude(dated_at=dated_at, post_id__gte=post_id)
        return page.order_by("-dated_at", "-post_id")

    def oldest_first(self, after: tuple[datetime, int]):
        """By the date readers see, from after ``after`` up to now: what is scheduled is not even looked at."""
        dated_at, post_id = after
        page = self.filter(dated_at__gte=dated_at, dated_at__lte=snapshots.now())
        return page.exclude(dated_at=dated_at, post_id__lte=post_id).order_by("dated_at", "post_id")


class Timed(models.Model):
    """When readers see something, and the date they read over it. All three NULL: not now, and not planned."""

    dated_at = models.DateTimeField(_("dated"), null=True, editable=False)
    live_from = models.DateTimeField(_("live from"), null=True, editable=False)
    live_until = models.DateTimeField(_("live until"), null=True, editable=False)

    class Meta:
        abstract = True
