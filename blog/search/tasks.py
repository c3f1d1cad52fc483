"""Work on the index that nobody waits for."""

from django_tasks import task

from blog.search import rebuilding


@task()
def freshen() -> None:
    """Write anew what shows a changed name or caption. Harmless when nothing does."""
    for _written in rebuilding.freshen():
        pass


@task()
def build() -> None:
    """Go on with a build of the index that was begun. Harmless when none was."""
    for _written in rebuilding.build():
        pass
