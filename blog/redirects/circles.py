"""Where readers are led in the end, by one redirect after another; no way may be round or long."""

from bisect import bisect_left
from collections.abc import Iterable
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from blog.redirects import paths

MOST_HOPS = 5
MOST_TRIED = 500  # rules that one with a star is tried against


class Rules:
    """What the database knows of redirects (``RedirectQuerySet``), in memory while many are looked at."""

    def __init__(self, redirects: Iterable):
        self._by_path = {redirect.path: redirect for redirect in redirects}
        self._sorted = sorted(self._by_path)

    def among(self, candidates: Iterable[str]) -> list:
        """Return the redirects of those of ``candidates`` that are rules."""
        return [self._by_path[path] for path in candidates if path in self._by_path]

    def below(self, stem: str) -> list[str]:
        """Return paths of rules that begin with ``stem``, MOST_TRIED at most."""
        at = bisect_left(self._sorted, stem)
        return [path for path in self._sorted[at : at + MOST_TRIED] if path.startswith(stem)]


def refuse(redirect, rules) -> None:
    """Raise ValidationError where ``redirect``, with the others, sends a reader round for ever or too often.

    ``rules`` are those others; where they know another target of its own path, its own holds.
    """
    for start in _samples(redirect, rules):
        path, seen, rule = start, [], redirect
        while rule and rule.path not in seen:
            seen.append(rule.path)
            path = _path_for(rule, path)
            rule = path and _next(path, redirect, rules)
        if rule or len(seen) > MOST_HOPS:
            way = " → ".join([*seen, rule.path] if rule else seen)
            raise ValidationError(_("This leads round in a circle, or over too many stations: %s.") % way)


def _samples(redirect, rules) -> list[str]:
    """Return paths that ``redirect`` answers: one for each way on that there may be."""
    if not redirect.path.endswith(paths.BELOW):
        return [redirect.path]
    stem, below = redirect.path.removesuffix("*"), ["x"]
    if redirect.target.endswith(paths.BELOW):
        onward = unquote(redirect.target.removesuffix("*"))
        below += [path.removeprefix(onward).replace("*", "x") for path in rules.below(onward)]
    return [stem + name for name in below]


def _path_for(redirect, path: str) -> str:
    """Return the path of this publication that ``path`` leads to; nothing where it leads elsewhere."""
    address = redirect.address_for(path)
    return unquote(address.partition("#")[0]) if address.startswith("/") else ""


def _next(path: str, redirect, rules):
    """Return the rule that answers ``path`` once ``redirect`` is kept as it is now."""
    path, _mark, query = path.partition("?")
    candidates = list(paths.answering(path, query))
    there = {rule.path: rule for rule in rules.among(candidates)} | {redirect.path: redirect}
    return next((there[rule] for rule in candidates if rule in there), None)
