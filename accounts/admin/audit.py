"""The audit log, to be read by administrators."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User

MOST_COUNTED = 1000


class NewestOnly(Paginator):
    """Pages of the newest thousand entries: counting them all would cost more with every year."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:MOST_COUNTED].count()


class PersonFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        people = User.objects.only("name", "email").order_by("name", "email")
        return [(str(user.pk), str(user)) for user in people]

    def queryset(self, request, queryset):
        """Return as many of the newest as there are pages of: asked after every other filter, each an index range."""
        if not (self.value() or "").isdecimal():
            return queryset
        by, about = (
            queryset.filter(**{role: self.value()}).order_by("-at", "-pk").values("pk")[:MOST_COUNTED]
            for role in ("actor", "subject")
        )
        # For one or the other PostgreSQL would look at every entry, and SQLite unites nothing that is cut off itself.
        entries = AuditEntry.objects.order_by().values("pk")
        return queryset.filter(pk__in=entries.filter(pk__in=by).union(entries.filter(pk__in=about)))


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ["at", "whose", "verb", "detail", "by", "ip"]
    list_display_links = None
    list_filter = ["verb", PersonFilter]
    list_per_page = 50
    paginator = NewestOnly
    show_full_result_count = False
    sortable_by = []

    @admin.display(description=_("whose account"))
    def whose(self, entry):
        if not entry.subject_id:
            return entry.subject_name
        return format_html('<a href="?person={}">{}</a>', entry.subject_id, entry.subject_name)

    @admin.display(description=_("by"))
    def by(self, entry):
        return entry.actor_name or "–"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
