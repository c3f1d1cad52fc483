"""What differs between two texts, for people to read: the body by block and word, everything else by field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from html import escape

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from blog import markup
from blog.markup.rewriting import Rewriter
from blog.models import Revision
from blog.workflow import Text

# Beyond it (words times words) two versions of a block stand one after the other, whole.
MOST_COMPARED = 4_000_000
INHERITED = ("cover_alt", "cover_caption")  # None: the words of the library


@dataclass(frozen=True)
class Passage:
    """A run of blocks: ``same`` ones, or changed ones with <ins> and <del>. ``html`` is safe."""

    same: bool
    html: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """A field that says something else: its name for people, and both values in one, with <ins> and <del>."""

    label: str
    html: SafeString


def differing_fields(before: Text, after: Text) -> list[Difference]:
    """Return what differs besides the body."""
    found = []
    for name in [*(name for name in Text.columns() if name != "body"), *sorted(Text.RELATED)]:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            compare = compare_words if isinstance(was, str) and isinstance(now, str) else _replaced
            said = [
                _("(the library’s)") if value is None and name in INHERITED else shown(value) for value in (was, now)
            ]
            found.append(Difference(label(name), compare(*said)))
    return found


def label(name: str) -> str:
    """Return what people call the field ``name`` of a Text."""
    said = str(Revision._meta.get_field(name).verbose_name)
    return said[:1].upper() + said[1:].replace("_", " ")


def shown(value) -> str:
    """Return a value of a Text in words."""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(localtime(value), "j F Y")
        case tuple():
            return ", ".join(str(item) for item in value)
        case None:
            return ""
    return str(value)


def passages(before: str, after: str) -> list[Passage]:
    """Return two clean bodies as one, in runs of the same and of changed blocks."""
    found: list[Passage] = []
    for same, html in _blocks(markup.blocks(before), markup.blocks(after)):
        if not found or found[-1].same != same:
            found.append(Passage(same))
        found[-1].html.append(html)
    return found


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[bool, SafeString]]:
    said_before, said_after = [described(block) for block in before], [described(block) for block in after]
    matcher = SequenceMatcher(None, said_before, said_after, autojunk=False)
    for what, low, high, new_low, new_high in matcher.get_opcodes():
        if what == "equal":
            for old, new, said in zip(before[low:high], after[new_low:new_high], said_after[new_low:], strict=False):
                yield old == new, _as_block(new, said, restyled=old != new)
            continue
        gone, come = list(range(low, high)), list(range(new_low, new_high))
        for old, new in zip(gone, come, strict=False):
            yield False, _as_block(after[new], compare_words(said_before[old], said_after[new]))
        for old in gone[len(come) :]:
            yield False, _as_block(before[old], format_html("<del>{}</del>", said_before[old]))
        for new in come[len(gone) :]:
            yield False, _as_block(after[new], format_html("<ins>{}</ins>", said_after[new]))


def _as_block(block: str, words: str, *, restyled: bool = False) -> SafeString:
    name = re.match(r"<(\w+)", block)
    note = format_html(" <em>{}</em>", _("(only its form has changed)")) if restyled else ""
    return format_html('<p data-block="{}">{}{}</p>', name[1] if name else "p", words, note)


class _Described(Rewriter):
    """What a block says, besides its plain words: pictures, footnotes and where links lead."""

    def element_figure(self, attributes, inner):
        if "data-gallery" in attributes:
            caption = re.sub(r"<figcaption>(.*)</figcaption>", rf" {_('caption: %s') % ''}\1", inner, flags=re.DOTALL)
            return f"[{_('Gallery')}: {caption}]"
        alt = re.search(r'<img alt="([^"]*)"', inner)
        caption = re.search(r"<figcaption>(.*)</figcaption>", inner, re.DOTALL)
        embed, picture = attributes.get("data-embed"), attributes.get("data-image-id")
        said = [_("Embed %s") % escape(embed) if embed else _("Picture %s") % picture]
        said += [_("alternative text: %s") % alt[1]] if alt else []
        said += [_("caption: %s") % caption[1]] if caption else []
        return f"[{'; '.join(said)}]"

    def element_sup(self, attributes, inner):
        note = attributes.get("data-footnote")
        return f"<sup>{inner}</sup>" if note is None else f"[{_('Footnote: %s') % escape(note)}]"

    def element_a(self, attributes, inner):
        return f"{inner} [{escape(attributes.get('href') or '')}]"


def described(block: str) -> str:
    """Return ``block`` in plain words."""
    return markup.plain(_Described().rewrite(block))


def compare_words(before: str, after: str) -> SafeString:
    """Return both as one, escaped, with <del> around what went and <ins> around what came."""
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (before, after))
    if len(old) * len(new) > MOST_COMPARED:
        return _replaced(before, after)
    parts = []
    for what, low, high, new_low, new_high in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append("".join(old[low:high]))
        else:
            parts.append(_replaced("".join(old[low:high]), "".join(new[new_low:new_high])))
    return format_html_join("", "{}", ((part,) for part in parts))


def _replaced(before: str, after: str) -> SafeString:
    gone = format_html("<del>{}</del>", before) if before else ""
    come = format_html("<ins>{}</ins>", after) if after else ""
    return format_html("{}{}{}", gone, " " if gone and come else "", come)
