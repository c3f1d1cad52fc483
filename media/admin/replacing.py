"""The file of a picture at the desk: another in its place, an earlier one back, and the originals to take along."""

from functools import partial
from mimetypes import guess_type

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from media import earlier, permissions, replacing, uses
from media.models import Image
from media.widgets import ACCEPT

SHOWN = 50  # earlier files on the page of a picture


def urls(model_admin) -> list:
    """Return what a picture’s page has below it for its files."""
    guarded = model_admin.admin_site.admin_view
    return [
        path("<int:pk>/replace/", guarded(partial(replace, model_admin)), name="media_image_replace"),
        path("<int:pk>/original/", guarded(original), name="media_image_original"),
        path("<int:pk>/files/<int:number>/", guarded(partial(roll_back, model_admin)), name="media_image_roll_back"),
        path("<int:pk>/files/<int:number>/remove/", guarded(remove), name="media_image_remove_file"),
        path("<int:pk>/files/<int:number>/original/", guarded(original), name="media_image_former_original"),
    ]


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("New file"), widget=forms.FileInput(attrs={"accept": ACCEPT}))


def replace(model_admin, request, pk):
    """Say what will change, then put the file that is sent in place of the one there is."""
    image = _image(request, Image.objects.kept(), pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            return _done(model_admin, request, replacing.replace(image, form.cleaned_data["file"], by=request.user))
        except ValidationError as refusal:
            form.add_error("file", refusal)
    return _page(model_admin, request, image, _("Replace the file of “%s”") % image, form=form)


def roll_back(model_admin, request, pk, number):
    """Say what will change, then give the picture its earlier file ``number`` back."""
    image = _image(request, Image.objects.kept(), pk)
    former = get_object_or_404(image.earlier_files.select_related("image"), pk=number)
    if request.method == "POST":
        try:
            return _done(model_admin, request, replacing.roll_back(former, by=request.user))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    title = _("Give “%s” an earlier file back") % image
    return _page(model_admin, request, image, title, former=described(former.as_image(), former))


@require_POST
def remove(request, pk, number):
    """Remove the earlier file ``number`` and all that was made of it, before its time has come."""
    image = _image(request, Image.objects.kept(), pk)
    get_object_or_404(image.earlier_files, pk=number).delete()
    messages.success(request, _("The earlier file is gone, with all its copies."))
    return HttpResponseRedirect(reverse("admin:media_image_change", args=[pk]))


@require_safe
def original(request, pk, number=None):
    """Send the original of a picture, or of its earlier file ``number``, to those who may change it."""
    image = _image(request, Image.objects.all(), pk)
    if number is not None:
        image = get_object_or_404(image.earlier_files, pk=number).as_image()
    try:
        file = image.original.open()
    except OSError as error:
        raise Http404("The original is missing.") from error
    response = FileResponse(
        file, as_attachment=True, filename=_safe_name(image), content_type="application/octet-stream"
    )
    # It is what a stranger may have made: nothing opens it in the name of this site, and nothing keeps it.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def files_of(image: Image) -> list[dict]:
    """Return what the page of ``image`` shows of its files: the one it has, and before it the newest first."""
    formers = image.earlier_files.select_related("uploaded_by")[:SHOWN]
    now = {"at": image.file_at or image.uploaded_at, "by": image.file_by if image.file_at else image.uploaded_by}
    return [described(image) | now, *(described(former.as_image(), former) for former in formers)]


def described(image: Image, former=None) -> dict:
    return {
        "image": image,
        "format": image.get_format_display(),
        "thumb": image.rendition_url(image.smallest_width, "webp"),
        "thumb_height": image.rendition_height(image.smallest_width),
        "former": former,
        "at": former and former.uploaded_at,
        "by": former and former.uploaded_by,
    }


def _image(request, images, pk) -> Image:
    """Return the image whose file is asked for, by somebody who may."""
    image = get_object_or_404(images, pk=pk)
    if not permissions.can_change(request.user, image):
        raise PermissionDenied
    return image


def _done(model_admin, request, image: Image):
    model_admin.log_change(request, image, _("Replaced the file."))
    messages.success(request, _("“%s” has another file now. Every place that shows it shows the new one.") % image)
    return HttpResponseRedirect(reverse("admin:media_image_change", args=[image.pk]))


def _page(model_admin, request, image: Image, title: str, **context):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": Image._meta,
        "image": image,
        "uses": uses.of(image, request.user),
        "most_uses": uses.MOST_SHOWN,
        "days": earlier.KEPT.days,
        **context,
    }
    return TemplateResponse(request, "admin/media/image/replace.html", context)


def _safe_name(image: Image) -> str:
    """Return the name a file came with, ending in what it is: a page may have called itself a picture."""
    is_honest = guess_type(image.original_name)[0] == f"image/{image.format}"
    return image.original_name if is_honest else f"{image.original_name}.{image.format}"
