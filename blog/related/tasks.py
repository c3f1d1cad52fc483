"""Finding what is related, when somebody has published and nobody waits."""

from django_tasks import task

from blog.related import waiting

LATER = -10  # than mail and pictures, however many posts there are


@task(priority=LATER)
def relate(post_id: int) -> None:
    """Bring the lists that ``post_id`` has and stands in up to date. Harmless when they are."""
    waiting.relate(post_id)
    if waiting.stale().exists():
        catch_up.enqueue()


@task(priority=LATER)
def catch_up() -> None:
    """Do a batch of what is stale, and let other tasks have their turn before the next. Harmless where none is."""
    done = waiting.catch_up(waiting.Step.WEIGH) or waiting.catch_up(waiting.Step.RELATE)
    if done:
        catch_up.enqueue()
