"""A revision as readers will see it, in a frame as wide as a phone, a tablet or the window."""

import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from blog import markup
from blog.admin.access import visible_post
from blog.models import Revision, SiteSettings
from blog.views import show_post

# Inside tags alone: the same letters in the text are an author's words about HTML.
_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=[^>]*></script>")
_LINK_WITHIN_PAGE = re.compile(r'(<a\b[^>]*?\s)href="#')


def as_readers_see(revision: Revision) -> Revision:
    """Return ``revision`` with its HTML, which what nobody reads any more is kept without; no cover from the trash."""
    if revision.cover and revision.cover.trashed_at:
        revision.cover = None
    if not revision.html:
        usual = SiteSettings.load().language
        revision.html = markup.render(
            revision.body,
            language=revision.language or usual,
            otherwise=usual,
            direction=revision.direction,
            eager=revision.cover_id is None,
        )
    return revision


@require_safe
def saved(request, pk, number=None):
    """What is saved, or what revision ``number`` said, as readers will see it."""
    post = visible_post(request, pk)
    wanted = {"pk": post.latest_id} if number is None else {"number": number}
    return preview_page(request, get_object_or_404(Revision.objects.for_page(), post=post, **wanted))


def preview_page(request, revision: Revision, *, is_saved: bool = True) -> HttpResponse:
    """Show ``revision`` under a bar of widths, to whoever asks now and to nobody else.

    The page stands in the frame's own ``srcdoc``, so that unsaved words need no address, no page of ours has to
    allow being framed, and what is framed is bound by the policy of the page around it.
    """
    page = show_post(request, as_readers_see(revision)).text
    context = {"revision": revision, "is_saved": is_saved, "page": _staying(page)}
    response = render(request, "admin/blog/post/preview.html", context)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _staying(page: str) -> str:
    """Return ``page`` without scripts, which its frame refuses; its links lead into new tabs, or stay within it."""
    page = _SCRIPT.sub("", page)
    page = page.replace("<head>", '<head><base target="_blank">', 1)
    return _LINK_WITHIN_PAGE.sub(r'\1target="_self" href="about:srcdoc#', page)
