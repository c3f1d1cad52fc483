"""Many redirects at once, a line each: ``old new``, apart by blanks, a tab, a comma or a semicolon.

What other software writes is read as well: the ``_redirects`` of hosts of static sites, the lines of an ``.htaccess``,
and tables (CSV) whose first two columns are the addresses.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.redirects import paths
from blog.redirects.circles import Rules
from blog.redirects.models import Redirect
from blog.signals import content_changed

MOST_LINES = 5000
BETWEEN = re.compile(r"[\s,;]+")
GONE = ("gone", "410")
COMMAND = re.compile(r"redirect(permanent|temp)?", re.IGNORECASE)  # as .htaccess begins a line
HOW = re.compile(r"30[12378]!?|permanent|temp|seeother", re.IGNORECASE)  # ours are all the same
HEADINGS = ("source", "from", "old", "url", "address")
SPLAT = re.compile(r"/:splat$")  # what others call the star of a target


@dataclass
class Pasted:
    kept: list[Redirect] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def keep(text: str) -> Pasted:
    """Keep every line of ``text``, or none where one will not do. A rule that is there already leads elsewhere then.

    Everything is looked at first: whoever saves a post meanwhile waits for the writing alone.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if len(lines) > MOST_LINES:
        return Pasted(errors=[_("These are more than %d lines. Paste them in parts.") % MOST_LINES])
    done, read = Pasted(), {}
    for number, line in lines:
        with _named(done.errors, number, line):
            redirect = _read(line)
            if redirect is None:
                continue
            if redirect.path in read:
                raise ValidationError(_("Line %d says where this address leads already.") % read[redirect.path][0])
            read[redirect.path] = number, line, redirect
    if not read and not done.errors:
        done.errors.append(_("No line here says where an address leads."))
    there = {redirect.path: redirect for redirect in Redirect.objects.order_by()}
    rules = Rules((there | {path: redirect for path, (_number, _line, redirect) in read.items()}).values())
    for number, line, redirect in read.values():
        with _named(done.errors, number, line):
            redirect.clean_fields()
            redirect.clean(rules)
            done.kept.append(redirect)
    if done.errors:
        done.kept.clear()
    else:
        _write(done.kept)
    return done


@contextmanager
def _named(errors: list[str], number: int, line: str) -> Iterator[None]:
    """Say of what is wrong in which line it is."""
    try:
        yield
    except ValidationError as wrong:
        words = " ".join(wrong.messages)
        errors.append(_("Line %(number)d, %(line)s: %(words)s") % {"number": number, "line": line, "words": words})


@transaction.atomic
def _write(redirects: list[Redirect]) -> None:
    rule = {"update_conflicts": True, "unique_fields": ["path"], "update_fields": ["target", "changed_at"]}
    Redirect.objects.bulk_create(redirects, **rule)
    content_changed.send(sender=Redirect)


def _read(line: str) -> Redirect | None:
    """Return the redirect of ``line``, or None where it is the head of a table."""
    old, *new = _table_row(line) if line.startswith('"') or line.lower().startswith(HEADINGS) else _words(line)
    if old.lower() in HEADINGS:
        return None
    if len(new) > 1:
        raise ValidationError(_("There are more than two addresses. Write a blank within one as %20."))
    target = SPLAT.sub("/*", new[0]) if new else ""
    return Redirect(path=paths.normal(old), target="" if target.lower() in GONE else target)


def _words(line: str) -> list[str]:
    words = [word for word in BETWEEN.split(line) if word]
    if len(words) > 1 and COMMAND.fullmatch(words[0]):
        words = words[1:]
        if words[0].lower() in GONE:  # which stands first there
            words = [*words[1:], words[0]]
    return [word for word in words if not HOW.fullmatch(word)] or words


def _table_row(line: str) -> list[str]:
    """Return the first two columns; of what plugins write besides, only whether the first one is a pattern counts."""
    columns = [column.strip() for column in next(csv.reader([line]))]
    if columns[2:3] == ["1"]:
        raise ValidationError(_("This is a pattern (a regular expression). Write what it stands for, or a star."))
    return columns[:2]
