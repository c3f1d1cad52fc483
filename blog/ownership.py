"""Whose a post is, stored, because asking that of each of 100,000 posts is too slow for a writer's list.

A post is their own whose byline stands on its newest text, or on one that is open, live or scheduled; and theirs who
created it, while it has never been published. What has been superseded grants nothing.
"""

from django.db.models import Exists, OuterRef

from blog.models import Byline, Ownership, Post, Revision

BATCH = 500


def keep(post: Post) -> None:
    """Write down whose ``post`` is from now on. Call it inside the transaction of what changed that."""
    rows = _of(Post.objects.filter(pk=post.pk))
    Ownership.objects.filter(post=post).exclude(owner__in=[row.owner_id for row in rows]).delete()
    _write(rows)


def rebuild(posts) -> None:
    """Write anew whose ``posts`` (a queryset) are. Locks them; call it inside a transaction."""
    numbers = list(posts.order_by("pk").select_for_update().values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        some = Post.objects.filter(pk__in=numbers[start : start + BATCH])
        Ownership.objects.filter(post__in=some).delete()
        _write(_of(some))


def _of(posts) -> list[Ownership]:
    """Return a row for each owner of each of ``posts``.

    Nothing ends later than the newest text of a post: whose byline stands on that, theirs it stays.
    """
    changed_at = dict(posts.values_list("pk", "changed_at"))
    revisions = Revision.objects.filter(post__in=changed_at)
    granting = revisions.current() | revisions.filter(latest_of__isnull=False)
    signed = Byline.objects.filter(revision__in=granting, author__user__isnull=False)
    owners = {}  # (post, user): until
    for *key, ends, is_newest in signed.values_list(
        "post", "author__user", "revision__live_until", Exists(Post.objects.filter(latest=OuterRef("revision")))
    ):
        until = None if is_newest else ends
        before = owners.setdefault(tuple(key), until)
        owners[tuple(key)] = before and until and max(before, until)
    published = Revision.objects.filter(post=OuterRef("pk"), live_from__isnull=False)
    made = posts.filter(~Exists(published), created_by__isnull=False).values_list("pk", "created_by")
    owners |= dict.fromkeys(made)
    return [
        Ownership(post_id=post, owner_id=owner, until=until, changed_at=changed_at[post])
        for (post, owner), until in sorted(owners.items())
    ]


def _write(rows: list[Ownership]) -> None:
    Ownership.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["post", "owner"], update_fields=["until", "changed_at"]
    )
