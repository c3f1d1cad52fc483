"""Tags at the desk: their name, address and description, and which other tag they are the same as."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as UnusedTag

from blog.models import Tag

admin.site.unregister(UnusedTag)  # it brings a page that asks for no permission


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "posts", "same_as"]
    list_select_related = ["count", "same_as"]
    search_fields = ["name", "key"]
    ordering = ["key"]
    fields = ["name", "slug", "description", "same_as"]
    autocomplete_fields = ["same_as"]
    show_full_result_count = False

    @admin.display(description=_("live posts"), ordering="count__posts")
    def posts(self, tag):
        return tag.count.posts if hasattr(tag, "count") else 0
