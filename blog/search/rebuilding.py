"""Documents made anew, a batch at a time: all of them, from where an earlier build stopped, or what is stale."""

from collections.abc import Iterator

from django.db import connection, transaction

from blog.models import Post, SiteSettings
from blog.search import indexing, naming
from blog.search.models import VERSION, Build, Document, Language, Spelling
from blog.signals import content_changed

BATCH = 100


def is_needed() -> bool:
    return not Build.objects.filter(**_wanted(), done_up_to=None).exists()


def _wanted() -> dict:
    return {"version": VERSION, "language": SiteSettings.load().language}


def begin(*, again: bool = False) -> None:
    """Start a build, unless one of this version and language is under way; ``again``: whatever is."""
    if again or not Build.objects.filter(version=VERSION).exists():
        naming.rebuild()  # before anything says that it is done
    wanted = _wanted()
    with transaction.atomic():
        build, made = Build.objects.select_for_update().get_or_create(pk=1)
        is_new = made or again or build.version != VERSION
        if is_new:
            Spelling.objects.all()._raw_delete(Spelling.objects.db)
            Language.objects.all().delete()
        if is_new or build.language != wanted["language"]:
            Build.objects.filter(pk=1).update(**wanted, done_up_to=0)


def build() -> Iterator[int]:
    """Go on with what was begun, and yield how many posts each batch had. What is killed goes on where it was."""
    while True:
        with transaction.atomic():
            # Whoever builds waits for the other; nobody who saves a post waits for either, but for that post.
            state = Build.objects.select_for_update().filter(done_up_to__isnull=False).first()
            if state is None:
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
        while connection.features.has_select_for_update and _look_again(posts):
            pass
        yield len(posts)


@transaction.atomic
def _look_again(posts: list[int]) -> bool:
    """Write anew what was given another name while it was written; return whether anything was (see ``listeners``)."""
    numbers = Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk", flat=True)
    return bool(indexing.write(Document.objects.filter(post__in=list(numbers)).values_list("pk", flat=True)))


def keep_locked(posts, *, anew: bool = False, is_waiting: bool = True) -> list[int]:
    """Give the first of ``posts`` their documents, and return their numbers; ``anew``: whatever they had.

    Locked as the workflow locks them, what is read of them stays true, and no two write the same document. Where
    nobody ``is_waiting``, those that somebody else has locked are left out.
    """
    locked = posts.select_for_update(skip_locked=not is_waiting)
    numbers = list(locked.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if anew:
        Document.objects.filter(post__in=numbers).delete()
    indexing.keep(numbers)
    return numbers
