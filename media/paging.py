"""One page of the library, found by where the page before it ended."""

from datetime import datetime

from django.utils.dateparse import parse_datetime

from media.models import Image


def place_of(image: Image) -> str:
    """Return what leads to the pictures after ``image``."""
    return place(image.uploaded_at, image.pk)


def place(uploaded_at: datetime, pk: int) -> str:
    return f"{uploaded_at.isoformat()}_{pk}"


def read_place(token: str) -> tuple[datetime, int] | None:
    """Return the place in the list that ``token`` names. Raises ValueError for one that we did not make."""
    if not token:
        return None
    moment, _separator, pk = token.partition("_")
    uploaded_at = parse_datetime(moment)
    if uploaded_at is None or uploaded_at.tzinfo is None or len(pk) > 18:  # no database has that many
        raise ValueError(token)
    return uploaded_at, int(pk)
