"""Tags at the desk: what they are called, which are hardly used, and which should be one."""

import logging
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import F
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
from blog.models import Tag, Verb
from blog.tagcare import affected, finding, history, merging, renaming
from blog.tagcare.filters import UseFilter
from blog.tagcare.forms import TagForm
from blog.tagcare.models import Apart, Change, Merge
from blog.workflow import Refused

admin.site.unregister(UnusedTag)  # it brings a page that asks for no permission

MOST_AT_ONCE = 50
MERGES_SHOWN = 20
GROUPS_SHOWN = 100

BUSY = gettext_lazy("The database did not answer in time, and nothing was changed. Press the button once more.")

logger = logging.getLogger(__name__)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    form = TagForm
    list_display = ["name", "slug", "posts", "same_as"]
    list_filter = [UseFilter]
    list_select_related = ["count", "same_as"]
    list_per_page = 50
    paginator = CappedPaginator
    search_fields = ["words"]
    ordering = ["key"]
    autocomplete_fields = ["same_as"]
    show_full_result_count = False
    actions = ["merge_selected"]

    @admin.display(description=gettext_lazy("live posts"), ordering=Coalesce("count__posts", 0))
    def posts(self, tag):
        return tag.posts_counted

    def get_search_results(self, request, queryset, search_term):
        return queryset.searched(search_term), False

    def get_readonly_fields(self, request, obj=None):
        # A tag that has posts becomes a synonym by a merge, which takes them along.
        return ["same_as"] if obj and not obj.same_as_id else []

    def has_add_permission(self, request):
        """To write a new tag on a post is one thing, to make one here, with a description and synonyms, another."""
        return super().has_add_permission(request) and request.user.has_perm("blog.change_tag")

    def save_model(self, request, obj, form, change):
        led_to = renaming.take_over(obj.slug, obj)
        if led_to:
            words = _("/tags/%(slug)s/ led to “%(tag)s” until now, whose address it was once.")
            messages.warning(request, words % {"slug": obj.slug, "tag": led_to})
        if change:
            name, slug = obj.name, obj.slug
            obj.name, obj.slug = form.before
            renaming.rename(obj, name=name, slug=slug, by=request.user)
        else:
            super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context["synonyms"] = obj.synonyms.order_by("key")
            if self.has_change_permission(request, obj) and not obj.same_as_id:
                context["affected"] = affected.by([obj], request.user)[0]
            context["merges"] = obj.merges.prefetch_related("tags").select_related("into")[:MERGES_SHOWN]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # -- deleting: the database refuses one that is on a text or has synonyms, and Django's page says which

    def delete_model(self, request, obj):
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def get_deleted_objects(self, objs, request):
        """As Django's, which lists what the tables keep; instead, what becomes of each tag."""
        _listed, _counted, perms_needed, protected = super().get_deleted_objects(objs, request)
        lines = [str(tag) for tag in objs]
        for place, tag in enumerate(objs):
            if tag.same_as:
                words = _("%(tag)s: its addresses go on leading to “%(other)s”.") % {"tag": tag, "other": tag.same_as}
                if Merge.objects.filter(tags=tag, undone_at=None).exists():
                    words += " " + _("That it was merged cannot be taken back any more.")
                lines[place] = words
        return lines, {self.opts.verbose_name_plural: len(lines)}, perms_needed, protected

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        tags = list(queryset.select_related("same_as"))
        names = [tag.name for tag in tags]
        renaming.leave_addresses(tags)
        super().delete_queryset(request, queryset)
        subject = names[0] if len(names) == 1 else ""
        left = {tag.same_as for tag in tags if tag.same_as not in tags}
        history.record(Verb.TAGS_DELETED, left, by=request.user, subject=subject, note=", ".join(names))

    # -- history

    def construct_change_message(self, request, form, formsets, add=False):
        """As Django's, but for a rename, of which the history says more."""
        form.changed_data = [field for field in form.changed_data if field not in ("name", "slug")]
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    def history_view(self, request, object_id, extra_context=None):
        """What was done to a tag; a rename of it can be taken back."""
        tag = self.get_object(request, unquote(object_id))
        if tag is None:
            raise Http404
        if not self.has_view_or_change_permission(request, tag):
            raise PermissionDenied
        context = {"title": _("History of “%s”") % tag, "tag": tag, "entries": history.of_tag(tag)}
        return self._history_page(request, context)

    def all_history(self, request):
        """What was done to tags, also to those that are no more."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        before = request.GET.get("before", "")
        entries, older = history.of_all(int(before) if before.isdecimal() and len(before) < 19 else None)
        return self._history_page(request, {"title": _("History of tags"), "entries": entries, "older": older})

    def _history_page(self, request, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        context["may_undo"] = self.has_change_permission(request)
        return TemplateResponse(request, "admin/blog/tag/history.html", context)

    def undo_rename(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        change = get_object_or_404(
            Change.objects.select_related("tag"), pk=pk, event__verb=Verb.TAG_RENAMED, tag__isnull=False
        )
        try:
            tag = renaming.undo(change, by=request.user)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            message = _("It is “%(tag)s” again, at /tags/%(slug)s/.") % {"tag": tag, "slug": tag.slug}
            self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_tag_history", args=[change.tag_id]))

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
            path("look-alikes/aside/", wrap(require_POST(self.put_aside)), name="blog_tag_put_aside"),
            path("look-alikes/<int:pk>/back/", wrap(require_POST(self.bring_back)), name="blog_tag_bring_back"),
            path("merge/", wrap(require_http_methods(["GET", "HEAD", "POST"])(self.merge)), name="blog_tag_merge"),
            path("history/", wrap(require_safe(self.all_history)), name="blog_tag_all_history"),
            path("changes/<int:pk>/undo/", wrap(require_POST(self.undo_rename)), name="blog_tag_undo_rename"),
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
            "aside": Apart.objects.prefetch_related("tags")[:GROUPS_SHOWN],
        }
        return TemplateResponse(request, "admin/blog/tag/look_alikes.html", context)

    def put_aside(self, request):
        """Say that tags which look alike mean several things."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        tags = list(Tag.objects.filter(pk__in=_numbers(request.POST), same_as=None)[: MOST_AT_ONCE + 1])
        if not 2 <= len(tags) <= MOST_AT_ONCE:
            raise Http404
        Apart.objects.create(made_by=request.user).tags.set(tags)
        return HttpResponseRedirect(reverse("admin:blog_tag_look_alikes"))

    def bring_back(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        get_object_or_404(Apart, pk=pk).delete()
        return HttpResponseRedirect(reverse("admin:blog_tag_look_alikes"))

    def merge(self, request):
        """Which of them is to stay, and what that does to how many posts; then doing it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        numbers = _numbers(asked)
        tags = list(
            Tag.objects.filter(pk__in=numbers, same_as=None)
            .select_related("count")
            .order_by(F("count__posts").desc(nulls_last=True), "key")
        )
        if one := len(numbers) > 1 and merging.made_one(numbers):
            return self._made_one(request, one)
        if not 2 <= len(tags) <= MOST_AT_ONCE:
            raise Http404
        into = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if into:
            try:
                merging.merge([tag for tag in tags if tag != into], into, by=request.user)
            except Refused as refusal:
                if one := merging.made_one(numbers):  # by the other click of two
                    return self._made_one(request, one)
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
            "tags": affected.by(tags, request.user),
            "several": affected.with_several(tags),
        }
        return TemplateResponse(request, "admin/blog/tag/merge.html", context)

    def _made_one(self, request, tag):
        self.message_user(request, _("That is done already: they are all “%s” now.") % tag, messages.INFO)
        return HttpResponseRedirect(reverse("admin:blog_tag_change", args=[tag.pk]))

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


def _numbers(asked) -> set[int]:
    return {int(pk) for pk in asked.getlist("tag") if pk.isdecimal() and len(pk) < 19}


def _asking_for(tags) -> str:
    return urlencode([("tag", tag.pk) for tag in tags])
