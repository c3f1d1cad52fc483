"""How a path is written down, and which rules may answer one: nothing here asks the database."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_CHARACTERS = 500
MOST_SEGMENTS = 30
LONGEST_LOCATION = 2000  # of an address that a response leads to
BELOW = "/*"  # at the end of a rule: everything below, and the address itself
THE_DESK = ("admin", "accounts")
MOST_ASKED = 7  # parts of a query, such as p=123
TRACKING = re.compile(r"utm_\w+|(fb|g|ms|tw|y)clid|msclkid|mc_[ce]id|_ga")  # says where a reader comes from
# What pages are asked themselves: for a place in a list, for an order; and, where one searches, for all there is.
OWN = {"before", "by"}
SEARCH = "/search/"


def normal(typed: str) -> str:
    """Return the path that ``typed`` means: decoded, composed, without the slash at its end; a query in one order.

    A whole address may be typed; its host is dropped. Raises ValidationError, saying what to write instead.
    """
    try:
        url = urlsplit(typed.strip())
        path, asked = unquote(url.path, errors="strict"), _asked(url.query, errors="strict")
    except ValueError:  # also what is no UTF-8
        raise ValidationError(_("This is no address. Write one such as /2015/02/an-old-post/.")) from None
    if not path.startswith("/") or url.scheme not in ("", "http", "https") or (url.netloc and not url.scheme):
        raise ValidationError(_("An address begins with a slash, such as /2015/02/an-old-post/."))
    if url.fragment:
        raise ValidationError(_("Leave out # and what follows: browsers keep that to themselves."))
    if "//" in path or not "".join([path, *asked]).isprintable():
        raise ValidationError(
            _("No address of a page has two slashes side by side, or characters that cannot be seen.")
        )
    if path.split("/")[1] in THE_DESK:
        raise ValidationError(_("The desk’s own addresses lead nowhere else."))
    if len(asked) > MOST_ASKED:
        raise ValidationError(_("Of what stands after the question mark, write the %d parts that count.") % MOST_ASKED)
    path = _one_form(path, asked)
    if path in ("/", BELOW):
        raise ValidationError(_("The first page of this publication is always there, and so is what stands below it."))
    if "*" in path.removesuffix(BELOW):
        raise ValidationError(_("A star stands for everything below, and only at the end: /blog/*."))
    if len(path) > MOST_CHARACTERS:
        raise ValidationError(_("This address is longer than %d characters.") % MOST_CHARACTERS)
    return path


def _one_form(path: str, asked: Iterable[str] = ()) -> str:
    path = unicodedata.normalize("NFC", path).rstrip("/") or "/"
    return f"{path}?{'&'.join(asked)}" if asked else path


def _asked(query: str, **how) -> list[str]:
    """Return the parts of ``query``, decoded and in one order, without what only says where a reader comes from."""
    parts = {unicodedata.normalize("NFC", unquote_plus(part, **how)) for part in query.split("&") if part}
    return sorted(part for part in parts if not TRACKING.fullmatch(part.partition("=")[0]))


def is_pages_own(path: str, query: str) -> bool:
    """Whether ``query`` asks a page at ``path`` for nothing but what pages know themselves: no rule answers there."""
    return f"{path}/".startswith(SEARCH) or {part.partition("=")[0] for part in _asked(query)} <= OWN


def answering_query(path: str, query: str) -> Iterator[str]:
    """Yield the rules that may answer ``path`` for parts of ``query``, the most particular first."""
    asked = _asked(query)[:MOST_ASKED]
    for parts in range(len(asked), 0, -1):
        for some in combinations(asked, parts):
            yield _one_form(path, some)


def answering(path: str, query: str = "") -> Iterator[str]:
    """Yield the rules that may answer ``path``, as a request has it, the most particular first."""
    yield from answering_query(path, query)
    path = _one_form(path)
    yield path
    segments = path.split("/")[: MOST_SEGMENTS + 1]
    for last in range(len(segments), 1, -1):
        yield "/".join(segments[:last]) + BELOW


def filled(target: str, rule: str, path: str, query: str = "") -> str:
    """Return ``target`` as browsers are told; in place of its star, if it has one, what was asked below ``rule``."""
    target = with_plain_host(target)
    if not target.endswith(BELOW):
        return target
    below = unicodedata.normalize("NFC", path).removeprefix(rule.removesuffix("*"))
    # Two slashes, or a slash and a backslash, would begin the address of another host.
    below = "" if below + "/" == rule.removesuffix("*") else below.lstrip("/\\")
    address = target.removesuffix("*") + quote(below, safe="/~!$&'()*+,;=:@")
    return f"{address}?{query}" if query and len(address) + len(query) < LONGEST_LOCATION else address


def with_plain_host(target: str) -> str:
    """Return ``target`` with its host in ASCII, as browsers look for it. Raises UnicodeError where there is no such."""
    if target.isascii() or target.startswith("/"):
        return target
    url = urlsplit(target)
    return url._replace(netloc=url.netloc.encode("idna").decode()).geturl()
