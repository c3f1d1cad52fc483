"""The form of a tag. What may not be is known to ``renaming``."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.slugs import normal_slug
from blog.models import Tag
from blog.tagcare import renaming
from blog.workflow import Refused
from media.plain import PlainWordsMixin


class TagForm(PlainWordsMixin, forms.ModelForm):
    class Meta:
        model = Tag
        fields = ["name", "slug", "description", "same_as"]
        help_texts = {
            "name": gettext_lazy("Who goes on writing the old name means this tag."),
            "slug": gettext_lazy("Stays when the name is corrected. An old address leads to the new one."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self):
        return normal_slug(self.cleaned_data["slug"]) or self.instance.slug

    def clean(self):
        asked = super().clean()
        if {"name", "slug"} <= asked.keys():
            try:
                renaming.refuse_taken(self.instance, name=asked["name"], slug=asked["slug"])
            except Refused as refusal:
                self.add_error(None, refusal)
        return asked

    def validate_unique(self):
        """Nothing: ``refuse_taken`` knows more, such as that a tag may take the name of its own synonym."""

    def _post_clean(self):
        """As Django's, which writes into the tag what ``rename`` is to compare with what it was."""
        self.before = self.instance.name, self.instance.slug
        super()._post_clean()
