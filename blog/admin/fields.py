"""What the desk's own fields take and give: a body, tags in order, authors in order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blog import markup
from blog.admin.widgets import AuthorsWidget, BodyWidget, TagsWidget
from blog.models.tags import display_name, key_of, validate_name


class BodyField(forms.CharField):
    """The text of a post. It is given to the editor with pictures as they are shown; the workflow cleans it."""

    def __init__(self, *, upload_url, choose_url, **kwargs):
        super().__init__(widget=BodyWidget(upload_url=upload_url, choose_url=choose_url), strip=False, **kwargs)

    def prepare_value(self, value):
        return markup.opened(markup.clean(value or ""))

    def has_changed(self, initial, data):
        return markup.clean(initial or "") != markup.clean(data or "")


class TagsField(forms.CharField):
    """Names between commas or on lines; a space is part of a name. Gives a list, each name once, in order."""

    def __init__(self, *, url, **kwargs):
        super().__init__(widget=TagsWidget(url=url), **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(value or [])

    def to_python(self, value):
        names = {}
        for name in (super().to_python(value) or "").replace("\n", ",").split(","):
            names.setdefault(key_of(name), display_name(name))
        names.pop("", None)
        return list(names.values())

    def validate(self, value):
        super().validate(value)
        for name in value:
            validate_name(name)

    def has_changed(self, initial, data):
        return list(initial or []) != self.to_python(data)


class AuthorsField(forms.ModelMultipleChoiceField):
    """Authors in the order of their bylines; at least one."""

    def __init__(self, *, url, **kwargs):
        super().__init__(widget=AuthorsWidget(url=url), **kwargs)
        self.error_messages["required"] = _("A post needs at least one author.")

    def clean(self, value):
        place = {str(pk): position for position, pk in enumerate(value or [])}
        return sorted(super().clean(value), key=lambda author: place[str(author.pk)])

    def has_changed(self, initial, data):
        return [str(author.pk) for author in initial or []] != [str(pk) for pk in data or []]
