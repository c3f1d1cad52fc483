"""The image library at the desk: a wall of pictures, and a form for the words of each."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import chooser, earlier, paging, permissions, uses
from media.admin import adding, deleting, focus, grid, replacing, telling
from media.models import Image
from media.tasks import build_renditions


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = focus.FocusForm
    fields = ["preview", *focus.AXES, *adding.WORDS, "facts"]
    readonly_fields = ["preview", "facts"]
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
    }
    add_form_template = "admin/media/image/upload.html"
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
            path("<int:pk>/words/", scripted(chooser.words), name="media_image_words"),
            path("<int:pk>/untrash/", self.admin_site.admin_view(deleting.untrash), name="media_image_untrash"),
            *replacing.urls(self),
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
        may_change = image is not None and permissions.can_change(request.user, image)
        extra = {
            "uses": found,
            "most_uses": uses.MOST_SHOWN,
            "files": replacing.files_of(image) if may_change else [],
            "most_files": replacing.SHOWN,
            "days_kept": earlier.KEPT.days,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, extra)

    def delete_view(self, request, object_id, extra_context=None):
        """Into the trash; from there, for good."""
        image = self.get_object(request, unquote(object_id))
        if image is None or image.trashed_at:
            return super().delete_view(request, object_id, extra_context)
        return deleting.trash(request, image)

    def add_view(self, request, form_url="", extra_context=None):
        return adding.add(self, request, form_url, extra_context)

    def save_model(self, request, image, form, change):
        # What was typed and nothing else: a task may have listed new renditions since the image was read.
        image.save(update_fields=form.changed_data)
        if set(focus.AXES) & set(form.changed_data):
            build_renditions.enqueue(image.pk)  # its social card is cut around the point
        effects = uses.effects(image) if {"alt", "caption"} & set(form.changed_data) else {}
        for name, effect in effects.items():
            said = telling.after(form.fields[name].label, effect) if name in form.changed_data else ""
            if said:
                self.message_user(request, said)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        fields = context["adminform"].form.fields
        for name, effect in uses.effects(obj).items() if obj else ():
            if name in fields:
                fields[name].help_text = f"{fields[name].help_text} {telling.before(effect)}"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, image):
        return focus.preview(image)

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
