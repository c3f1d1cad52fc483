"""Pictures on a reader's page, alone or several in rows: how wide each is shown, and what stands beside what."""

from dataclasses import dataclass
from itertools import pairwise
from math import log

from django.utils.translation import gettext as _

from blog.markup.rewriting import tag
from media.html import figure, figure_in_row
from media.models import Image

# The tokens --measure and --breakout of config/static/site.css, in pixels of a large window.
_WIDTHS = {"": 840, "wide": 1134}
_NARROW = 704  # pixels: up to it everything is as wide as the window, as that sheet's media query says
_EDGES = 50  # pixels on both sides of a window that is wider

_MOST_IN_ROW = 4
_IDEAL = 3.2  # width of a whole row by its height


@dataclass(frozen=True)
class Placed:
    """A picture as it stands in a text; None stands for the library's words, or for a picture that was removed."""

    image: Image | None
    alt: str | None
    caption_html: str | None
    eager: bool

    @property
    def ratio(self) -> float:
        return self.image.width / self.image.height if self.image else 1.5

    def alone(self, layout: str) -> str:
        if self.image is None:
            return self._removed()
        return figure(
            self.image,
            **self._words,
            sizes=sizes(layout),
            eager=self.eager,
            layout=layout,
            at_most=_WIDTHS.get(layout, 2000),
        )

    def in_row(self, layout: str, share: float) -> str:
        if self.image is None:
            return self._removed()
        return figure_in_row(self.image, **self._words, sizes=sizes(layout, share), eager=self.eager)

    @property
    def _words(self) -> dict:
        return {"alt": self.alt, "caption_html": self.caption_html}

    def _removed(self) -> str:
        return f'<figure class="picture" data-removed><p>{_("Picture removed")}</p>{self.caption_html or ""}</figure>'


def gallery(pictures: list[Placed], caption: str, layout: str) -> str:
    """Return ``pictures`` in rows; ``caption`` is the <figcaption> of the whole, or "".

    Everything in a row is given one height, so that a style sheet makes it fit by letting it shrink.
    """
    written = "".join(_row(row, layout) for row in rows(pictures))
    return f"{tag('figure', {'class': 'gallery', 'data-layout': layout or None})}{written}{caption}</figure>"


def _row(pictures: list[Placed], layout: str) -> str:
    whole = sum(picture.ratio for picture in pictures)
    return f'<div class="row">{"".join(picture.in_row(layout, picture.ratio / whole) for picture in pictures)}</div>'


def sizes(layout: str, share: float = 1) -> str:
    """Return how wide a picture is shown that has ``share`` of the width of ``layout``, as HTML says it."""
    if layout not in _WIDTHS:
        return "100vw" if share == 1 else f"(max-width: {_NARROW}px) 100vw, {round(100 * share)}vw"
    whole, widest = _WIDTHS[layout], round(_WIDTHS[layout] * share)
    between = f"calc({100 * share:.4g}vw - {_EDGES * share:.4g}px)"
    return f"(max-width: {_NARROW}px) 100vw, (max-width: {whole + _EDGES}px) {between}, {widest}px"


def rows(pictures: list[Placed]) -> list[list[Placed]]:
    """Split ``pictures``, in their order, so that rows come out about as high as one another; two stay side by side."""
    if len(pictures) == 2:
        return [pictures]
    best: list[tuple[float, list[int]]] = [(0, [0])]  # how far from ideal the first so many are, and where rows end
    for end in range(1, len(pictures) + 1):
        begins = range(max(0, end - _MOST_IN_ROW), end)
        cost, begin = min((best[begin][0] + _cost(pictures[begin:end]), begin) for begin in begins)
        best.append((cost, [*best[begin][1], end]))
    return [pictures[begin:end] for begin, end in pairwise(best[-1][1])]


def _cost(row: list[Placed]) -> float:
    return log(sum(picture.ratio for picture in row) / _IDEAL) ** 2
