"""Walking through clean HTML, passing on what nobody asked to change, letter for letter."""

from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img"})


def tag(name: str, attributes: dict[str, str | None] | None = None) -> str:
    """Return a start tag; an attribute that is None is left out."""
    pairs = ((key, value) for key, value in (attributes or {}).items() if value is not None)
    return f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in pairs) + ">"


class Rewriter(HTMLParser):
    """Passes HTML through. A subclass takes elements over by ``element_NAME(attributes, inner)``.

    Such a method is called at the element's end with its rewritten inside, and returns what stands in its place;
    ``attributes`` is a dictionary. For an element without an inside (``img``) ``inner`` is empty.
    """

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self._open: list[tuple[str, dict, str]] = []
        self._written: list[list[str]] = [[]]

    def rewrite(self, html: str) -> str:
        self.feed(html)
        self.close()
        while self._open:
            self.handle_endtag(self._open[-1][0])
        return "".join(self._written[0])

    def blocks(self, html: str) -> list[str]:
        """Return what stands at the top of ``html``, rewritten: its paragraphs, headings, pictures, lists."""
        self.rewrite(html)
        return [written for written in self._written[0] if written.strip()]

    def inside(self, name: str) -> bool:
        """Whether an element called ``name`` is open here."""
        return any(opened == name for opened, _attributes, _source in self._open)

    @property
    def is_inside_anything(self) -> bool:
        """Whether any element is open around the one that is being passed on."""
        return bool(self._open)

    def attributes_around(self, name: str) -> list[dict]:
        """Return the attributes of each element called ``name`` that is open here, the outermost first."""
        return [attributes for opened, attributes, _source in self._open if opened == name]

    def write(self, html: str) -> None:
        self._written[-1].append(html)

    def handle_starttag(self, name, attributes):
        source = self.get_starttag_text()
        if name in VOID:
            self.write(self._replaced(name, dict(attributes), "") or "")
            return
        self._open.append((name, dict(attributes), source))
        self._written.append([])

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)

    def handle_endtag(self, name):
        if not self._open or self._open[-1][0] != name:
            return  # clean HTML has none of these
        _name, attributes, source = self._open.pop()
        inner = "".join(self._written.pop())
        self.write(self._replaced(name, attributes, inner, source))

    def _replaced(self, name: str, attributes: dict, inner: str, source: str = "") -> str:
        method = getattr(self, f"element_{name}", None)
        if method is not None:
            return method(attributes, inner)
        if name in VOID:
            return self.get_starttag_text()
        return f"{source}{inner}</{name}>"

    def handle_data(self, data):
        self.write(data)

    def handle_entityref(self, name):
        self.write(f"&{name};")

    def handle_charref(self, name):
        self.write(f"&#{name};")
