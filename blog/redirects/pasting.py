"""Many redirects at once, a line each: ``old new``, apart by blanks, a tab, a comma or a semicolon."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.redirects import paths
from blog.redirects.models import Redirect

MOST_LINES = 5000
BETWEEN = re.compile(r"[\s,;]+")
GONE = ("gone", "410")


@dataclass
class Pasted:
    kept: list[Redirect] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@transaction.atomic
def keep(text: str) -> Pasted:
    """Keep every line of ``text``, or none where one will not do. A rule that is there already leads elsewhere then."""
    done, seen = Pasted(), {}
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if len(lines) > MOST_LINES:
        done.errors.append(_("These are more than %d lines. Paste them in parts.") % MOST_LINES)
        return done
    for number, line in lines:
        try:
            redirect = _read(line)
            if redirect.path in seen:
                raise ValidationError(_("Line %d says where this address leads already.") % seen[redirect.path])
            seen[redirect.path] = number
            redirect.full_clean()
            redirect.save()
            done.kept.append(redirect)
        except ValidationError as wrong:
            words = " ".join(wrong.messages)
            done.errors.append(
                _("Line %(number)d, %(line)s: %(words)s") % {"number": number, "line": line, "words": words}
            )
    if done.errors:
        transaction.set_rollback(True)
        done.kept.clear()
    return done


def _read(line: str) -> Redirect:
    """Return the redirect of ``line``, not saved yet: the one there is, or a new one."""
    old, *new = [part for part in BETWEEN.split(line) if part]
    if len(new) > 1:
        raise ValidationError(_("There are more than two addresses. Write a blank within one as %20."))
    path = paths.normal(old)
    redirect = Redirect.objects.filter(path=path).first() or Redirect(path=path)
    redirect.target = "" if not new or new[0].lower() in GONE else new[0]
    return redirect
