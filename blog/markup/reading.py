"""What a body tells without being shown: its words, its pictures, and how the editor opens it."""

import html
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from django.conf import settings

from blog import embeds
from blog.embeds import Embed
from blog.markup.rewriting import Rewriter, tag
from media.models import Image

_FIGURE_ID = re.compile(r'<figure data-image-id="(\d+)"')
_FIGURE = re.compile(
    r'<figure data-image-id="(\d+)"[^>]*><img( alt="([^"]*)")?>(<figcaption>(.*?)</figcaption>)?</figure>',
    re.DOTALL,
)
_EMBED = re.compile(r'<figure data-embed="([^"]*)">(<figcaption>)?')
_HREF = re.compile(r'<a [^>]*href="([^"]*)"')
_NOTE = re.compile(r'<sup data-footnote="([^"]*)"')
_POST_PATH = re.compile(r"/([^/]{1,200})/?")
# In the plain text of a footnote; what ends a sentence or a bracket ends an address.
NOTE_ADDRESS = re.compile(r"https?://[^\s<]+[^\s<.,;:!?)”’]")
_TAG = re.compile(r"<[^>]+>")
# Chinese and Japanese put no spaces between words, so that each of their characters counts for one.
_UNSPACED = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"\w[^\s—–/…]*")
_BLOCK_END = re.compile(r"</(p|h\d|li|blockquote|pre|td|th|figcaption|tr)>|<br>")


def image_ids(body: str) -> list[int]:
    """Return the numbers of the pictures in a clean ``body``, in order, once each."""
    return list(dict.fromkeys(int(number) for number in _FIGURE_ID.findall(body)))


def images_in(body: str) -> dict[int, Image]:
    """Return the pictures of a clean ``body`` by number, in one query; one that was removed is missing."""
    ids = image_ids(body)
    return Image.objects.kept().in_bulk(ids) if ids else {}


def blocks(body: str) -> list[str]:
    """Return the paragraphs, headings, pictures, lists … of a clean ``body``, in order."""
    return Rewriter().blocks(body)


def plain(body: str) -> str:
    """Return the words of ``body``, blocks on lines of their own."""
    return html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", body))).strip()


def figures(body: str) -> list[tuple[int, str | None, str | None]]:
    """Return the pictures of a clean ``body`` as they stand there: number, alt text, caption (HTML).

    None stands for the library's words.
    """
    return [
        (int(number), html.unescape(alt) if has_alt else None, caption if has_caption else None)
        for number, has_alt, alt, has_caption, caption in _FIGURE.findall(body)
    ]


def embeds_in(body: str) -> list[tuple[Embed, bool]]:
    """Return what a clean ``body`` shows of other places, in order, and whether it has a caption."""
    found = ((embeds.find(html.unescape(address)), bool(caption)) for address, caption in _EMBED.findall(body))
    return [(embed, has_caption) for embed, has_caption in found if embed]


def linked_slugs(body: str) -> list[str]:
    """Return the addresses of this publication that a clean ``body`` links to, as slugs, once each."""
    addresses = list(map(html.unescape, _HREF.findall(body)))
    for note in _NOTE.findall(body):
        addresses += NOTE_ADDRESS.findall(html.unescape(note))
    slugs = (_POST_PATH.fullmatch(_path_here(address)) for address in addresses)
    return list(dict.fromkeys(unicodedata.normalize("NFC", slug[1]).lower() for slug in slugs if slug))


def _path_here(address: str) -> str:
    """Return the path that ``address`` has within this publication, by http or https; "" when it leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_here = parts.netloc.lower() in ("", urlsplit(settings.BYLINE_URL).netloc.lower())
    return unquote(parts.path) if is_here and parts.scheme in ("", "http", "https") else ""


def count_words(body: str) -> int:
    """Return how many words there are to read; of Chinese and Japanese, how many characters."""
    words = plain(body)
    return len(_UNSPACED.findall(words)) + len(_WORD.findall(_UNSPACED.sub(" ", words)))


def excerpt(body: str, *, length: int = 240) -> str:
    """Return the first words of the first paragraphs, ``length`` characters at most, ended at a word."""
    paragraphs = re.findall(r"<p>(.*?)</p>", body, re.DOTALL)
    return first_words(" ".join(plain(paragraph) for paragraph in paragraphs), length)


def first_words(text: str, length: int) -> str:
    """Return ``text`` in one line of ``length`` characters at most, ended at a word."""
    words = " ".join(text.split())
    if len(words) <= length:
        return words
    return words[: length - 1].rsplit(" ", 1)[0].rstrip(".,;:–—- ") + "…"


class _Opened(Rewriter):
    def __init__(self, images: dict[int, Image]):
        super().__init__()
        self._images = images

    def element_figure(self, attributes, inner):
        image = self._images.get(int(attributes.get("data-image-id", 0)))
        if image is None:
            return tag("figure", attributes) + inner + "</figure>"
        width = image.largest_width("webp")
        shown = {
            "src": image.rendition_url(width, "webp"),
            "width": str(width),
            "height": str(image.rendition_height(width)),
        }
        inner = inner.replace("<img", tag("img", shown)[:-1], 1)
        library = {
            "data-library-alt": image.alt,
            "data-library-caption": image.caption,
            "data-library-credit": image.credit,
        }
        return tag("figure", attributes | library) + inner + "</figure>"


def opened(body: str) -> str:
    """Return a clean ``body`` as the editor is given it: pictures with their address, size and library words."""
    return _Opened(images_in(body)).rewrite(body)
