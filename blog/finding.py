"""What searches the desk’s list of posts. The core looks at titles; a feature that knows more registers here."""

from collections.abc import Callable

from django.db.models import QuerySet

_matchers: list[Callable] = []


def register(matching: Callable) -> None:
    """Let ``matching(text, user, in_titles=…)`` answer from now on.

    It returns the newest revisions of posts, or None where it cannot say.
    """
    _matchers.append(matching)


def narrowed(posts: QuerySet, text: str, user, *, in_titles: bool = False) -> QuerySet:
    """Return those of ``posts`` that ``text`` finds, by any of their words or by those of their titles alone."""
    for matching in _matchers:
        found = matching(text, user, in_titles=in_titles)
        if found is not None:
            return posts.filter(latest__in=found)
    return posts.filter(latest__title__icontains=text)
