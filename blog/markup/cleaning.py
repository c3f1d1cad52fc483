"""What is kept of what an author, an importer or an attacker sent: nh3 with the allow-list of the editor's schema."""

import re
from html import escape

import nh3
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from blog import embeds
from blog.editor import BODY
from blog.markup.rewriting import Rewriter, tag

_EMPTY = re.compile(r"^(<p>(\s|&nbsp;|<br>)*</p>)*$")


def _attribute(element: str, attribute: str, value: str) -> str | None:
    """Keep an attribute only with a value that means something here."""
    match element, attribute:
        case "figure", "data-image-id":
            return value if re.fullmatch(r"[1-9]\d{0,17}", value) else None
        case "figure", "data-embed":
            return value if re.match(r"https?://", value, re.IGNORECASE) else None
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
    """A picture stands in a figure that says which; anything else of the kind leaves its words behind."""

    def element_figure(self, attributes, inner):
        if attributes.get("data-embed") and not self.inside("figure"):
            return _embed(attributes["data-embed"], inner)
        if attributes.get("data-image-id") and not self.inside("figure"):
            return tag("figure", attributes) + _parts_of_figure(inner) + "</figure>"
        words = re.sub(r"</?(img|figcaption|figure)[^>]*>", "", inner).strip()
        return f"<p>{words}</p>" if words else ""

    def element_figcaption(self, attributes, inner):
        return f"<figcaption>{inner}</figcaption>" if self.inside("figure") else inner

    def element_img(self, attributes, inner):
        if not self.inside("figure"):
            return ""
        return tag("img", {"alt": attributes.get("alt")})


def _parts_of_figure(inner: str) -> str:
    """The picture, then its caption where one has been typed; nothing else belongs in a figure."""
    picture = re.search(r"<img[^>]*>", inner)
    caption = re.search(r"<figcaption>.*?</figcaption>", inner, re.DOTALL)
    return (picture[0] if picture else "<img>") + (caption[0] if caption else "")


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
