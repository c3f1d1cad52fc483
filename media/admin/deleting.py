"""Putting pictures in the trash and taking them out again: what stands in the way is listed, with links."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from media import permissions, uses
from media import trash as wastebasket
from media.models import Image

LIST = "admin:media_image_changelist"


def trash(request, image: Image):
    """Ask, then do it; while a text that counts uses it, say which."""
    if not permissions.can_delete(request.user, image):
        raise PermissionDenied
    if request.method == "POST":
        try:
            wastebasket.trash(image)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            _say_trashed(request, [image])
            return HttpResponseRedirect(reverse(LIST))
    found = uses.of(image, request.user)
    held = [use for use in found if use.holds]
    context = {
        **_context(request, image, _("Put “%s” in the trash") % image),
        "held": held,
        "others": len(found) - len(held),
        "days": wastebasket.KEPT.days,
    }
    return TemplateResponse(request, "admin/media/image/trash.html", context)


def trashed(request, image: Image):
    """The page of a picture that lies in the trash."""
    context = {
        **_context(request, image, str(image)),
        "may_untrash": permissions.can_delete(request.user, image),
        "may_download": permissions.can_change(request.user, image),
        "gone_at": image.trashed_at + wastebasket.KEPT,
    }
    return TemplateResponse(request, "admin/media/image/trashed.html", context)


@require_POST
def untrash(request, pk):
    image = get_object_or_404(Image.objects.trashed(), pk=pk)
    if not permissions.can_delete(request.user, image):
        raise PermissionDenied
    wastebasket.untrash(image)
    messages.success(request, _("“%s” is back in the library.") % image)
    return HttpResponseRedirect(reverse("admin:media_image_change", args=[pk]))


def trash_many(request, images) -> None:
    """Put ``images`` in the trash as far as that may be, and say what was not done, and why."""
    done = []
    for image in images:
        if not permissions.can_delete(request.user, image):
            messages.warning(request, _("“%s” is somebody else’s: only an editor may put it in the trash.") % image)
            continue
        try:
            wastebasket.trash(image)
            done.append(image)
        except ValidationError as refusal:
            link = reverse("admin:media_image_delete", args=[image.pk])
            words = format_html('{} <a href="{}">{}</a>', " ".join(refusal.messages), link, _("Where it is used"))
            messages.warning(request, words)
    if done:
        _say_trashed(request, done)


def _say_trashed(request, images: list[Image]) -> None:
    count = len(images)
    words = ngettext("%d picture is in the trash.", "%d pictures are in the trash.", count) % count
    if count == 1:
        words = _("“%s” is in the trash.") % images[0]
    messages.success(
        request, format_html('{} <a href="{}?trash=1">{}</a>', words, reverse(LIST), _("See it there, or take it back"))
    )


def _context(request, image: Image, title: str) -> dict:
    return {**admin.site.each_context(request), "title": title, "opts": Image._meta, "image": image}
