"""What a post has said and what has happened to it: every revision, any two of them compared, one restored."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from blog import markup, permissions, workflow
from blog.admin.access import visible_post
from blog.comparing import differing_fields, passages
from blog.models import Post
from blog.workflow import Text

PAGE = 50
MOST_EVENTS = 200


@require_safe
def history(request, pk):
    """Every revision, newest first, a page at a time, and beside them who did what."""
    post = visible_post(request, pk)
    revisions = post.revisions.select_related("created_by", "base").defer("body", "html", "base__body", "base__html")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 9:
        revisions = revisions.filter(number__lt=before)
    shown = list(revisions.order_by("-number")[: PAGE + 1])
    context = {
        **_context(request, post, _("History of “%s”") % post),
        "may_restore": post.trashed_at is None and permissions.can_edit(request.user, post),
        "revisions": shown[:PAGE],
        "older": shown[PAGE - 1].number if len(shown) > PAGE else None,
        "events": post.events.all()[:MOST_EVENTS],
    }
    return TemplateResponse(request, "admin/blog/post/history.html", context)


@require_safe
def compare(request, pk):
    """Two revisions as one text, with what went and what came: ``?a=3&b=5``."""
    post = visible_post(request, pk)
    numbers = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(number.isdecimal() and len(number) < 9 for number in numbers):
        messages.error(request, _("Choose two revisions to compare."))
        return HttpResponseRedirect(reverse("admin:blog_post_history", args=[pk]))
    revisions = post.revisions.select_related("created_by", "cover")
    older, newer = (get_object_or_404(revisions, number=number) for number in sorted(map(int, numbers)))
    before, after = Text.of(older), Text.of(newer)
    context = {
        **_context(request, post, _("What changed in “%s”") % post),
        "older": older,
        "sides": [older, newer],
        "fields": differing_fields(before, after),
        "passages": passages(before.body, after.body),
        "may_restore": post.trashed_at is None and permissions.can_edit(request.user, post),
    }
    return TemplateResponse(request, "admin/blog/post/compare.html", context)


@require_POST
def restore(request, pk, number):
    """Say again what revision ``number`` said, as a new draft."""
    post = visible_post(request, pk)
    revision = get_object_or_404(post.revisions, number=number)
    try:
        workflow.restore(revision, by=request.user, seen=post.latest.number)
    except workflow.Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("admin:blog_post_history", args=[pk]))
    messages.success(request, _("What number %d said is a new draft now.") % number)
    if gone := _removed_pictures(revision):
        words = ngettext(
            "%d picture of it has been removed since. Where it stood, the text says so: put another there.",
            "%d pictures of it have been removed since. Where they stood, the text says so: put others there.",
            gone,
        )
        messages.warning(request, words % gone)
    return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))


def _removed_pictures(revision) -> int:
    """Return how many pictures that ``revision`` showed are in the library no more."""
    in_text = set(markup.image_ids(revision.body)) - markup.images_in(revision.body).keys()
    return len(in_text) + bool(revision.cover and revision.cover.trashed_at)


def _context(request, post: Post, title: str) -> dict:
    return {**admin.site.each_context(request), "title": title, "opts": Post._meta, "post": post}
