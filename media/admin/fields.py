"""How a form of the admin asks for a picture of the library."""

from js_asset import Media

from media.models import Image
from media.widgets import ImageInput


class ImageFieldsMixin:
    """Gives a ``ModelAdmin``’s fields for a picture the library’s own chooser."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.related_model is Image:  # without the admin’s own buttons: the picture brings its own
            return db_field.formfield(widget=ImageInput, queryset=Image.objects.kept())
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, **kwargs):
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # for the import map
        return super().render_change_form(request, context, **kwargs)
