"""A person's own notices at the desk, and the way from a mail to the piece."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blog.machines import prints_mail
from blog.models import Post
from blog.notices.models import MailChoice, Notice, wants_mail
from blog.notices.opening import mark_opened

SHOWN = 30


@require_safe
def inbox(request):
    """The newest notices first; ``?before=`` is the number of the one that the page before ended with."""
    notices = Notice.objects.filter(user=request.user).select_related("event").order_by("-pk")
    if "before" in request.GET:
        notices = notices.filter(pk__lt=_number(request.GET["before"]))
    found = list(notices[: SHOWN + 1])
    context = {
        **admin.site.each_context(request),
        "title": _("Notices"),
        "notices": found[:SHOWN],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "wants_mail": wants_mail(request.user),
        "prints_mail": prints_mail(),
    }
    return TemplateResponse(request, "notices/inbox.html", context)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 19:
        raise Http404("No page ends there.")
    return int(text)


@require_safe
def open_notice(request, pk):
    """Where a mail leads: the notice counts as opened, and the piece is shown."""
    mine = Notice.objects.filter(user=request.user)
    notice = get_object_or_404(mine.select_related("event"), pk=pk)
    mark_opened(request, mine.filter(pk=pk))
    if not Post.objects.visible_to(request.user).filter(pk=notice.event.post_id).exists():
        messages.info(request, _("“%s” is gone, or no longer yours to work on.") % notice.event.subject)
        return redirect("notices:inbox")
    return redirect("admin:blog_post_change", notice.event.post_id)


@require_POST
def mail_choice(request):
    wanted = request.POST.get("wants_mail") == "yes"
    MailChoice.objects.update_or_create(user=request.user, defaults={"wants_mail": wanted})
    said = _("You get mail from now on.") if wanted else _("You get no mail from now on. Notices stay here.")
    messages.success(request, said)
    return redirect("notices:inbox")
