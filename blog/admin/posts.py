"""The desk: posts as authors and editors work on them. It shows, asks and calls the workflow; it holds no rules."""

import logging

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import Prefetch
from django.forms import modelform_factory
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from js_asset import Media

from accounts.models import Author
from blog import finding, permissions, workflow
from blog.admin import autosaves, bulk, checking, conflicts, history, presence, preview, suggesting
from blog.admin.access import visible_post
from blog.admin.forms import PostForm
from blog.admin.lists import CappedPaginator, MonthFilter, PostList, StateTab
from blog.admin.named_filters import AuthorFilter, TagFilter
from blog.admin.situation import chips, with_published
from blog.admin.steps import Step, press, steps_for
from blog.models import Autosave, Byline, Post, Revision

logger = logging.getLogger(__name__)

SCRIPTS = ["blog/desk/post-form.js", "blog/desk/autosave.js", "blog/desk/check.js", "blog/desk/here.js"]
AUTOSAVE_NEW = reverse_lazy("admin:blog_post_autosave_new")
CHECK_NEW = reverse_lazy("admin:blog_post_check_new")
LINKS_SHOWN = 10


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    form = PostForm
    list_display = ["title", "situation", "authors", "tags", "changed"]
    list_filter = [StateTab, AuthorFilter, TagFilter, MonthFilter]
    list_select_related = ["latest"]
    search_fields = ["latest__title"]  # what else is looked at: blog.finding
    search_help_text = gettext_lazy("Words of the title or the text, names, tags")
    ordering = ["-changed_at", "-pk"]
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    actions = bulk.ACTIONS

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

    def get_changelist(self, request, **kwargs):
        return PostList

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        is_choosing = request.resolver_match.url_name == "autocomplete"  # on the form of something that names a post
        if is_choosing:
            queryset = queryset.filter(trashed_at=None).select_related("latest")
        if search_term:
            queryset = finding.narrowed(queryset, search_term, request.user, in_titles=is_choosing)
        return queryset, False

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        state = next(spec for spec in changelist.filter_specs if isinstance(spec, StateTab))
        changelist.tabs = list(state.tabs(request, changelist, self.get_queryset(request)))
        bylines = Byline.objects.select_related("author").order_by("position")
        # Without the texts, which the database would carry along while it sorts.
        rows = with_published(changelist.result_list).defer("latest__body", "latest__html")
        changelist.result_list = rows.prefetch_related(Prefetch("latest__bylines", bylines), "latest__tags")
        return changelist

    # -- who may

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return obj.trashed_at is None and permissions.can_edit(request.user, obj)

    def has_publish_permission(self, request):
        return permissions.can_publish(request.user, None)

    def has_delete_permission(self, request, obj=None):
        return False  # posts go by way of the trash

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404("A stranger’s post and no post look the same.")

    # -- the form: about a Post, made of a Revision

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = modelform_factory(Revision, form=PostForm, formfield_callback=_plain_formfield)
        form.refusal = getattr(request, "refusal", None)
        form.by = request.user
        unsaved = request.GET.get("unsaved", "") if request.method == "GET" else ""
        if unsaved.isdecimal():
            form.unsaved = autosaves.get_own(request, int(unsaved[:18]))
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
        if object_id and conflicts.BUTTON in request.POST:
            request.POST = conflicts.settled(request.POST, visible_post(request, int(unquote(object_id))))
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except workflow.Conflict as conflict:
            if conflicts.about_text(conflict, request.POST):
                return conflicts.compare_page(request, conflict.theirs.post, conflict.theirs)
            request.refusal = conflict
        except workflow.Refused as refusal:
            request.refusal = refusal
        except OperationalError as error:
            logger.exception("A post could not be saved: post=%s", object_id)
            request.refusal = _database_refusal(error)
            # Outside of a transaction: showing the form only reads, and waits for nobody.
            response = self._changeform_view(request, object_id, form_url, extra_context)
            response.status_code = 503
            return response
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_form(self, request, form, change):
        form.revision = form.save_text(by=request.user)
        request.form_id = form.cleaned_data["form"]
        Autosave.objects.filter(user=request.user, form=request.form_id).delete()
        return form.revision.post

    def save_model(self, request, obj, form, change):
        form.save_facts(obj, by=request.user)
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
            "scripts": SCRIPTS,
            "autosave_url": reverse("admin:blog_post_autosave", args=[post.pk]) if post else AUTOSAVE_NEW,
            "check_url": reverse("admin:blog_post_check", args=[post.pk]) if post else CHECK_NEW,
            "here_url": post and reverse("admin:blog_post_here", args=[post.pk]),
            "steps": steps_for(request.user, post),
            "problems": workflow.problems(workflow.Text.of(post.latest)) if post else None,
            "may_overrule": permissions.edits_any(request.user),
            "linked_from": Post.objects.linking_to(post).select_related("latest")[:LINKS_SHOWN] if post else [],
            "chips": chips(post) if post else [],
            "unsaved": [] if form.is_bound or form.unsaved else autosaves.of(request.user, post),
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
            response = preview.preview_page(request, revision, is_saved=False)
            transaction.set_rollback(True)
            return response
        post.refresh_from_db()
        self.message_user(request, request.step.done(post), messages.SUCCESS)
        if not Post.objects.visible_to(request.user).filter(pk=post.pk).exists():
            return HttpResponseRedirect(reverse("admin:blog_post_changelist"))
        # The browser lets go of its copy of what was typed into this form.
        saved = f"#saved-{request.form_id}" if request.form_id else ""
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]) + saved)

    # -- beside the form

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("suggest/authors/", wrap(suggesting.authors), name="blog_post_suggest_authors"),
            path("suggest/tags/", wrap(suggesting.tags), name="blog_post_suggest_tags"),
            path("autosave/", wrap(autosaves.keep), name="blog_post_autosave_new"),
            path("<int:pk>/autosave/", wrap(autosaves.keep), name="blog_post_autosave"),
            path("check/", wrap(checking.check), name="blog_post_check_new"),
            path("<int:pk>/check/", wrap(checking.check), name="blog_post_check"),
            path("bulk/", wrap(bulk.plan), name="blog_post_bulk"),
            path("bulk/<int:pk>/", wrap(bulk.done), name="blog_post_bulk_done"),
            path("bulk/<int:pk>/undo/", wrap(bulk.undo), name="blog_post_bulk_undo"),
            path("unsaved/<int:pk>/", wrap(autosaves.recover), name="blog_post_recover"),
            path("unsaved/<int:pk>/let-go/", wrap(autosaves.let_go), name="blog_post_let_go"),
            path("<int:pk>/here/", wrap(presence.here), name="blog_post_here"),
            path("<int:pk>/preview/", wrap(preview.saved), name="blog_post_preview"),
            path("<int:pk>/preview/<int:number>/", wrap(preview.saved), name="blog_post_preview_of"),
            path("<int:pk>/untrash/", wrap(require_POST(self.untrash)), name="blog_post_untrash"),
            path("<int:pk>/compare/", wrap(history.compare), name="blog_post_compare"),
            path("<int:pk>/restore/<int:number>/", wrap(history.restore), name="blog_post_restore"),
            *super().get_urls(),
        ]

    def untrash(self, request, pk):
        post = visible_post(request, pk)
        try:
            workflow.untrash(post, by=request.user)
        except workflow.Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            self.message_user(request, _("“%s” is out of the trash, as a draft.") % post, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))

    def history_view(self, request, object_id, extra_context=None):
        if not object_id.isdecimal():
            raise Http404
        return history.history(request, int(object_id[:18]))

    def _trashed(self, request, post):
        context = {
            **self.admin_site.each_context(request),
            "title": str(post),
            "opts": self.opts,
            "post": post,
            "may_untrash": permissions.can_trash(request.user, post),
        }
        return TemplateResponse(request, "admin/blog/post/trashed.html", context)


def _database_refusal(error: OperationalError) -> workflow.Refused:
    """Return what the author is told: whether pressing the button again may help at once."""
    if any(words in str(error) for words in ("is full", "No space left", "disk I/O error")):  # of either database
        message = _(
            "The site’s disk is full or takes nothing more, and nothing was saved. Your words stand here: keep "
            "this page open, tell whoever runs the site, and press the button once more when there is room."
        )
        return workflow.Refused(message, code="no_room")
    return workflow.Refused(_("The database did not answer in time. Press the button once more."), code="busy")


def _plain_formfield(field, **kwargs):
    """The model's own form fields: PostForm chooses the widgets, not the admin."""
    return field.formfield(**kwargs)
