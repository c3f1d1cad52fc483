"""Words that are typed and not saved: kept while somebody writes, shown when they come back, opened again.

Nothing here makes a revision or is seen by anybody else.
"""

from uuid import UUID

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blog import permissions
from blog.admin.access import editable_post
from blog.admin.forms import TYPED, as_sent, typed_text
from blog.admin.inherited import OWN
from blog.comparing import differing_fields, passages
from blog.models import Autosave, Post
from blog.workflow import Text

MOST_SHOWN = 5


def of(user, post: Post | None) -> list[Autosave]:
    """Return what ``user`` has typed for ``post`` (None: new ones) that differs from what it says, newest first."""
    kept = Autosave.objects.filter(user=user, post=post).order_by("-at")[:MOST_SHOWN]
    return [autosave for autosave in kept if typed(autosave) != said(post)]


def typed(autosave: Autosave) -> Text:
    """Return the words of ``autosave`` as a save would keep them; what the form cannot read is as it was."""
    return typed_text(as_sent(autosave), autosave.post)


def said(post: Post | None) -> Text:
    return Text.of(post.latest) if post else Text(title="")


@require_POST
def keep(request, pk=None):
    """Keep what is in the form: one row, and no other effect. JSON: when.

    With ``compare`` the answer has ``recover`` as well: where these words are shown, or null when the post says
    the same, and they are let go of.
    """
    try:
        form = UUID(request.POST.get("form", ""))
        seen = int(request.POST.get("seen") or 0)
    except ValueError:
        return JsonResponse({"error": _("This is no form of the desk. Open the post again.")}, status=400)
    fields = {
        name: values for name, values in request.POST.lists() if name.removesuffix("_which").removesuffix(OWN) in TYPED
    }
    words = {"fields": fields, "seen": seen, "at": timezone.now()}
    posts = Post.objects.visible_to(request.user).filter(pk=pk, trashed_at=None)
    mine = Autosave.objects.filter(user=request.user, form=form, **({"post__in": posts} if pk else {"post": None}))
    if not mine.update(**words):
        _begin(request, pk, form, words)
    answer = {"at": words["at"].isoformat(), "user": request.user.pk}
    if "compare" in request.POST:
        answer["recover"] = _address_or_none(mine.select_related("post__latest").first())
    return JsonResponse(answer)


def _begin(request, pk, form: UUID, words: dict) -> None:
    """Make the row of a form that is kept for the first time."""
    post = editable_post(request, pk) if pk else None
    if post is None and not permissions.can_add(request.user):
        raise Http404
    try:
        with transaction.atomic():
            Autosave.objects.create(user=request.user, form=form, post=post, **words)
    except IntegrityError:  # sent twice at once
        Autosave.objects.filter(user=request.user, form=form, post=post).update(**words)


def _address_or_none(autosave: Autosave | None) -> str | None:
    if autosave is None:
        return None
    if typed(autosave) == said(autosave.post):
        autosave.delete()
        return None
    return reverse("admin:blog_post_recover", args=[autosave.pk])


def get_own(request, pk: int) -> Autosave:
    """Return an autosave of whoever asks, of a post they may still change."""
    autosave = get_object_or_404(Autosave.objects.select_related("post__latest"), pk=pk, user=request.user)
    if autosave.post_id:
        editable_post(request, autosave.post_id)
    return autosave


@require_safe
def recover(request, pk):
    """What was typed and never saved, beside what the post says now; and ways to go on."""
    autosave = get_own(request, pk)
    before, after = said(autosave.post), typed(autosave)
    context = {
        **admin.site.each_context(request),
        "title": _("Words you have not saved"),
        "autosave": autosave,
        "post": autosave.post,
        "fields": differing_fields(before, after),
        "passages": passages(before.body, after.body),
        "is_behind": autosave.post and autosave.seen != autosave.post.latest.number,
        "go_on": _form_address(autosave.post) + f"?unsaved={autosave.pk}",
    }
    return TemplateResponse(request, "admin/blog/post/recover.html", context)


@require_POST
def let_go(request, pk):
    autosave = get_own(request, pk)
    autosave.delete()
    messages.success(request, _("The words you had not saved are gone."))
    return HttpResponseRedirect(_form_address(autosave.post))


def _form_address(post: Post | None) -> str:
    return reverse("admin:blog_post_change", args=[post.pk]) if post else reverse("admin:blog_post_add")


@require_safe
def signed_in(request):
    """Where a second window ends that was opened to sign in again, while the words wait in the first."""
    context = {**admin.site.each_context(request), "title": _("You are signed in")}
    return TemplateResponse(request, "admin/signed_in.html", context)
