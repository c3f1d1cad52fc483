"""What the list of tags is narrowed by: how much they are used."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import TagPlacement


class UseFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [
            ("unused", _("On no text at all")),
            ("hidden", _("On no live post")),
            ("rare", _("On one or two live posts")),
            ("synonyms", _("Synonyms")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "unused":
                placed = TagPlacement.objects.filter(tag=OuterRef("pk"))
                return queryset.filter(~Exists(placed), same_as=None, synonyms=None)
            case "hidden":
                return queryset.exclude(count__posts__gt=0).filter(same_as=None)
            case "rare":
                return queryset.filter(count__posts__in=(1, 2), same_as=None)
            case "synonyms":
                return queryset.exclude(same_as=None)
        return queryset
