"""The desk's list of posts: status tabs with counts, filters, and pages that cost the same at any size."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Author
from blog.models import MonthCount, State, Tag

MOST_COUNTED = 1000


def capped_count(rows) -> int:
    """Return how many ``rows`` there are, counting no further than one past MOST_COUNTED."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def count_label(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


class CappedPaginator(Paginator):
    """Pages of the first thousand rows. Who looks for more narrows the list down; nobody pages that far."""

    @cached_property
    def count(self):
        return min(capped_count(self.object_list), MOST_COUNTED)


class StateTab(admin.SimpleListFilter):
    """The tabs above the list. Each is one index range."""

    title = _("state")
    parameter_name = "state"
    template = "admin/blog/post/_tabs_stand_above.html"

    def lookups(self, request, model_admin):
        return [
            *((state, State(state).label) for state in State.OPEN),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("trash", _("Trash")),
        ]

    def queryset(self, request, queryset):
        return in_state(queryset, self.value())

    def tabs(self, request, changelist, posts):
        """Return the tabs with how many of ``posts`` each holds."""
        values = [None, *(value for value, _label in self.lookup_choices)]
        for value, choice in zip(values, self.choices(changelist), strict=True):
            yield choice | {"count": count_label(capped_count(in_state(posts, value)))}


def in_state(posts, state: str | None):
    if state == "trash":
        return posts.filter(trashed_at__isnull=False)
    posts = posts.filter(trashed_at=None)
    if state == "live":
        return posts.live()
    if state == "scheduled":
        return posts.scheduled()
    return posts.filter(open_state=state) if state else posts


class AuthorFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Author.objects.values_list("pk", "name")[:50]]

    def queryset(self, request, queryset):
        return queryset.filter(latest__bylines__author=self.value()) if self.value() else queryset


class TagFilter(admin.SimpleListFilter):
    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request, model_admin):
        used_most = Tag.objects.filter(count__posts__gt=0).order_by("-count__posts", "key")
        return [(str(pk), name) for pk, name in used_most.values_list("pk", "name")[:30]]

    def queryset(self, request, queryset):
        return queryset.filter(latest__tag_placements__tag=self.value()) if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    title = _("month")
    parameter_name = "month"

    def lookups(self, request, model_admin):
        months = MonthCount.objects.filter(posts__gt=0).order_by("-month").values_list("month", flat=True)
        return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months[:24]]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        year, _dash, month = self.value().partition("-")
        dated = {"latest__dated_at__year": year, "latest__dated_at__month": month}
        return queryset.filter(**dated) if year.isdecimal() and month.isdecimal() else queryset.none()
