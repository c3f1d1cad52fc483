"""The image library at the desk: a wall of pictures, and a form for the words of each."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import chooser, html, library, paging, permissions, uses
from media.admin import deleting, grid
from media.models import Image
from media.widgets import ACCEPT

WORDS = ["alt", "decorative", "caption", "credit", "licence", "source_url"]


class UploadForm(forms.ModelForm):
    file = forms.FileField(label=gettext_lazy("Picture"), widget=forms.FileInput(attrs={"accept": ACCEPT}))


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    fields = ["preview", *WORDS, "facts"]
    readonly_fields = ["preview", "facts"]
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
    }
    search_fields = ["caption"]  # so that there is a search; the queryset does it

    class Media:
        css = {"all": ["media/library.css"]}

    def get_search_results(self, request, images, text):
        return images.kept().search(text), False

    def has_change_permission(self, request, image=None):
        return super().has_change_permission(request) and (image is None or permissions.can_change(request.user, image))

    def has_delete_permission(self, request, image=None):
        return super().has_delete_permission(request) and (image is None or permissions.can_delete(request.user, image))

    def get_urls(self):
        def scripted(view):
            return chooser.for_scripts(self.admin_site, view)

        return [
            path("upload/", scripted(chooser.upload), name="media_image_upload"),
            path("choose/", scripted(chooser.choose), name="media_image_choose"),
            path("<int:pk>/untrash/", self.admin_site.admin_view(deleting.untrash), name="media_image_untrash"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if "trash" in request.POST:
            chosen = [pk for pk in request.POST.getlist("image")[: grid.PER_PAGE] if pk.isdecimal() and len(pk) < 19]
            deleting.trash_many(request, Image.objects.kept().filter(pk__in=chosen))
            return HttpResponseRedirect(request.get_full_path())
        try:
            before = paging.read_place(request.GET.get("before", ""))
        except ValueError as error:
            raise Http404("No list ends there.") from error
        newest = request.GET.copy()
        newest.pop("before", None)
        context = {
            **self.admin_site.each_context(request),
            **grid.context_of(request, before),
            "title": _("Pictures"),
            "newest": f"?{newest.urlencode()}",
            "may_add": self.has_add_permission(request),
            "may_delete": self.has_delete_permission(request),
        }
        return TemplateResponse(request, "admin/media/image/change_list.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        image = self.get_object(request, unquote(object_id))
        if image is not None and image.trashed_at and self.has_view_permission(request, image):
            return deleting.trashed(request, image)
        found = uses.of(image, request.user) if image else []
        extra = {"uses": found, "most_uses": uses.MOST_SHOWN, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def delete_view(self, request, object_id, extra_context=None):
        """Into the trash; from there, for good."""
        image = self.get_object(request, unquote(object_id))
        if image is None or image.trashed_at:
            return super().delete_view(request, object_id, extra_context)
        return deleting.trash(request, image)

    def add_view(self, request, form_url="", extra_context=None):
        """Upload a picture. Django's own view would decode it in a transaction, and everyone would wait."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self._upload_form(request)(request.POST or None, request.FILES or None)
        if form.is_valid() and (image := self._kept(request, form)):
            self.log_addition(request, image, [{"added": {}}])
            self._warn_of_twin(request, image)
            return self.response_add(request, image)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add an image"),
            "adminform": AdminForm(form, [(None, {"fields": ["file", *WORDS]})], {}, model_admin=self),
            "errors": AdminErrorList(form, []),
            "media": self.media + form.media,
            "inline_admin_formsets": [],
            "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        return self.render_change_form(request, context, add=True, form_url=form_url)

    def save_model(self, request, image, form, change):
        # What was typed and nothing else: a task may have listed new renditions since the image was read.
        image.save(update_fields=form.changed_data)

    def _upload_form(self, request) -> type[UploadForm]:
        """Return the form with the fields as the admin shows them everywhere."""
        as_shown = partial(self.formfield_for_dbfield, request=request)
        return forms.modelform_factory(Image, form=UploadForm, fields=WORDS, formfield_callback=as_shown)

    def _kept(self, request, form) -> Image | None:
        """Return the new image, or None when the library refused it; the form then says why."""
        words = {name: form.cleaned_data[name] for name in WORDS}
        try:
            return library.add(form.cleaned_data["file"], by=request.user, **words)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
            return None

    def _warn_of_twin(self, request, image):
        twin = Image.objects.filter(sha256=image.sha256).exclude(pk=image.pk).first()
        if twin is not None:
            link = format_html('<a href="{}">{}</a>', reverse("admin:media_image_change", args=[twin.pk]), twin)
            self.message_user(
                request,
                format_html(_("The library had the same picture already: {}. Now it is there twice."), link),
                messages.WARNING,
            )

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, image):
        return html.picture(image, sizes="(min-width: 48rem) 40rem, 100vw", eager=True)

    @admin.display(description=gettext_lazy("file"))
    def facts(self, image):
        return _("%(name)s, %(width)d × %(height)d pixels, %(format)s, uploaded %(when)s by %(who)s") % {
            "name": image.original_name,
            "width": image.width,
            "height": image.height,
            "format": image.get_format_display(),
            "when": date_format(localtime(image.uploaded_at), "DATETIME_FORMAT"),
            "who": image.uploaded_by or _("nobody who is still here"),
        }
