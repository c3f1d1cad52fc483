"""What a clean body becomes on a reader's page. Done when it is saved or a picture of it changes, never per request."""

import re
from html import escape, unescape

from django.utils import translation
from django.utils.translation import gettext as _

from blog import embeds
from blog.markup.code import coloured
from blog.markup.contents import Contents, without_contents
from blog.markup.directions import direction_of, direction_within, is_mixed, with_directions
from blog.markup.galleries import Placed, gallery
from blog.markup.reading import NOTE_ADDRESS, count_words, images_in, plain
from blog.markup.rewriting import Rewriter, tag
from blog.spoken import spoken
from media.models import Image

# Raise it when the same body is to give other HTML; `manage.py render_revisions` then renders what is older.
VERSION = 7

# Inside tags alone: what looks like one in the text is an author's words about HTML.
_LINKING_TAG = re.compile(r"<(?:a|img|source)\s[^>]*>")
_ADDRESS = re.compile(r'(?<=\s)(href|src|srcset)="([^"]*)"')


# An address or a name such as example.org/x/: its signs stand on the wrong side among letters that run left.
_LIKE_AN_ADDRESS = re.compile(r"[!-;=-~]*[./@][!-;=-~]*")

# Under so many characters, and a title, a picture is out of sight on a phone, and soon on larger screens.
FIRST_SCREEN = 500


class _Rendered(Rewriter):
    """``ours`` is the language of our own words where it is not the text's."""

    def __init__(self, images: dict[int, Image], *, direction: str, is_mixed: bool, ours: str | None, eager: bool):
        super().__init__()
        self._images = images
        self._direction = direction
        self._ours = ours
        self._of_code = {"dir": "ltr" if is_mixed else None}
        self._eager = eager
        self.contents = Contents()
        self._notes: list[str] = []
        self._row: list[Placed] = []

    def element_figure(self, attributes, inner):
        layout = attributes.get("data-layout") or ""
        caption = re.search(r"<figcaption( dir=[^>]*)?>(.*)</figcaption>", inner, re.DOTALL)
        if "data-embed" in attributes:
            return _embed(attributes["data-embed"], caption[0] if caption else "", self._ours)
        if "data-image-id" not in attributes:
            return self._gallery(layout, inner)
        number = int(attributes["data-image-id"])
        alt = re.search(r'<img alt="([^"]*)"', inner)
        placed = Placed(
            image=self._images.get(number),
            alt=unescape(alt[1]) if alt else None,
            caption_html=_caption(*caption.groups()) if caption else None,
            eager=self._eager,
        )
        if placed.image:
            self._eager = False
        if self.inside("figure"):  # of a gallery, at whose end it is known how many there are
            self._row.append(placed)
            return ""
        return placed.alone(layout)

    def _gallery(self, layout: str, caption: str) -> str:
        placed, self._row = self._row, []
        return gallery(placed, caption, layout)

    def _heading(self, level: int, attributes: dict, inner: str) -> str:
        is_listed = not self.is_inside_anything
        return self.contents.heading(level, inner, is_listed=is_listed, direction=attributes.get("dir"))

    def element_h2(self, attributes, inner):
        return self._heading(2, attributes, inner)

    def element_h3(self, attributes, inner):
        return self._heading(3, attributes, inner)

    def element_h4(self, attributes, inner):
        return self._heading(4, attributes, inner)

    def element_a(self, attributes, inner):
        is_address = _LIKE_AN_ADDRESS.fullmatch(inner)
        return tag("a", attributes | (self._of_code if is_address else {})) + f"{inner}</a>"

    def element_code(self, attributes, inner):
        if self.inside("pre"):
            return tag("code", attributes) + f"{inner}</code>"
        return tag("code", self._of_code) + f"{inner}</code>"

    def element_pre(self, attributes, inner):
        code = re.fullmatch(r'<code(?: class="language-([^"]+)")?>(.*)</code>', inner, re.DOTALL)
        text = code[2] if code else inner
        name = None
        if code and code[1]:
            name, text = coloured(unescape(text), code[1]) or (code[1], text)
        # Reachable by keyboard, because a long line scrolls inside.
        lines = tag("pre", {"class": "code", "tabindex": "0", **self._of_code}) + f"<code>{text}</code></pre>"
        return tag("div", {"class": "listing", "data-language": name}) + lines + "</div>"

    def element_table(self, attributes, inner):
        around = {"class": "table", "role": "region", "aria-label": _("Table"), "tabindex": "0"}
        return tag("div", around) + tag("table", attributes) + f"{inner}</table></div>"

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
        items = "".join(self._footnote(number, note) for number, note in enumerate(self._notes, 1))
        label = escape(_("Footnotes"))
        return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}"><ol>{items}</ol></section>'

    def _footnote(self, number: int, note: str) -> str:
        start = tag("li", {"id": f"note-{number}", "dir": direction_within(note, self._direction)})
        back = tag("a", {"href": f"#note-mark-{number}", "role": "doc-backlink", "aria-label": _("Back to the text")})
        return f"{start}{self._linked(note)} {back}↩</a></li>"

    def _linked(self, note: str) -> str:
        """Return the plain text of a footnote as HTML, its web addresses as links."""
        link = tag("a", {"href": "%s", **self._of_code}) + "%s</a>"
        return NOTE_ADDRESS.sub(lambda found: link % (found[0], found[0]), escape(note))


def _caption(direction: str | None, inner: str) -> str:
    """Return the words of a caption, which the credit of the picture follows, as it runs."""
    return f"<span{direction}>{inner}</span>" if direction else inner


def _embed(address: str, caption: str, ours: str | None) -> str:
    """Return a link to what stands at ``address``, and what a script needs to show it here once a reader asks."""
    found = embeds.find(address)
    if found is None:  # no longer on the list
        return f'<figure class="embed"><p>{tag("a", {"href": address})}{escape(address)}</a></p>{caption}</figure>'
    asked = {"data-frame": found.frame, "data-load": _("Load from %s") % found.host} if found.frame else {}
    start = tag("figure", {"class": "embed", "data-service": found.service, **asked})
    whose = f'<span dir="ltr">{escape(found.by)}</span> ' if found.by else ""
    link = tag("a", {"href": found.url, "lang": ours}) + escape(_("See it on %s") % found.service) + "</a>"
    return f"{start}<p>{whose}{link}</p>{caption}</figure>"


def render(
    body: str,
    images: dict[int, Image] | None = None,
    *,
    language: str = "en",
    otherwise: str = "en",
    direction: str = "ltr",
    eager: bool = False,
) -> str:
    """Return a clean ``body`` as readers get it. ``images`` are those in it, by number; fetched when not given.

    What we say ourselves in it (“Footnotes”) is in ``language``, the post's, or in ``otherwise``, the publication's,
    where we do not speak that; ``direction`` is how it runs as a whole.
    ``eager`` loads the first picture at once: for a post without a cover it is what readers wait for, unless so much
    text stands before it that it is not in view.
    """
    eager = eager and len(plain(body.partition("<figure")[0])) < FIRST_SCREEN
    images = images_in(body) if images is None else images
    speaking = spoken(language, otherwise)
    ours = speaking if speaking != language else None
    rewriter = _Rendered(images, direction=direction, is_mixed=is_mixed(body, direction), ours=ours, eager=eager)
    with translation.override(speaking):
        html = rewriter.rewrite(with_directions(body, direction))
        return rewriter.contents.table(ours) + html + rewriter.footnotes()


def render_revision(revision, *, language: str) -> None:
    """Render ``revision`` anew and keep the result. ``language`` is the publication's."""
    revision.direction = direction_of(revision.title, revision.body, revision.language)
    revision.html = render(
        revision.body,
        language=revision.language or language,
        otherwise=language,
        direction=revision.direction,
        eager=revision.cover_id is None,
    )
    revision.word_count = count_words(revision.body)
    revision.markup_version = VERSION
    revision.save(update_fields=["html", "direction", "word_count", "markup_version"])


def for_feed(html: str, base: str, path: str) -> str:
    """Return rendered ``html`` as a feed carries it: every address whole, nothing that is of use in its page alone.

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

    return _LINKING_TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), without_contents(html))
