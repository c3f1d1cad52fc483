"""The focal point of a picture at the desk: moved on the picture itself, with what each place crops of it beside it."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from media.models import Image
from media.plain import PlainWordsMixin

AXES = ["focal_x", "focal_y"]

# Where readers see it, each in proportions of its own (media/library.css).
PLACES = [
    ("lead", _("First on the front page")),
    ("social", _("On a social network’s card")),
    ("card", _("In a list")),
    ("portrait", _("As a portrait")),
    ("cover", _("Over its text: all of it")),
]
# What a screen reader says instead of a bare number.
SAID = {"focal_x": _("%s from the left"), "focal_y": _("%s from the top")}


class Slider(forms.NumberInput):
    """A part of a side, 0 to 1."""

    input_type = "range"

    def __init__(self, said):
        super().__init__(attrs={"min": 0, "max": 1, "step": 0.01, "dir": "ltr", "data-said": said})


class FocusForm(PlainWordsMixin, forms.ModelForm):
    """What is not said of the point leaves it where it was."""

    class Meta:
        model = Image
        fields = AXES
        widgets = {axis: Slider(said) for axis, said in SAID.items()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for axis in self.fields.keys() & set(AXES):  # none of them for those who may only look
            self.fields[axis].required = False

    def clean(self):
        super().clean()
        for axis in AXES:
            if self.cleaned_data.get(axis, 0) is None:
                self.cleaned_data[axis] = getattr(self.instance, axis)
        return self.cleaned_data


def preview(image: Image) -> str:
    return render_to_string("admin/media/image/_focus.html", {"image": image, "places": PLACES})
