"""On the form of a post: what it is a translation of."""

from django import forms
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from blog.admin import facts
from blog.admin.widgets import PostInput
from blog.models import Post
from blog.translations import linking
from blog.translations.models import Translation


class OriginalOfPost:
    name = "translation_of"

    def field(self, post: Post | None, *, by) -> forms.Field:
        original = post and linking.original_of(post)
        choices = Post.objects.visible_to(by).filter(trashed_at=None)
        if original:  # which an editor may have chosen
            choices = choices | Post.objects.filter(pk=original.pk)
        translations = linking.translations_of(post) if post else []
        help_text = _("The post that says the same in another language. Readers of each are led to the other.")
        if translations:
            names = ", ".join(str(translation) for translation in translations)
            help_text = format_lazy(_("This is the original of: {names}."), names=names)
        return forms.ModelChoiceField(
            label=_("Translation of"),
            required=False,
            queryset=choices,
            initial=original,
            help_text=help_text,
            widget=PostInput(Translation._meta.get_field("original"), admin.site),
        )

    def save(self, post: Post, value: Post | None, *, by) -> None:
        linking.link(post, value, by=by)


facts.register(OriginalOfPost())
