"""How a form asks for a picture of the library."""

from django import forms
from django.conf import settings
from django.urls import reverse
from js_asset import ImportMap, Media, Script

from media import chooser
from media.models import Format, Image

# Many systems do not know the type of a HEIC file, so its endings are named as well.
ACCEPT = ",".join([*(f"image/{format}" for format in Format), "image/heif", ".heic", ".heif"])

# Scripts are served under hashed names, which only an import map can tell to one another.
CHOOSER = ImportMap({"media/chooser": "media/chooser.js", "media/send": "media/send.js"})


class ImageInput(forms.TextInput):
    """The picture itself, with buttons to choose another; without a script, its number. The page needs a nonce."""

    template_name = "media/image_input.html"

    @property
    def media(self):
        script = Script("media/picture-field.js", type="module")
        return Media(importmap=CHOOSER, css={"all": ["media/chooser.css"]}, js=[script])

    def get_context(self, name, value, attrs):
        number = str(value or "")
        image = Image.objects.kept().filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        context = super().get_context(name, image and image.pk, attrs)
        context["widget"]["attrs"] |= {
            "data-picture": True,
            "inputmode": "numeric",
            "autocomplete": "off",
            **uploading(),
        }
        return context | {
            "image": image and chooser.described(image),
            "is_gone": bool(number) and image is None,
            "library_url": reverse("admin:media_image_changelist"),
        }


def uploading() -> dict:
    """Return what scripts must know to choose and to upload, as attributes."""
    return {
        "data-choose-url": reverse("admin:media_image_choose"),
        "data-upload-url": reverse("admin:media_image_upload"),
        "data-upload-max-bytes": settings.IMAGE_MAX_BYTES,
        "data-accept": ACCEPT,
    }
