"""Tags at the desk: what they are called, which are hardly used, and which should be one."""

import logging
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from taggit.models import Tag as UnusedTag

from blog.admin.lists import CappedPaginator
from blog.models import Event, Tag, TagPlacement, Verb
from blog.models.posts import normal_slug
from blog.tagcare import finding, merging, renaming
from blog.tagcare.models import Merge
from blog.workflow import Refused

admin.site.unregister(UnusedTag)  # it brings a page that asks for no permission

MOST_AT_ONCE = 50
MERGES_SHOWN = 20
GROUPS_SHOWN = 100

BUSY = gettext_lazy("The database did not answer in time, and nothing was changed. Press the button once more.")

logger = logging.getLogger(__name__)


class UseFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [
            ("unused", _("On no text at all")),
            ("rare", _("On one or two live posts")),
            ("synonyms", _("Synonyms")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "unused":
                placed = TagPlacement.objects.filter(tag=OuterRef("pk"))
                return queryset.filter(~Exists(placed), same_as=None, synonyms=None)
            case "rare":
                return queryset.filter(count__posts__in=(1, 2), same_as=None)
            case "synonyms":
                return queryset.exclude(same_as=None)
        return queryset


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields = ["name", "slug", "description", "same_as"]
        help_texts = {
            "name": gettext_lazy("Who goes on writing the old name means this tag."),
            "slug": gettext_lazy("Stays when the name is corrected. An old address leads to the new one."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self):
        return normal_slug(self.cleaned_data["slug"]) or self.instance.slug

    def clean(self):
        asked = super().clean()
        if {"name", "slug"} <= asked.keys():
            try:
                renaming.refuse_taken(self.instance, name=asked["name"], slug=asked["slug"])
            except Refused as refusal:
                self.add_error(None, refusal)
        return asked

    def validate_unique(self):
        """Nothing: ``refuse_taken`` knows more, such as that a tag may take the name of its own synonym."""

    def _post_clean(self):
        """As Django's, which writes into the tag what ``rename`` is to compare with what it was."""
        self.before = self.instance.name, self.instance.slug
        super()._post_clean()


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    form = TagForm
    list_display = ["name", "slug", "posts", "same_as"]
    list_filter = [UseFilter]
    list_select_related = ["count", "same_as"]
    list_per_page = 50
    paginator = CappedPaginator
    search_fields = ["name", "key"]
    ordering = ["key"]
    autocomplete_fields = ["same_as"]
    show_full_result_count = False
    actions = ["merge_selected"]

    @admin.display(description=gettext_lazy("live posts"), ordering=Coalesce("count__posts", 0))
    def posts(self, tag):
        return tag.posts_counted

    def get_readonly_fields(self, request, obj=None):
        # A tag that has posts becomes a synonym by a merge, which takes them along.
        return ["same_as"] if obj and not obj.same_as_id else []

    def has_add_permission(self, request):
        """To write a new tag on a post is one thing, to make one here, with a description and synonyms, another."""
        return super().has_add_permission(request) and request.user.has_perm("blog.change_tag")

    def save_model(self, request, obj, form, change):
        if change:
            name, slug = obj.name, obj.slug
            obj.name, obj.slug = form.before
            renaming.rename(obj, name=name, slug=slug, by=request.user)
        else:
            super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context["synonyms"] = obj.synonyms.order_by("key")
            context["merges"] = obj.merges.prefetch_related("tags").select_related("into")[:MERGES_SHOWN]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # -- deleting: the database refuses one that is on a text or has synonyms, and Django's page says which

    def delete_model(self, request, obj):
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        names = list(queryset.values_list("name", flat=True))
        super().delete_queryset(request, queryset)
        by, note = request.user, ", ".join(names)
        subject = names[0] if len(names) == 1 else ""
        Event.objects.create(subject=subject, actor=by, actor_name=str(by), verb=Verb.TAGS_DELETED, note=note)

    # -- merging

    @admin.action(description=gettext_lazy("Merge into one tag …"), permissions=["change"])
    def merge_selected(self, request, tags):
        chosen = list(tags[: MOST_AT_ONCE + 1])
        if not 2 <= len(chosen) <= MOST_AT_ONCE:
            message = _("Choose at least two tags, and at most %d.") % MOST_AT_ONCE
            return self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(f"{reverse('admin:blog_tag_merge')}?{_asking_for(chosen)}")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("look-alikes/", wrap(require_safe(self.look_alikes)), name="blog_tag_look_alikes"),
            path("merge/", wrap(require_http_methods(["GET", "HEAD", "POST"])(self.merge)), name="blog_tag_merge"),
            path("merges/<int:pk>/undo/", wrap(require_POST(self.undo)), name="blog_tag_unmerge"),
            *super().get_urls(),
        ]

    def look_alikes(self, request):
        """Tags that may be one tag written in two ways, with the way to make them one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        groups = finding.look_alikes()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Tags that look alike"),
            "opts": self.opts,
            "groups": [(group, _asking_for(group[:MOST_AT_ONCE])) for group in groups[:GROUPS_SHOWN]],
            "more": len(groups) - GROUPS_SHOWN,
        }
        return TemplateResponse(request, "admin/blog/tag/look_alikes.html", context)

    def merge(self, request):
        """Which of them is to stay, and what that does to how many posts; then doing it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        numbers = {int(pk) for pk in asked.getlist("tag") if pk.isdecimal() and len(pk) < 19}
        tags = list(
            Tag.objects.filter(pk__in=numbers, same_as=None)
            .select_related("count")
            .order_by(F("count__posts").desc(nulls_last=True), "key")
        )
        if not 2 <= len(tags) <= MOST_AT_ONCE:
            raise Http404
        into = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if into:
            try:
                merging.merge([tag for tag in tags if tag != into], into, by=request.user)
            except Refused as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            except OperationalError:
                logger.exception("Tags could not be merged: into=%s", into.pk)
                self.message_user(request, BUSY, messages.ERROR)
                return HttpResponseRedirect(f"{request.path}?{_asking_for(tags)}")
            else:
                message = _("Done. The others are synonyms of “%s” now; below is a way to take it back.")
                self.message_user(request, message % into, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:blog_tag_change", args=[into.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge into one tag"),
            "opts": self.opts,
            "tags": [(tag, merging.posts_with(tag)) for tag in tags],
        }
        return TemplateResponse(request, "admin/blog/tag/merge.html", context)

    def undo(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        made = get_object_or_404(Merge, pk=pk)
        try:
            newer = merging.undo(made, by=request.user)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        except OperationalError:
            logger.exception("A merge of tags could not be taken back: merge=%s", pk)
            self.message_user(request, BUSY, messages.ERROR)
        else:
            self.message_user(request, _("Every text has the tags back that it had."), messages.SUCCESS)
            for post in newer[:MOST_AT_ONCE]:
                message = _("“%(post)s” has been written anew since, and keeps “%(tag)s”.")
                self.message_user(request, message % {"post": post, "tag": made.into}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:blog_tag_change", args=[made.into_id]))


def _asking_for(tags) -> str:
    return urlencode([("tag", tag.pk) for tag in tags])
