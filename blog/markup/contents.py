"""The headings of a post: each with an address of its own, and a table of contents of them once there are several."""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape

from django.utils.text import slugify
from django.utils.translation import gettext as _

from blog.markup.reading import plain
from blog.markup.rewriting import tag

LEAST_HEADINGS = 3  # fewer are seen at a glance
DEEPEST = 3

_NOTE_MARK = re.compile(r'<sup class="note-mark">.*?</sup>', re.DOTALL)
# Names of a page's own parts, and of footnotes. No list to extend: a part called “_…” can be taken by no heading.
_NOT_FREE = re.compile(r"content|linking|comments(-title)?|note(-mark)?-\d+")
# It begins with a sign, not with a space that may be there: a text is gone through seven times faster.
_FOR_PAGES_ALONE = re.compile(r'<(?:nav class="contents".*?</nav>|a class="anchor".*?</a>)', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    level: int
    anchor: str
    words: str
    direction: str | None  # None: as the text around it


class Contents:
    """The headings of one text, in order, as they are met."""

    def __init__(self):
        self._anchors: set[str] = set()
        self._wishes: Counter[str] = Counter()  # where to go on from, so that a thousand of one name cost no more
        self._listed: list[Heading] = []

    def heading(self, level: int, inner: str, *, is_listed: bool, direction: str | None = None) -> str:
        """Return a heading as it is shown; ``is_listed`` takes it into the table of contents."""
        words = " ".join(plain(_NOTE_MARK.sub("", inner)).split())
        anchor = self._free_anchor(slugify(words, allow_unicode=True) or "section")
        html = f'<h{level} id="{escape(anchor)}">{inner}</h{level}>'
        if not words:
            return html
        if is_listed and level <= DEEPEST:
            self._listed.append(Heading(level, anchor, words, direction))
        # Beside the heading, not in it: who has headings read out hears the words of each once.
        label = escape(_("Link to section “%s”") % words)
        link = f'<a class="anchor" href="#{escape(anchor)}" aria-label="{label}">#</a>'
        return tag("div", {"class": "heading", "dir": direction}) + f"{html} {link}</div>"

    def table(self, ours: str | None = None) -> str:
        """Return the table of contents, closed; "" where there is too little for one. ``ours``: see ``_Rendered``."""
        if len(self._listed) < LEAST_HEADINGS:
            return ""
        top = min(heading.level for heading in self._listed)
        chapters: list[tuple[Heading, list[Heading]]] = []
        for heading in self._listed:
            if heading.level == top or not chapters:
                chapters.append((heading, []))
            else:
                chapters[-1][1].append(heading)
        items = "".join(f"<li>{_link(chapter)}{_list(map(_item, below))}</li>" for chapter, below in chapters)
        title = escape(_("Contents"))
        return (
            f'<nav class="contents" aria-label="{title}"><details>{tag("summary", {"lang": ours})}{title}</summary>'
            f"<ol>{items}</ol></details></nav>\n"
        )

    def _free_anchor(self, wish: str) -> str:
        while True:
            self._wishes[wish] += 1
            number = self._wishes[wish]
            anchor = wish if number == 1 else f"{wish}-{number}"
            if anchor not in self._anchors and not _NOT_FREE.fullmatch(anchor):
                self._anchors.add(anchor)
                return anchor


def _link(heading: Heading) -> str:
    return tag("a", {"href": f"#{heading.anchor}", "dir": heading.direction}) + f"{escape(heading.words)}</a>"


def _item(heading: Heading) -> str:
    return f"<li>{_link(heading)}</li>"


def _list(items) -> str:
    inside = "".join(items)
    return f"<ol>{inside}</ol>" if inside else ""


def without_contents(html: str) -> str:
    """Return rendered ``html`` without what leads about in a page: for a feed, whose readers show it elsewhere."""
    return _FOR_PAGES_ALONE.sub("", html.replace(' <a class="anchor"', '<a class="anchor"'))
