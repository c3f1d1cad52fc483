"""What time makes superfluous: old drafts between drafts, what has lain in the trash, who was here once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from blog.models import Post, Presence, Revision, State
from blog.workflow.trash import KEPT_IN_TRASH

KEPT_WHOLE = timedelta(days=30)  # every revision; after that, of those nobody published, one a day
BATCH = 500


def run(now: datetime | None = None) -> dict[str, int]:
    """Remove it, a batch at a time, and return what was removed and how many. Harmless to repeat."""
    now = now or timezone.now()
    forgotten, _by_model = Presence.objects.filter(at__lt=now - timedelta(days=1)).delete()
    return {
        "revisions thinned": _in_batches(_between_drafts(now)),
        "posts removed from the trash": _in_batches(_never_published_trash(now)),
        "presences forgotten": forgotten,
    }


def _between_drafts(now: datetime):
    """Superseded, never published revisions that another one followed on the same day (UTC).

    One that an event tells of stays: it was submitted, approved or refused.
    """
    unpublished = Revision.objects.filter(state=State.SUPERSEDED, live_from=None)
    later_that_day = unpublished.filter(
        post=OuterRef("post"), number__gt=OuterRef("number"), created_at__date=OuterRef("created_at__date")
    )
    old = unpublished.filter(created_at__lt=now - KEPT_WHOLE, latest_of=None, events=None)
    return old.filter(Exists(later_that_day))


def _never_published_trash(now: datetime):
    """What was published once stays for good: its addresses go on saying that it is gone."""
    published = Revision.objects.filter(post=OuterRef("pk"), live_from__isnull=False)
    return Post.objects.filter(~Exists(published), trashed_at__lt=now - KEPT_IN_TRASH)


def _in_batches(rows) -> int:
    """Delete ``rows`` without holding a lock for long; return how many there were."""
    removed = 0
    while numbers := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows.model.objects.filter(pk__in=numbers).delete()
        removed += len(numbers)
    return removed
