"""Whether anything is where a redirect leads."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve

from accounts.slugs import normal_slug
from blog.models import Address
from blog.redirects.models import Redirect
from blog.redirects.paths import BELOW

MOST_NAMED = 10


def leading_nowhere(targets: Iterable[str]) -> list[str]:
    """Return those of ``targets``, MOST_NAMED at most, that are paths at which no post is and no redirect goes on.

    Pages of another kind are taken to be there.
    """
    slugs = {target: _slug_at(target) for target in targets if target.startswith("/") and not target.endswith(BELOW)}
    known = set(Address.objects.known().filter(slug__in=set(slugs.values())).values_list("slug", flat=True))
    lost = [target for target, slug in slugs.items() if slug is not None and slug not in known]
    return [target for target in lost[: 2 * MOST_NAMED] if not Redirect.objects.answering(_path(target))][:MOST_NAMED]


def _path(target: str) -> str:
    return unquote(urlsplit(target).path)


def _slug_at(target: str) -> str | None:
    """Return the slug that a post would have there; a blank one where none can be, None where another page is."""
    for path in (_path(target), f"{_path(target)}/"):
        try:
            match = resolve(path)
        except Resolver404:
            continue
        return normal_slug(match.kwargs["slug"]) if match.view_name == "blog:post" else None
    return ""
