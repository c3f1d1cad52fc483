"""One screen for a step on many posts: what it would do to how many, which are refused and why; then doing, undoing."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from accounts.models import Author
from blog import bulk
from blog.admin.access import refuse_unless_writing
from blog.admin.fields import TagsField
from blog.admin.times import LocalMomentField
from blog.bulk import Operation, Wish
from blog.models import Bulk, Post
from blog.workflow import Refused

NEEDS = {
    Operation.SCHEDULE: ["at"],
    Operation.TAG: ["tags"],
    Operation.RETAG: ["tag", "tags"],
    Operation.AUTHOR: ["author", "replaces"],
}
PUBLISHING = (Operation.PUBLISH, Operation.SCHEDULE)


class WishForm(forms.Form):
    """What ``operation`` needs to know, and nothing else."""

    at = LocalMomentField(label=gettext_lazy("Publish at"))
    tag = forms.CharField(label=gettext_lazy("The tag to take away"), max_length=100)
    tags = TagsField(label=gettext_lazy("Tags to add"), url=reverse_lazy("admin:blog_post_suggest_tags"))
    author = forms.ModelChoiceField(label=gettext_lazy("Author"), queryset=Author.objects.all())
    replaces = forms.ModelChoiceField(
        label=gettext_lazy("In place of"),
        queryset=Author.objects.all(),
        required=False,
        empty_label=gettext_lazy("nobody: as one more author"),
    )

    def __init__(self, operation: Operation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.operation = operation
        self.fields = {name: self.fields[name] for name in NEEDS.get(operation, [])}
        if operation == Operation.RETAG:
            self.fields["tags"].required = False
            self.fields["tags"].label = _("Tags in its place")

    def wish(self) -> Wish:
        asked = self.cleaned_data
        return Wish(operation=self.operation, **asked | ({"tags": tuple(asked["tags"])} if "tags" in asked else {}))


def action(operation: Operation):
    """Return ``operation`` as the list of posts offers it to whoever could ever do it."""

    @admin.action(description=operation.label, permissions=["publish"] if operation in PUBLISHING else None)
    def lead_there(modeladmin, request, posts):
        chosen = list(posts.order_by().values_list("pk", flat=True)[: bulk.MOST_AT_ONCE + 1])
        if len(chosen) > bulk.MOST_AT_ONCE:
            message = _("At most %d posts at once. Choose fewer, or narrow the list down.")
            modeladmin.message_user(request, message % bulk.MOST_AT_ONCE, messages.ERROR)
            return None
        query = "&".join([f"operation={operation.value}", *(f"post={pk}" for pk in chosen)])
        return HttpResponseRedirect(f"{reverse('admin:blog_post_bulk')}?{query}")

    lead_there.__name__ = f"bulk_{operation.value}"
    return lead_there


ACTIONS = [action(operation) for operation in Operation]


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request):
    """What would happen; with ``_do`` it happens."""
    refuse_unless_writing(request)
    asked = request.POST if request.method == "POST" else request.GET
    operation, posts = _asked_for(request, asked)
    form = WishForm(operation, request.POST if request.method == "POST" else ({} if operation not in NEEDS else None))
    outcome = None
    if form.is_valid():
        if "_do" in request.POST:
            made = bulk.perform(posts, form.wish(), by=request.user)
            return HttpResponseRedirect(reverse("admin:blog_post_bulk_done", args=[made.pk]))
        outcome = bulk.try_out(posts, form.wish(), by=request.user)
    context = {
        **admin.site.each_context(request),
        "title": operation.label,
        "operation": operation,
        "posts": posts,
        "form": form,
        "outcome": outcome,
        "media": Media.from_media(form.media, nonce=request.csp_nonce),
    }
    return TemplateResponse(request, "admin/blog/post/bulk.html", context)


def _asked_for(request, asked) -> tuple[Operation, list[Post]]:
    """Return the step and the posts that ``asked`` names; Http404 where there are none."""
    numbers = {int(pk) for pk in asked.getlist("post") if pk.isdecimal() and len(pk) < 19}
    if asked.get("operation") not in Operation.values or not 0 < len(numbers) <= bulk.MOST_AT_ONCE:
        raise Http404
    posts = Post.objects.visible_to(request.user).filter(pk__in=numbers, trashed_at=None).select_related("latest")
    if not posts:
        raise Http404
    return Operation(asked["operation"]), list(posts.order_by("-changed_at", "-pk"))


@require_safe
def done(request, pk):
    """What was done, for who did it, and a way to undo it."""
    made = get_object_or_404(Bulk, pk=pk, made_by=request.user)
    posts = Post.objects.visible_to(request.user).filter(pk__in=[row["post"] for row in made.done])
    context = {
        **admin.site.each_context(request),
        "title": Operation(made.operation).label,
        "bulk": made,
        "posts": posts.select_related("latest"),
    }
    return TemplateResponse(request, "admin/blog/post/bulk_done.html", context)


@require_POST
def undo(request, pk):
    made = get_object_or_404(Bulk, pk=pk, made_by=request.user)
    try:
        outcome = bulk.undo(made, by=request.user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        count = len(outcome.done)
        messages.success(request, ngettext("Undone for %d post.", "Undone for %d posts.", count) % count)
        for post, message in outcome.refused:
            messages.warning(request, f"{post}: {message}")
    return HttpResponseRedirect(reverse("admin:blog_post_bulk_done", args=[pk]))
