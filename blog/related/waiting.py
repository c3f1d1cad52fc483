"""What waits to be related, done a batch at a time: posts that are new here, and what better knowledge has made stale.

What is killed goes on where it was: what is still to be done with a post stands in its gist.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from blog.models import Post
from blog.related import gists, relating, vocabulary
from blog.related.models import Gist, Neighbour, Vocabulary
from blog.signals import content_changed

BATCH = 20  # whoever saves a post meanwhile may have to wait for one

Step = Gist.Step


@transaction.atomic
def relate(post: int) -> None:
    """Bring ``post`` up to date, and the lists it belongs in. Cheap when it is."""
    vocabulary.lock()
    gists.weigh([post])
    _relate(list(_at(Step.RELATE).filter(pk=post).values_list("pk", flat=True)))


def stale():
    """What is known of a post and is to be found out anew."""
    return Gist.objects.filter(step__lt=Step.DONE)


def unknown():
    """Posts to be shown that nothing is known of, and those known that are not to be shown any more."""
    text = Exists(gists.to_be_shown().filter(post=OuterRef("pk")))
    gist = Exists(Gist.objects.filter(pk=OuterRef("pk")))
    return Post.objects.filter((text & ~gist) | (gist & ~text))


def catch_up(step: Step) -> int:
    """Take ``step`` with a batch of the stale; return how many these were."""
    with transaction.atomic():
        vocabulary.lock()
        posts = list(_at(step).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if step == Step.WEIGH:
            gists.weigh(posts)
        else:
            _relate(posts)
    return len(posts)


def weigh_all(*, again: bool = False) -> Iterator[int]:
    """Weigh what is unknown or stale, and yield how many posts each batch had; ``again``: everything."""
    counted = Vocabulary.objects.aggregate(all=Sum("texts"))["all"] or 0
    is_counted = again or unknown().count() > counted
    if is_counted:
        _learn()
    last = 0
    while posts := list(unknown().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            vocabulary.lock()
            gists.weigh(posts, is_counted=is_counted)
        last = posts[-1]
        yield len(posts)
    while done := catch_up(Step.WEIGH):
        yield done


def relate_all() -> Iterator[int]:
    """Find the neighbours of what has been weighed, and yield how many posts each batch had."""
    while done := catch_up(Step.RELATE):
        yield done


def _at(step: Step):
    return stale().filter(step=step)


def _relate(posts: list[int]) -> None:
    changed = [relating.relate(post) for post in posts]
    if any(changed):
        content_changed.send(sender=Neighbour)


def _learn() -> None:
    """Learn from texts spread over all there are; everything is then to be weighed anew."""
    revisions = list(gists.to_be_shown().order_by("pk").values_list("pk", flat=True))
    revisions = revisions[:: -(-len(revisions) // vocabulary.ENOUGH) or 1]
    texts, words = Counter(), Counter()
    for start in range(0, len(revisions), BATCH):
        some = gists.to_be_shown().filter(pk__in=revisions[start : start + BATCH]).defer("body")
        for said in gists.said_by(some):
            texts[said.language] += 1
            words.update(said.terms.keys())
    with transaction.atomic():
        vocabulary.lock()
        vocabulary.replace(texts, words)
        Gist.objects.update(step=Step.WEIGH)
