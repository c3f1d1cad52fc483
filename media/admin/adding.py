"""Adding pictures to the library: one with all its words, several with what they share, and with a script a queue."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from js_asset import Media, Script

from media import library
from media.models import Image
from media.plain import PlainWordsMixin
from media.widgets import ACCEPT, CHOOSER, uploading

WORDS = ["alt", "decorative", "caption", "credit", "licence", "source_url"]
OF_ONE = ["alt", "decorative", "caption"]  # what each picture has for itself
QUEUE = Media(importmap=CHOOSER, css={"all": ["media/uploads.css"]}, js=[Script("media/uploads.js", type="module")])


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """One file or several; gives a list."""

    widget = FilesInput

    def clean(self, data, initial=None):
        check = super().clean
        return [check(file, initial) for file in data or [None]]


class UploadForm(PlainWordsMixin, forms.ModelForm):
    file = FilesField(label=gettext_lazy("Pictures"), widget=FilesInput(attrs={"accept": ACCEPT, "multiple": True}))
    again = forms.BooleanField(label=gettext_lazy("Keep it even if the library has the same file"), required=False)

    def clean(self):
        super().clean()
        if len(self.cleaned_data.get("file", [])) > 1:
            for name in OF_ONE:
                if self.cleaned_data.get(name):
                    words = _("Several pictures cannot share this. Leave it empty, and write it beside each of them.")
                    self.add_error(name, words)
        return self.cleaned_data


def add(model_admin, request, form_url="", extra_context=None):
    """Upload pictures. Django's own view would decode them in a transaction, and everyone would wait."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    as_shown = partial(model_admin.formfield_for_dbfield, request=request)
    form_class = forms.modelform_factory(Image, form=UploadForm, fields=WORDS, formfield_callback=as_shown)
    form = form_class(request.POST or None, request.FILES or None)
    if form.is_valid() and (images := _kept(request, form)):
        for image in images:
            model_admin.log_addition(request, image, [{"added": {}}])
        if len(images) == 1:
            return model_admin.response_add(request, images[0])
        count = len(images)
        messages.success(request, ngettext("%d picture added.", "%d pictures added.", count) % count)
        return HttpResponseRedirect(reverse("admin:media_image_changelist"))
    media = model_admin.media + form.media + QUEUE
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Upload pictures"),
        "adminform": AdminForm(form, [(None, {"fields": ["file", "again", *WORDS]})], {}, model_admin=model_admin),
        "errors": AdminErrorList(form, []),
        "media": Media.from_media(media, nonce=request.csp_nonce),  # for the import map
        "inline_admin_formsets": [],
        "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
        "preserved_filters": model_admin.get_preserved_filters(request),
        "uploading": uploading(),
        **(extra_context or {}),
    }
    return model_admin.render_change_form(request, context, add=True, form_url=form_url)


def _kept(request, form) -> list[Image]:
    """Return the new images. What the library refused is told: beside the field, or once some were kept, above."""
    words = {name: form.cleaned_data[name] for name in WORDS}
    images, refused = [], []
    for file in form.cleaned_data["file"]:
        try:
            twin = None if form.cleaned_data["again"] else library.twin_of(file)
            if twin:
                refused.append(format_html("{}: {}", file.name, _words_of(twin)))
            else:
                images.append(library.add(file, by=request.user, **words))
        except ValidationError as refusal:
            refused.append(f"{file.name}: {' '.join(refusal.messages)}")
    if refused and not images:
        form.add_error("file", refused)
    for line in refused if images else []:
        messages.error(request, line)
    return images


def _words_of(twin: Image) -> str:
    link = format_html('<a href="{}">{}</a>', reverse("admin:media_image_change", args=[twin.pk]), twin)
    return format_html(_("The library has this picture already: {}. It was not kept again."), link)
