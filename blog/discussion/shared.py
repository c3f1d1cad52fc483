"""What somebody without an account reads and writes by way of a share link. No session is begun, none is asked."""

import time
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from blog import snapshots
from blog.admin.preview import as_readers_see
from blog.discussion import links, notes
from blog.discussion.forms import AnswerForms, GuestForm
from blog.discussion.models import Note, ShareLink
from blog.models import Revision
from blog.views import show
from blog.workflow import Refused

NOTES_A_MINUTE = 5  # from one machine, through whatever link


def between_us(view):
    """Keep what ``view`` answers out of caches and search engines, and its address from other hosts."""

    @wraps(view)
    def answer(*args, **kwargs):
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # Not "no-referrer": browsers then send the form with "Origin: null", which is what a forged one looks like.
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer


@between_us
@snapshots.outside
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request, token):
    """The newest revision, the threads begun by way of this link, and a form that writes one more."""
    link = ShareLink.objects.with_token(token).select_related("post").first()
    threads = Note.objects.threads().filter(link=link) if link else Note.objects.none()
    form = GuestForm(request.POST, threads=threads) if request.method == "POST" else None
    if link is None:
        if form is None:
            raise Http404("There is no such link.")
        return closed(request, form, status=404)
    if not link.is_open:
        return closed(request, form)
    if form is None:
        if request.method == "GET" and "sent" not in request.GET:
            links.count_opening(link)
        return page(request, link, threads)
    if not form.is_valid():
        return page(request, link, threads, form)
    try:
        said = {name: form.cleaned_data[name] for name in ("name", "text", "quote", "parent", "about")}
        keep_pace(get_adapter().get_client_ip(request))
        note = notes.write_as_guest(link, **said)
    except Refused as refusal:
        if refusal.code == "closed":
            return closed(request, form)
        form.add_error(None, refusal)
        return page(request, link, threads, form, status=429)
    return HttpResponseRedirect(f"{request.path}?sent#_comment-{note.pk}")


def keep_pace(address: str) -> None:
    """Count a comment from ``address``, an IP address; raise Refused for one too many within this minute."""
    key = f"discussion:{address}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > NOTES_A_MINUTE:
        message = _("That was quick. Nothing is lost: wait a minute, then send it again.")
        raise Refused(message, code="too_many")


def page(request, link: ShareLink, threads, form: GuestForm | None = None, *, status: int = 200):
    revision = as_readers_see(Revision.objects.for_page().get(pk=link.post.latest_id))
    shown = list(threads.for_page())
    forms = AnswerForms(GuestForm, bound=form, threads=threads, about=revision.number)
    context = {"revision": revision, "link": link, "threads": shown, "form": forms.attach(shown)}
    return show(request, "discussion/shared.html", context, status=status)


def closed(request, form: GuestForm | None, *, status: int = 410):
    """The link leads nowhere any more; what was typed meanwhile is given back."""
    return show(request, "discussion/closed.html", {"form": form}, status=status)
