"""How an address is written down: those of authors, and in blog those of everything else."""

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import count

from django.db.models import QuerySet
from django.urls import reverse


def normal_slug(slug: str) -> str:
    """Return ``slug`` as it is kept and looked up: composed (NFC) and in lower case."""
    return unicodedata.normalize("NFC", slug).lower()


@lru_cache(maxsize=8_192)
def address_of(route: str, slug: str) -> str:
    """Return the address of what has ``slug``.

    It depends on nothing else, and a list has dozens of them, each of which takes ``reverse`` longer than its card.
    """
    return reverse(route, args=[slug])


def free_slug(wish: str, held: QuerySet, *also_held: QuerySet, never: Collection[str] = ()) -> str:
    """Return ``wish``, numbered where one of these rows has it as its slug, or where it is ``never`` to be had.

    Asks the database once. ``wish`` must leave room for the number.
    """
    slugs, *more = (
        rows.filter(slug__startswith=wish).order_by().values_list("slug", flat=True) for rows in (held, *also_held)
    )
    taken = {*slugs.union(*more), *never}
    numbered = (wish if number == 1 else f"{wish}-{number}" for number in count(1))
    return next(slug for slug in numbered if slug not in taken)
