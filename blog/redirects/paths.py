"""How a path is written down, and which rules may answer one: nothing here asks the database."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_CHARACTERS = 500
MOST_SEGMENTS = 30
BELOW = "/*"  # at the end of a rule: everything below, and the address itself
THE_DESK = ("admin", "accounts")


def normal(typed: str) -> str:
    """Return the path that ``typed`` means: decoded, composed, without the slash at its end; a query stays.

    A whole address may be typed; its host is dropped. Raises ValidationError, saying what to write instead.
    """
    try:
        url = urlsplit(typed.strip())
        path, query = (unquote(part, errors="strict") for part in (url.path, url.query))
    except ValueError:  # also what is no UTF-8
        raise ValidationError(_("This is no address. Write one such as /2015/02/an-old-post/.")) from None
    if not path.startswith("/") or url.scheme not in ("", "http", "https") or (url.netloc and not url.scheme):
        raise ValidationError(_("An address begins with a slash, such as /2015/02/an-old-post/."))
    if url.fragment:
        raise ValidationError(_("Leave out # and what follows: browsers keep that to themselves."))
    if "//" in path or not f"{path}{query}".isprintable():
        raise ValidationError(
            _("No address of a page has two slashes side by side, or characters that cannot be seen.")
        )
    path = _one_form(path, query)
    if path in ("/", BELOW):
        raise ValidationError(_("The first page of this publication is always there, and so is what stands below it."))
    if "*" in path.removesuffix(BELOW):
        raise ValidationError(_("A star stands for everything below, and only at the end: /blog/*."))
    if path.split("/")[1] in THE_DESK:
        raise ValidationError(_("The desk’s own addresses lead nowhere else."))
    if len(path) > MOST_CHARACTERS:
        raise ValidationError(_("This address is longer than %d characters.") % MOST_CHARACTERS)
    return path


def _one_form(path: str, query: str = "") -> str:
    path = unicodedata.normalize("NFC", path).rstrip("/") or "/"
    return f"{path}?{query}" if query else path


def answering(path: str, query: str = "") -> Iterator[str]:
    """Yield the rules that may answer ``path``, as a request has it, the most particular first."""
    if query:
        yield _one_form(path, unquote(query))
    path = _one_form(path)
    yield path
    segments = path.split("/")[: MOST_SEGMENTS + 1]
    for last in range(len(segments), 1, -1):
        yield "/".join(segments[:last]) + BELOW


def filled(target: str, rule: str, path: str) -> str:
    """Return ``target`` with what ``path`` has below ``rule`` in place of its star, if it has one."""
    if not target.endswith(BELOW):
        return target
    below = unicodedata.normalize("NFC", path).removeprefix(rule.removesuffix("*"))
    # Two slashes, or a slash and a backslash, would begin the address of another host.
    below = "" if below + "/" == rule.removesuffix("*") else below.lstrip("/\\")
    return target.removesuffix("*") + quote(below, safe="/~!$&'()*+,;=:@")
