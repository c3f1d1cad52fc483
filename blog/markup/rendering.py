"""What a clean body becomes on a reader's page. Done when it is saved or a picture of it changes, never per request."""

import re
from html import escape, unescape

from django.utils.text import slugify
from django.utils.translation import gettext as _
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from blog.markup.reading import images_in, plain
from blog.markup.rewriting import Rewriter, tag
from media.html import figure
from media.models import Image

# Raise it when the same body is to give other HTML; `manage.py render_revisions` then renders what is older.
VERSION = 2

# Inside tags alone: what looks like one in the text is an author's words about HTML.
_LINKING_TAG = re.compile(r"<(?:a|img|source)\s[^>]*>")
_ADDRESS = re.compile(r'(?<=\s)(href|src|srcset)="([^"]*)"')

# As the style sheet has them, where a rem of ``sizes`` is always 16 pixels: a cover is as wide.
PICTURE_SIZES = "(max-width: 44rem) 100vw, (max-width: 74rem) calc(100vw - 3.2rem), 71rem"

# Under so many characters, and a title, a picture is out of sight on a phone, and soon on larger screens.
FIRST_SCREEN = 500


class _Rendered(Rewriter):
    def __init__(self, images: dict[int, Image], *, eager: bool):
        super().__init__()
        self._images = images
        self._eager = eager
        self._anchors: set[str] = set()
        self._notes: list[str] = []

    def element_figure(self, attributes, inner):
        image = self._images.get(int(attributes["data-image-id"]))
        caption = re.search(r"<figcaption>(.*)</figcaption>", inner, re.DOTALL)
        if image is None:
            words = caption[1] if caption else ""
            return f'<figure class="picture" data-removed><p>{_("Picture removed")}</p>{words}</figure>'
        alt = re.search(r'<img alt="([^"]*)"', inner)
        eager, self._eager = self._eager, False
        return figure(
            image,
            alt=unescape(alt[1]) if alt else None,
            caption_html=caption[1] if caption else None,
            sizes=PICTURE_SIZES,
            eager=eager,
        )

    def _heading(self, level: int, inner: str) -> str:
        wish = slugify(plain(inner), allow_unicode=True) or "section"
        number, anchor = 1, wish
        while anchor in self._anchors:
            number += 1
            anchor = f"{wish}-{number}"
        self._anchors.add(anchor)
        return f'<h{level} id="{escape(anchor)}">{inner}</h{level}>'

    def element_h2(self, attributes, inner):
        return self._heading(2, inner)

    def element_h3(self, attributes, inner):
        return self._heading(3, inner)

    def element_h4(self, attributes, inner):
        return self._heading(4, inner)

    def element_pre(self, attributes, inner):
        code = re.fullmatch(r'<code(?: class="language-([^"]+)")?>(.*)</code>', inner, re.DOTALL)
        text = code[2] if code else inner
        language = code and code[1]
        if language:
            text = _coloured(unescape(text), language) or text
        # Reachable by keyboard, because a long line scrolls inside.
        attributes = {"class": "code", "data-language": language, "tabindex": "0"}
        return tag("pre", attributes) + f"<code>{text}</code></pre>"

    def element_table(self, attributes, inner):
        around = {"class": "table", "role": "region", "aria-label": _("Table"), "tabindex": "0"}
        return tag("div", around) + f"<table>{inner}</table></div>"

    def element_sup(self, attributes, inner):
        note = attributes.get("data-footnote")
        if note is None:
            return f"<sup>{inner}</sup>"
        self._notes.append(note)
        number = len(self._notes)
        return (
            f'<sup class="note-mark"><a id="note-mark-{number}" href="#note-{number}" role="doc-noteref"'
            f' aria-label="{escape(_("Footnote %d") % number)}">{number}</a></sup>'
        )

    def footnotes(self) -> str:
        if not self._notes:
            return ""
        items = "".join(
            f'<li id="note-{number}">{_linked(note)} <a href="#note-mark-{number}" role="doc-backlink"'
            f' aria-label="{escape(_("Back to the text"))}">↩</a></li>'
            for number, note in enumerate(self._notes, 1)
        )
        label = escape(_("Footnotes"))
        return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}"><ol>{items}</ol></section>'


def _linked(note: str) -> str:
    """Return the plain text of a footnote as HTML, its web addresses as links."""
    return re.sub(
        r"https?://[^\s<]+[^\s<.,;:!?)”’]", lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(note)
    )


def _coloured(code: str, language: str) -> str:
    """Return ``code`` as HTML with Pygments' classes, or "" for a language it does not know."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    return highlight(code, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n")


def render(body: str, images: dict[int, Image] | None = None, *, eager: bool = False) -> str:
    """Return a clean ``body`` as readers get it. ``images`` are those in it, by number; fetched when not given.

    ``eager`` loads the first picture at once: for a post without a cover it is what readers wait for, unless so much
    text stands before it that it is not in view.
    """
    eager = eager and len(plain(body.partition("<figure")[0])) < FIRST_SCREEN
    rewriter = _Rendered(images_in(body) if images is None else images, eager=eager)
    return rewriter.rewrite(body) + rewriter.footnotes()


def render_revision(revision) -> None:
    """Render ``revision`` anew and keep the result."""
    revision.html = render(revision.body, eager=revision.cover_id is None)
    revision.markup_version = VERSION
    revision.save(update_fields=["html", "markup_version"])


def for_feed(html: str, base: str, path: str) -> str:
    """Return rendered ``html`` as a feed carries it: every address whole.

    ``path`` is the page that shows it, below ``base`` (no slash at its end).
    """

    def whole(attribute):
        name, address = attribute.groups()
        if name == "srcset":
            address = re.sub(r"(^|, )/(?!/)", rf"\1{base}/", address)
        elif re.match(r"/(?!/)", address):
            address = base + address
        elif address.startswith(("#", "?")):
            address = base + path + address
        return f'{name}="{address}"'

    return _LINKING_TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), html)
