"""The publication’s own colour, made as dark or as light as it takes to be read."""

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

from blog.reading import require_safe

# The papers of config/static/site.css, by day and by night.
PAPERS = ("#fdfcfa", "#171614")
# WCAG 2.2 AA asks for 4.5; the style sheet’s washes, which are nearer to ink than paper is, take the rest.
CONTRAST = 5
YEAR = 365 * 24 * 3600  # seconds


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    dark, light = sorted([_luminance(one), _luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, paper: str) -> str:
    """Return ``colour``, mixed with as little black or white as lets it be read on ``paper``."""
    ink = max("#000000", "#ffffff", key=lambda ink: contrast(ink, paper))
    mixtures = (_mixed(colour, ink, percent) for percent in range(101))
    return next(mixture for mixture in mixtures if contrast(mixture, paper) >= CONTRAST)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, ink: str, percent: int) -> str:
    pairs = zip(_parts(colour), _parts(ink), strict=True)
    return "#" + "".join(f"{round(part + (inked - part) * percent / 100):02x}" for part, inked in pairs)


def _parts(colour: str) -> bytes:
    return bytes.fromhex(colour[1:])


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def accent(request, colour):
    """The style sheet that gives both schemes the accent ``colour``, six hexadecimal digits. It never changes."""
    by_day, by_night = (readable(f"#{colour}", paper) for paper in PAPERS)
    style = f":root{{--accent:light-dark({by_day},{by_night})}}"
    return HttpResponse(style, content_type="text/css; charset=utf-8")
