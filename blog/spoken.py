"""Which languages our own words come in; a text may be in any."""

from pathlib import Path

from django.conf import settings

LANGUAGES = frozenset(["en", *(path.name for folder in settings.LOCALE_PATHS for path in Path(folder).iterdir())])


def spoken(language: str, otherwise: str) -> str:
    """Return the language of our words around a text in ``language``: that, or ``otherwise`` where we do not speak it.

    A page half in one of them and half in English would be in neither.
    """
    return language if language.partition("-")[0] in LANGUAGES else otherwise
