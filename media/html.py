"""An image on readers' pages: alt text, caption, sizes and formats are written here and nowhere else."""

from urllib.parse import urlsplit

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from media import licences, recipes, tones
from media.models import Image

EAGER = SafeString('fetchpriority="high"')
LESS_MOTION = SafeString('media="(prefers-reduced-motion: reduce)"')
AS_AVIF = SafeString('type="image/avif"')
LAZY = SafeString('loading="lazy" decoding="async"')
ROW_HEIGHT = 600  # pixels; no row of pictures is higher

# The style sheet has a rule for each of so many places across and down (config/static/site.css): pages may carry no
# style of their own.
FOCUS_STEPS = 20


def picture(
    image: Image,
    *,
    alt: str | None = None,
    sizes: str = "100vw",
    eager: bool = False,
    urgent: bool = True,
    css_class: str = "",
    height: int | None = None,
) -> SafeString:
    """Return a ``<picture>`` in every format and width there is, and a still of what moves, for who wants none of it.

    ``alt`` None stands for the library's. ``sizes`` says how wide it is shown, as HTML does. ``eager`` is for
    the one picture that a reader waits for, and where that is not ``urgent`` for a small one beside it; the others load
    when they come near. ``height`` is what it has in a layout of several, before that makes it smaller; its width
    follows.
    """
    width, height = (round(height * image.width / image.height), height) if height else image.shown_size
    webp, still, avif = map(image.rendition_urls, recipes.FORMATS)
    source = '<source {} srcset="{}" sizes="{}">'
    return format_html(
        '<picture{}>{}{}<img{} src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}{}></picture>',
        format_html(' class="{}"', css_class) if css_class else "",
        format_html(source, LESS_MOTION, _srcset(still), sizes) if still else "",
        format_html(source, AS_AVIF, _srcset(avif), sizes) if avif else "",
        format_html(' data-tone="{}"', tones.nearest(image.tone)) if image.tone else "",
        webp[image.shown_width],
        _srcset(webp),
        sizes,
        width,
        height,
        image.alt if alt is None else alt,
        (EAGER if urgent else "") if eager else LAZY,
        _focus(image),
    )


def figure(
    image: Image,
    *,
    alt: str | None = None,
    caption_html: str | None = None,
    sizes: str = "100vw",
    eager: bool = False,
    at_most: int | None = None,
    layout: str = "",
) -> SafeString:
    """Return a ``<figure>``: the picture, and under it caption and credit where there are any.

    ``alt`` and ``caption_html`` None stand for the library's; typed words, even empty ones, are kept.
    ``caption_html`` is printed as it is: it must have been cleaned. Where there is a copy wider than ``at_most``,
    the pixels that a page shows of it, the picture leads there. ``layout`` is for the style sheet.
    """
    shown = picture(image, alt=alt, sizes=sizes, eager=eager)
    if at_most and image.largest_width() > at_most:
        shown = _to_full(image, shown, is_named=bool(image.alt if alt is None else alt))
    around = format_html(' data-layout="{}"', layout) if layout else ""
    return format_html('<figure class="picture"{}>{}{}</figure>', around, shown, _words(image, caption_html))


def figure_in_row(
    image: Image, *, alt: str | None = None, caption_html: str | None = None, sizes: str, eager: bool = False
) -> SafeString:
    """Return a ``<figure>`` as one of several in a row: a link to the picture as large as there is.

    The sizes it names are those of pictures of one height, so that a style sheet can make a row of them fit.
    """
    alt = image.alt if alt is None else alt
    shown = picture(image, alt=alt, sizes=sizes, eager=eager, height=ROW_HEIGHT)
    linked = _to_full(image, shown, is_named=bool(alt))
    return format_html('<figure class="picture">{}{}</figure>', linked, _words(image, caption_html))


def _to_full(image: Image, shown: SafeString, *, is_named: bool) -> SafeString:
    """Return ``shown`` as a link to the picture as large as there is; its name is the picture's, where that has one."""
    label = "" if is_named else format_html(' aria-label="{}"', _("Larger picture"))
    address = image.rendition_url(image.largest_width(), recipes.WEBP)
    return format_html('<a class="full" href="{}"{}>{}</a>', address, label, shown)


def _words(image: Image, caption_html: str | None) -> SafeString:
    caption = SafeString(caption_html) if caption_html is not None else _in_its_direction(image.caption)
    origin = SafeString(", ").join(filter(None, [_credit(image), _licence(image)]))
    credit = format_html('<small class="credit" dir="auto">{}</small>', SafeString(origin)) if origin else ""
    words = SafeString(" ").join(filter(None, [caption, credit]))
    return format_html("<figcaption>{}</figcaption>", SafeString(words)) if words else SafeString("")


def _in_its_direction(words: str) -> str:
    """Return words of the library, which may be in another language than the text around them."""
    return format_html("<bdi>{}</bdi>", words) if words else ""


def _credit(image: Image) -> str:
    """Who made it, leading to where it was taken from; for want of a name, the name of that place."""
    if not image.source_url:
        return escape(image.credit)
    words = image.credit or urlsplit(image.source_url).hostname
    return format_html('<a href="{}">{}</a>', image.source_url, words)


def _licence(image: Image) -> str:
    address = licences.deed(image.licence)
    if not address:
        return escape(image.licence)
    return format_html('<a rel="license" href="{}">{}</a>', address, image.licence)


def _srcset(urls: dict[int, str]) -> str:
    return ", ".join(f"{url} {width}w" for width, url in urls.items())


def _focus(image: Image) -> SafeString:
    """Return the attributes that name the focal point to the style sheet: none for an axis that is in the middle."""
    steps = {"x": round(image.focal_x * FOCUS_STEPS), "y": round(image.focal_y * FOCUS_STEPS)}
    return format_html_join("", ' data-{}="{}"', ((axis, at) for axis, at in steps.items() if at != FOCUS_STEPS / 2))
