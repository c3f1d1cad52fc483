"""Notes and share links at the desk. Whoever sees a post may talk about it; who may edit it may share it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog import permissions
from blog.discussion import links, notes
from blog.discussion.forms import AnswerForms, NoteForm, ShareLinkForm
from blog.discussion.models import Note, ShareLink
from blog.models import Post
from blog.workflow import Refused

THREADS_PER_PAGE = 50


def _post(request, pk: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.user).select_related("latest"), pk=pk)


def _note(request, pk: int, **of) -> Note:
    posts = Post.objects.visible_to(request.user)
    return get_object_or_404(Note.objects.select_related("post__latest"), pk=pk, post__in=posts, **of)


def _page(request, template: str, post: Post, context: dict, *, title: str, status: int = 200):
    context = {**admin.site.each_context(request), "title": title, "opts": Post._meta, "post": post, **context}
    return render(request, f"discussion/{template}", context, status=status)


def _to_notes(post_id: int, note: Note | None = None) -> HttpResponseRedirect:
    return redirect(reverse("discussion:notes", args=[post_id]) + (f"#note-{note.pk}" if note else ""))


def notes_page(request, pk):
    """Every thread on a post, those that are settled on a page of their own."""
    post = _post(request, pk)
    form = NoteForm(request.POST, threads=post.notes.threads()) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            return _to_notes(pk, notes.write(post, by=request.user, **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, refusal)
    is_resolved = "resolved" in request.GET
    found = post.notes.for_page().filter(resolved_at__isnull=not is_resolved)
    page = Paginator(found, THREADS_PER_PAGE).get_page(request.GET.get("page"))
    may_edit = permissions.can_edit(request.user, post)
    for note in (note for thread in page for note in (thread, *thread.answers.all())):
        note.is_own = notes.can_change(request.user, note)
        note.is_removable = note.is_own or (note.is_guests and note.removed_at is None and may_edit)
    forms = AnswerForms(NoteForm, bound=form, threads=post.notes.threads(), about=post.latest.number)
    context = {
        "page": page,
        "form": forms.attach(page),
        "is_resolved": is_resolved,
        "open_threads": post.notes.threads().unresolved().count(),
        "may_share": may_edit,
    }
    return _page(request, "notes.html", post, context, title=_("Notes on “%s”") % post)


def change_page(request, pk):
    note = _note(request, pk)
    if not notes.can_change(request.user, note):
        raise PermissionDenied
    initial = {"text": note.text, "quote": note.quote}
    form = NoteForm(request.POST or None, threads=Note.objects.none(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            notes.change(note, by=request.user, text=form.cleaned_data["text"], quote=form.cleaned_data["quote"])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _to_notes(note.post_id, note)
    return _page(request, "change.html", note.post, {"form": form, "note": note}, title=_("Change a note"))


@require_POST
def remove(request, pk):
    note = _note(request, pk)
    if not notes.can_remove(request.user, note):
        raise PermissionDenied
    return _do(request, note, notes.remove, by=request.user)


@require_POST
def resolve(request, pk):
    return _do(request, _note(request, pk, parent=None), notes.resolve, by=request.user)


@require_POST
def reopen(request, pk):
    return _do(request, _note(request, pk, parent=None), notes.reopen)


def _do(request, note: Note, verb, **how):
    try:
        verb(note, **how)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _to_notes(note.post_id)


def links_page(request, pk):
    """The links to a post. The address of a fresh one is in the answer to its making and nowhere else."""
    post = _post(request, pk)
    if not permissions.can_edit(request.user, post):
        raise PermissionDenied
    form, address = ShareLinkForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _link, address = links.make(post, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            form = ShareLinkForm()
    made = post.share_links.select_related("made_by", "post")[:100]
    context = {"form": form, "address": address, "links": made}
    return _page(request, "links.html", post, context, title=_("Share “%s”") % post)


@require_POST
def revoke(request, pk):
    posts = Post.objects.visible_to(request.user)
    link = get_object_or_404(ShareLink.objects.select_related("post"), pk=pk, post__in=posts)
    try:
        links.revoke(link, by=request.user)
    except Refused as refusal:
        raise PermissionDenied from refusal
    messages.success(request, _("The link for %s does not work any more.") % link.label)
    return redirect("discussion:links", link.post_id)
