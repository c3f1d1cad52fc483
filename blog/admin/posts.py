"""The desk: posts as authors and editors work on them. It shows, asks and calls the workflow; it holds no rules."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.forms import modelform_factory
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from js_asset import Media

from accounts.models import Author
from blog import permissions, workflow
from blog.admin.forms import PostForm
from blog.admin.lists import AuthorFilter, CappedPaginator, MonthFilter, StateTab, TagFilter
from blog.admin.situation import chips, with_published
from blog.admin.steps import Step, press, steps_for
from blog.models import Byline, Post, Revision, Tag
from blog.models.tags import key_of
from blog.views import show_post


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    form = PostForm
    list_display = ["title", "situation", "authors", "tags", "changed"]
    list_filter = [StateTab, AuthorFilter, TagFilter, MonthFilter]
    list_select_related = ["latest"]
    search_fields = ["latest__title"]
    search_help_text = gettext_lazy("Words of the title")
    ordering = ["-changed_at", "-pk"]
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    actions = None

    # -- the list

    @admin.display(description=gettext_lazy("title"), ordering="latest__title")
    def title(self, post):
        return str(post)

    @admin.display(description=gettext_lazy("state"))
    def situation(self, post):
        return render_to_string("admin/blog/post/_chips.html", {"chips": chips(post)})

    @admin.display(description=gettext_lazy("authors"))
    def authors(self, post):
        return ", ".join(str(byline.author) for byline in post.latest.bylines.all())

    @admin.display(description=gettext_lazy("tags"))
    def tags(self, post):
        return ", ".join(tag.name for tag in post.latest.tags.all())

    @admin.display(description=gettext_lazy("changed"), ordering="changed_at")
    def changed(self, post):
        return post.changed_at

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        state = next(spec for spec in changelist.filter_specs if isinstance(spec, StateTab))
        changelist.tabs = list(state.tabs(request, changelist, self.get_queryset(request)))
        bylines = Byline.objects.select_related("author").order_by("position")
        changelist.result_list = with_published(changelist.result_list).prefetch_related(
            Prefetch("latest__bylines", bylines), "latest__tags"
        )
        return changelist

    # -- who may

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return obj.trashed_at is None and permissions.can_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # posts go by way of the trash

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404("A stranger’s post and no post look the same.")

    # -- the form: about a Post, made of a Revision

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = modelform_factory(Revision, form=PostForm, formfield_callback=_plain_formfield)
        form.refusal = getattr(request, "refusal", None)
        return form

    def get_changeform_initial_data(self, request):
        return {"authors": list(Author.objects.filter(user=request.user))}

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": list(PostForm.base_fields)})]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's; a step that the workflow refuses is rolled back and the same words are shown again."""
        if "_saveasnew" in request.POST:  # Django would make a second post of it, although nothing here offers that
            raise PermissionDenied
        if object_id and request.method == "GET":
            post = self.get_object(request, unquote(object_id))
            if post and post.trashed_at:
                return self._trashed(request, post)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except workflow.Refused as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_form(self, request, form, change):
        form.revision = form.save_text(by=request.user)
        return form.revision.post

    def save_model(self, request, obj, form, change):
        request.step = press(request.POST, form, by=request.user)

    def save_related(self, request, form, formsets, change):
        """Nothing: authors and tags are part of the revision."""

    def construct_change_message(self, request, form, formsets, add=False):
        return ""

    def log_addition(self, request, obj, message):
        """Nothing: the workflow records Events."""

    def log_change(self, request, obj, message):
        """Nothing: the workflow records Events."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # for the import map
        post = obj if isinstance(obj, Post) else None
        context |= {
            "steps": steps_for(request.user, post),
            "chips": chips(post) if post else [],
            "theirs": form.theirs,
            "live_url": post and post.get_absolute_url(),
            "scheduled": post and post.scheduled_revision(),
            "may_redirect": permissions.can_choose_redirect(request.user),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # -- after a step

    def response_add(self, request, obj, post_url_continue=None):
        return self._respond(request, obj)

    def response_change(self, request, obj):
        return self._respond(request, obj)

    def _respond(self, request, post):
        """Back to the form, saying what happened; a preview shows the text and takes everything back."""
        if request.step is Step.PREVIEW:
            revision = Revision.objects.for_page().get(pk=post.latest_id)
            response = as_preview(show_post(request, revision))
            transaction.set_rollback(True)
            return response
        post.refresh_from_db()
        self.message_user(request, request.step.done(post), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))

    # -- beside the form

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("suggest/authors/", wrap(self.suggest_authors), name="blog_post_suggest_authors"),
            path("suggest/tags/", wrap(self.suggest_tags), name="blog_post_suggest_tags"),
            path("<int:pk>/preview/", wrap(self.preview), name="blog_post_preview"),
            path("<int:pk>/untrash/", wrap(require_POST(self.untrash)), name="blog_post_untrash"),
            path("<int:pk>/restore/<int:number>/", wrap(require_POST(self.restore)), name="blog_post_restore"),
            *super().get_urls(),
        ]

    def suggest_authors(self, request):
        """Authors whose name has the letters typed, for those who write."""
        self._writers_only(request)
        found = Author.objects.filter(name__icontains=request.GET.get("q", ""))[:10]
        return JsonResponse({"results": [{"id": who.pk, "name": who.name, "guest": who.is_guest} for who in found]})

    def suggest_tags(self, request):
        """Tags that begin with the letters typed, the most used first."""
        self._writers_only(request)
        found = Tag.objects.filter(key__startswith=key_of(request.GET.get("q", "")), same_as=None)
        found = found.select_related("count").order_by("-count__posts", "key")
        named = [{"name": tag.name, "posts": tag.count.posts if hasattr(tag, "count") else 0} for tag in found[:10]]
        return JsonResponse({"results": named})

    def _writers_only(self, request):
        if not (permissions.can_add(request.user) or self.has_change_permission(request)):
            raise Http404

    def preview(self, request, pk):
        """What is saved, as readers will see it."""
        post = get_object_or_404(self.get_queryset(request), pk=pk)
        return as_preview(show_post(request, Revision.objects.for_page().get(pk=post.latest_id)))

    def untrash(self, request, pk):
        post = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            workflow.untrash(post, by=request.user)
        except workflow.Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            self.message_user(request, _("“%s” is out of the trash, as a draft.") % post, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))

    def restore(self, request, pk, number):
        """Say again what revision ``number`` said, as a new draft."""
        post = get_object_or_404(self.get_queryset(request).select_related("latest"), pk=pk)
        revision = get_object_or_404(post.revisions, number=number)
        try:
            workflow.restore(revision, by=request.user, seen=post.latest.number)
        except workflow.Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:blog_post_history", args=[pk]))
        self.message_user(request, _("What number %d said is a new draft now.") % number, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))

    def history_view(self, request, object_id, extra_context=None):
        """Every revision, and beside them who did what."""
        post = self.get_object(request, unquote(object_id))
        if post is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%s”") % post,
            "opts": self.opts,
            "post": post,
            "may_restore": self.has_change_permission(request, post),
            "revisions": post.revisions.select_related("created_by").defer("body", "html").order_by("-number")[:200],
            "events": post.events.all()[:200],
        }
        return TemplateResponse(request, "admin/blog/post/history.html", context)

    def _trashed(self, request, post):
        context = {
            **self.admin_site.each_context(request),
            "title": str(post),
            "opts": self.opts,
            "post": post,
            "may_untrash": permissions.can_trash(request.user, post),
        }
        return TemplateResponse(request, "admin/blog/post/trashed.html", context)


def _plain_formfield(field, **kwargs):
    """The model's own form fields: PostForm chooses the widgets, not the admin."""
    return field.formfield(**kwargs)


def as_preview(response):
    """Mark ``response`` as nobody's page but this person's, now."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
