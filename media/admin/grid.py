"""The library as a wall of pictures, which costs the same for a thousand and for a hundred thousand."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import paging, recipes, uses
from media.models import Image
from media.words import MOST_FOUND

PER_PAGE = 60
MOST_COUNTED = 1_000
LOOKED_AT = 5_000  # pictures that one page asks whether they are used: rare ones may be far between
MOST_PEOPLE = 200
MOST_MONTHS = 240
ANY = [("", gettext_lazy("any"))]


class QuickSelect(forms.Select):
    """A list of a hundred months takes Django’s own longer than the rest of the page."""

    template_name = "media/quick_select.html"


class Filters(forms.Form):
    """What narrows the wall down. All of it is optional, and what makes no sense is said beside its field."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    by = forms.ChoiceField(label=gettext_lazy("Uploaded by"), required=False, widget=QuickSelect)
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False, widget=QuickSelect)
    use = forms.ChoiceField(
        label=gettext_lazy("Use"),
        required=False,
        choices=[*ANY, ("used", gettext_lazy("used")), ("unused", gettext_lazy("not used anywhere"))],
    )
    missing = forms.ChoiceField(
        label=gettext_lazy("Missing"),
        required=False,
        choices=[*ANY, ("alt", gettext_lazy("alternative text")), ("credit", gettext_lazy("credit"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["by"].choices = [*ANY, *_people()]
        self.fields["month"].choices = [*ANY, *_months()]

    def narrowed(self, images):
        """Return those of ``images`` that are asked for, as far as an index answers."""
        asked = getattr(self, "cleaned_data", {})
        if asked.get("q"):
            images = images.search(asked["q"])
        if asked.get("by"):
            images = images.filter(uploaded_by=asked["by"])
        if asked.get("month"):
            start, end = _span(asked["month"])
            images = images.filter(uploaded_at__gte=start, uploaded_at__lt=end)
        match asked.get("missing"):
            case "alt":
                images = images.without_alt()
            case "credit":
                images = images.filter(credit="")
        return images

    def sieve(self) -> Q | None:
        """Return what every single picture has to be asked."""
        match getattr(self, "cleaned_data", {}).get("use"):
            case "used":
                return uses.used()
            case "unused":
                return ~uses.used()
        return None


@dataclass(frozen=True)
class Page:
    """``next`` leads on, or is empty. ``until``: no further than that day was looked, and there may be more."""

    images: list[Image]
    next: str
    until: datetime | None
    count: str  # on the first page


def page_of(images, sieve: Q | None, before: tuple[datetime, int] | None) -> Page:
    """Return the next page of ``images`` that pass the ``sieve``."""
    found, edge = images.newest_first(before), None
    if sieve is not None:
        edge = found.values_list("uploaded_at", "pk")[LOOKED_AT - 1 : LOOKED_AT].first()
        if edge is not None:
            found = found.filter(uploaded_at__gte=edge[0]).exclude(uploaded_at=edge[0], pk__lt=edge[1])
        found = found.filter(sieve)
    shown = list(found.select_related("uploaded_by")[: PER_PAGE + 1])
    count = "" if before else _label(found[: MOST_COUNTED + 1].count(), is_all=edge is None)
    if len(shown) > PER_PAGE:
        return Page(shown[:PER_PAGE], paging.place_of(shown[PER_PAGE - 1]), None, count)
    return Page(shown, paging.place(*edge) if edge else "", edge and edge[0], count)


def _label(count: int, *, is_all: bool) -> str:
    return f"{count:,}" if is_all and count <= MOST_COUNTED else f"{min(count, MOST_COUNTED):,}+"


def context_of(request, before: tuple[datetime, int] | None) -> dict:
    """Return what the wall shows to who asks."""
    filters = Filters(request.GET)
    filters.is_valid()
    in_trash = "trash" in request.GET
    images = Image.objects.trashed() if in_trash else Image.objects.kept()
    page = page_of(filters.narrowed(images), filters.sieve(), before)
    onward = request.GET.copy()
    onward["before"] = page.next
    asked = {name: value for name, value in request.GET.items() if value and name != "before"}
    return {
        "filters": filters,
        "is_filtered": bool(asked.keys() - {"trash"}),
        "in_trash": in_trash,
        "page": page,
        "tiles": [_tile(image) for image in page.images],
        "is_later": before is not None,
        "onward": onward.urlencode() if page.next else "",
        "most_found": MOST_FOUND if asked.get("q") and page.count.endswith("+") else None,
    }


def _tile(image: Image) -> dict:
    urls = list(image.rendition_urls(recipes.WEBP).items())[:2]
    lacks = [] if image.alt or image.decorative else [_("no alternative text")]
    return {
        "image": image,
        "src": urls[0][1],
        "srcset": ", ".join(f"{url} {width}w" for width, url in urls),
        "width": urls[0][0],
        "height": image.rendition_height(urls[0][0]),
        "lacks": lacks + ([] if image.credit else [_("no credit")]),
    }


def _people() -> list[tuple[str, str]]:
    theirs = Image.objects.kept().filter(uploaded_by=OuterRef("pk"))
    people = get_user_model().objects.filter(Exists(theirs)).order_by("pk")[:MOST_PEOPLE]
    return sorted(((str(person.pk), str(person)) for person in people), key=lambda choice: choice[1].casefold())


def _months() -> list[tuple[str, str]]:
    """Return every month from that of the newest picture back to that of the oldest: two looks at an index."""
    moments = Image.objects.kept().values_list("uploaded_at", flat=True)
    newest, oldest = moments.newest_first().first(), moments.order_by("uploaded_at", "pk").first()
    if newest is None:
        return []
    first, last = (moment.year * 12 + moment.month - 1 for moment in map(timezone.localtime, (oldest, newest)))
    numbers = range(last, max(first, last - MOST_MONTHS) - 1, -1)
    months = [divmod(number, 12) for number in numbers]
    return [(f"{year}-{month + 1:02}", f"{MONTHS[month + 1]} {year}") for year, month in months]


def _span(month: str) -> tuple[datetime, datetime]:
    year, number = map(int, month.split("-"))
    zone = timezone.get_current_timezone()
    return datetime(year, number, 1, tzinfo=zone), datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
