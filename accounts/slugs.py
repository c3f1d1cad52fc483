"""How an address is written down: those of authors, and in blog those of everything else."""

import unicodedata


def normal_slug(slug: str) -> str:
    """Return ``slug`` as it is kept and looked up: composed (NFC) and in lower case."""
    return unicodedata.normalize("NFC", slug).lower()
