"""The desk's list of posts: status tabs with counts, filters, and pages that cost the same at any size."""

import re
from datetime import datetime

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.models import MonthCount, Post, Revision, State

MOST_COUNTED = 1000
MOST_DATED = 1_000_000  # in a month
A_MONTH = re.compile(r"[1-9][0-9]{3}-[0-9]{2}")


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


class PostList(ChangeList):
    def get_ordering(self, request, queryset):
        """By the columns asked for; unasked, as ``in_state`` sorts."""
        return super().get_ordering(request, queryset) if ORDER_VAR in self.params else list(queryset.query.order_by)


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
        return in_state(queryset, self.value(), request.user)

    def tabs(self, request, changelist, posts):
        """Return the tabs with how many of ``posts`` each holds."""
        values = [None, *(value for value, _label in self.lookup_choices)]
        for value, choice in zip(values, self.choices(changelist), strict=True):
            yield choice | {"count": count_label(capped_count(in_state(posts, value, request.user)))}


def in_state(posts, state: str | None, user):
    """Return those of ``posts``, which are ``visible_to(user)``, that are in ``state``; None is any but the trash."""
    if state == "trash":
        # Of these alone, which are few: the database would walk all posts, newest first, in the hope of some.
        return posts.filter(pk__in=Post.objects.filter(trashed_at__isnull=False).values("pk"))
    posts = posts.filter(trashed_at=None)
    if state == "scheduled":
        return posts.scheduled()
    if state in State.OPEN:
        return posts.filter(open_state=state)
    posts = posts.last_changed_first(user)
    return posts.live() if state else posts


class MonthFilter(admin.SimpleListFilter):
    title = _("month")
    parameter_name = "month"

    def lookups(self, request, model_admin):
        months = MonthCount.objects.filter(posts__gt=0).order_by("-month").values_list("month", flat=True)
        return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months[:24]]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not A_MONTH.fullmatch(self.value()):
            return queryset.none()
        try:
            begin = timezone.make_aware(datetime.strptime(self.value(), "%Y-%m"))
            end = timezone.make_aware(datetime(begin.year + begin.month // 12, begin.month % 12 + 1, 1))
        except (ValueError, OverflowError):
            return queryset.none()
        # By two moments, which an index has, rather than by the number of the month, which every date is asked for.
        dated = Revision.objects.listed().filter(state=State.PUBLISHED, dated_at__gte=begin, dated_at__lt=end)
        # A limit, if one that nothing reaches: PostgreSQL gathers them first, and does not ask this of every post.
        return queryset.filter(pk__in=dated.values("post")[:MOST_DATED])
