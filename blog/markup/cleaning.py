"""What is kept of what an author, an importer or an attacker sent: nh3 with the allow-list of the editor's schema."""

import re
from html import escape

import nh3
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from blog import embeds
from blog.editor import BODY, LAYOUTS
from blog.markup.rewriting import Rewriter, tag

_IMG = re.compile(r"<img[^>]*>")
_CAPTION = re.compile(r"<figcaption>.*?</figcaption>", re.DOTALL)
_PICTURE = re.compile(r"<figure data-image-id=.*?</figure>", re.DOTALL)
_PARTS = re.compile(r"</?(?:img|figcaption)[^>]*>")
_BLOCK = re.compile(r"<(?:p|h[2-4]|ul|ol|blockquote|pre|table|hr)\b")
_TAG = re.compile(r"<[^>]+>")
_EMPTY = re.compile(r"^(<p>(\s|&nbsp;|<br>)*</p>)*$")


def _attribute(element: str, attribute: str, value: str) -> str | None:
    """Keep an attribute only with a value that means something here."""
    match element, attribute:
        case "figure", "data-image-id":
            return value if re.fullmatch(r"[1-9]\d{0,17}", value) else None
        case "figure", "data-embed":
            return value if re.match(r"https?://", value, re.IGNORECASE) else None
        case "figure", "data-gallery":
            return ""
        case "figure", "data-layout":
            return value if value in LAYOUTS else None
        case "code" | "pre", "class":
            return value if re.fullmatch(r"language-[\w+#.-]{1,30}", value) else None
        case "a", "href":
            return value if re.match(r"(https?://|mailto:|/|#|\?)", value.strip(), re.IGNORECASE) else None
    return value


def _allow_list() -> dict:
    allowed = allowlist_from_extensions(expand_extensions(BODY))
    return {
        "tags": allowed["tags"],
        "attributes": allowed["attributes"],
        "attribute_filter": _attribute,
        "url_schemes": {"http", "https", "mailto"},
        "link_rel": None,
    }


class _Structure(Rewriter):
    """A picture stands in a figure that says which, pictures in a gallery; else there are only words to keep."""

    def element_figure(self, attributes, inner):
        if attributes.get("data-embed") and not self.inside("figure"):
            return _embed(attributes["data-embed"], inner)
        around = [kind for kind in map(_kind, self.attributes_around("figure")) if kind]
        kind, layout = _kind(attributes), attributes.get("data-layout")
        if kind == "picture" and "picture" not in around:
            return _picture(attributes["data-image-id"], None if around else layout, inner)
        if kind == "gallery" and not around:
            return _gallery(layout, inner)
        return _without_figure(inner)

    def element_figcaption(self, attributes, inner):
        return f"<figcaption>{inner}</figcaption>" if self.inside("figure") else inner

    def element_img(self, attributes, inner):
        if not self.inside("figure"):
            return ""
        return tag("img", {"alt": attributes.get("alt")})


def _kind(attributes: dict) -> str:
    return "picture" if attributes.get("data-image-id") else "gallery" if "data-gallery" in attributes else ""


def _picture(number: str, layout: str | None, inner: str) -> str:
    """The picture, then its caption where one has been typed; what else there is stands after it."""
    img, (caption, rest) = _IMG.search(inner), _caption_of(inner)
    start = tag("figure", {"data-image-id": number, "data-layout": layout})
    return f"{start}{img[0] if img else '<img>'}{caption}</figure>{_without_figure(rest)}"


def _gallery(layout: str | None, inner: str) -> str:
    """The pictures, then a caption of the whole. One without words of its own, of a single picture, is that picture."""
    pictures = _PICTURE.findall(inner)
    caption, rest = _caption_of(_PICTURE.sub("", inner))
    caption = "" if caption == "<figcaption></figcaption>" else caption
    if not pictures or (len(pictures) == 1 and not caption):
        return _without_figure(inner)
    start = tag("figure", {"data-gallery": "", "data-layout": layout})
    return f"{start}{''.join(pictures)}{caption}</figure>{_without_figure(rest)}"


def _caption_of(inner: str) -> tuple[str, str]:
    """Return the first caption in ``inner``, and ``inner`` without it."""
    found = _CAPTION.search(inner)
    return (found[0], inner[: found.start()] + inner[found.end() :]) if found else ("", inner)


def _without_figure(inner: str) -> str:
    """The pictures in what cannot stay a figure, then its words."""
    words = _PARTS.sub(" ", _PICTURE.sub("", inner)).strip()
    if "data-footnote" not in words and not _TAG.sub("", words).strip():
        words = ""
    paragraph = words if not words or _BLOCK.search(words) else f"<p>{words}</p>"
    return "".join(_PICTURE.findall(inner)) + paragraph


def _embed(address: str, inner: str) -> str:
    """What ``address`` leads to with its caption, or a link where that is nothing we know how to show."""
    caption = re.search(r"<figcaption>(.*?)</figcaption>", inner, re.DOTALL)
    words = re.sub(r"</?(img|figcaption|figure)[^>]*>", "", caption[1]).strip() if caption else ""
    found = embeds.find(address)
    if found is None:
        link = tag("a", {"href": address}) + escape(address) + "</a>"
        return f"<p>{link}</p>" + (f"<p>{words}</p>" if words else "")
    return (
        tag("figure", {"data-embed": found.url}) + (f"<figcaption>{words}</figcaption>" if words else "") + "</figure>"
    )


_cleaner = nh3.Cleaner(**_allow_list())


def clean(html: str) -> str:
    """Return ``html`` as it is kept: the closed subset, pictures by number only, nothing that could run.

    What is clean already comes back letter for letter. An empty text is "".
    """
    kept = _Structure().rewrite(_cleaner.clean(html.replace("\r\n", "\n"))).strip()
    return "" if _EMPTY.match(kept) else kept
