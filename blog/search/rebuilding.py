"""Documents made anew, a batch at a time: all of them, from where an earlier build stopped, or what is stale."""

from collections.abc import Iterator

from django.db import transaction

from blog.models import Post
from blog.search import indexing, naming
from blog.search.models import VERSION, Build, Document, Language, Spelling
from blog.signals import content_changed

BATCH = 100


def is_needed() -> bool:
    return not Build.objects.filter(version=VERSION, done_up_to=None).exists()


@transaction.atomic
def begin(*, again: bool = False) -> None:
    """Start a build, unless one of this version is under way; ``again``: from the first post, whatever is."""
    build, made = Build.objects.select_for_update().get_or_create(pk=1)
    if made or again or build.version != VERSION:
        Spelling.objects.all()._raw_delete(Spelling.objects.db)
        Language.objects.all().delete()
        naming.rebuild()
        Build.objects.filter(pk=1).update(version=VERSION, done_up_to=0)


def build() -> Iterator[int]:
    """Give every post its documents, and yield how many posts each batch had. What is killed goes on where it was."""
    while True:
        with transaction.atomic():
            # Whoever builds waits for the other; nobody who saves a post waits for either, but for that post.
            state = Build.objects.select_for_update().get(pk=1)
            if state.done_up_to is None:
                return
            posts = keep_locked(Post.objects.filter(pk__gt=state.done_up_to), anew=True)
            Build.objects.filter(pk=1).update(done_up_to=posts[-1] if posts else None)
            content_changed.send(sender=Document)
        yield len(posts)


def freshen() -> Iterator[int]:
    """Write what is stale, and yield how many posts each batch had."""
    stale = Document.objects.filter(is_stale=True)
    while stale.exists():
        with transaction.atomic():
            posts = keep_locked(Post.objects.filter(pk__in=stale.order_by("pk").values("post")[:BATCH]))
            content_changed.send(sender=Document)
        yield len(posts)


def keep_locked(posts, *, anew: bool = False) -> list[int]:
    """Give the first of ``posts`` their documents, and return their numbers; ``anew``: whatever they had.

    Locked as the workflow locks them, what is read of them stays true, and no two write the same document.
    """
    numbers = list(posts.select_for_update().order_by("pk").values_list("pk", flat=True)[:BATCH])
    if anew:
        Document.objects.filter(post__in=numbers).delete()
    indexing.keep(numbers)
    return numbers
