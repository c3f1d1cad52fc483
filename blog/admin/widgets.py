"""How the desk asks for text, tags and authors: plain fields that scripts make better."""

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_media
from js_asset import ImportMap, Media, Script

from blog.editor import BODY
from blog.models import SiteSettings
from media.widgets import ACCEPT, CHOOSER

# Scripts are served under hashed names, which only an import map can tell to one another.
_combobox = ImportMap({"blog/desk/combobox": "blog/desk/combobox.js"})
_editor = (
    ImportMap(
        {
            "blog/desk/picture-tools": "blog/desk/picture-tools.js",
            "blog/desk/picture-view": "blog/desk/picture-view.js",
            "marked": "blog/desk/vendor/marked.esm.js",
        }
    )
    | CHOOSER
)


def _choices(script: str) -> Media:
    """What a field that holds several things needs, besides ``script``."""
    return Media(importmap=_combobox, css={"all": ["blog/desk/choices.css"]}, js=[Script(script, type="module")])


class BodyWidget(ProseEditorWidget):
    """The editor. ``upload_url`` and ``choose_url`` are where its pictures go and come from."""

    def __init__(self, *, upload_url, choose_url):
        super().__init__(config={"extensions": BODY}, preset="configurable")
        self.upload_url, self.choose_url = upload_url, choose_url

    @property
    def media(self):
        # Not the package's sheet for the admin, which insists on its own look. The first of ours is what Tiptap would
        # put into a <style>, which the page's policy forbids: without it every typed space is stored as &nbsp;.
        ours = {"all": ["blog/desk/prosemirror.css", "blog/desk/editor.css", "media/chooser.css"]}
        return prose_editor_media(preset=self.preset) + Media(importmap=_editor, css=ours)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-upload-url": str(self.upload_url),
            "data-choose-url": str(self.choose_url),
            "data-upload-max-bytes": settings.IMAGE_MAX_BYTES,
            "data-accept": ACCEPT,
            "data-mastodon": " ".join(settings.MASTODON_HOSTS),
            "lang": SiteSettings.load().language,
        }
        return context


class TagsWidget(forms.TextInput):
    """Names between commas; with a script, chips with suggestions from ``url``."""

    def __init__(self, *, url):
        super().__init__()
        self.url = url

    @property
    def media(self):
        return _choices("blog/desk/tags.js")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"data-tags": str(self.url), "autocomplete": "off"}
        return context


class AuthorsWidget(forms.SelectMultiple):
    """A list to choose from; with a script, the chosen ones in their order, and suggestions from ``url``."""

    def __init__(self, *, url):
        super().__init__()
        self.url = url

    @property
    def media(self):
        return _choices("blog/desk/authors.js")

    def optgroups(self, name, value, attrs=None):
        """The chosen ones first, in their order, which is the order a browser sends them in."""
        groups = super().optgroups(name, value, attrs)
        place = {str(chosen): position for position, chosen in enumerate(value)}
        return sorted(groups, key=lambda group: place.get(str(group[1][0]["value"]), len(place)))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"data-authors": str(self.url)}
        return context


class _Found:
    """Django’s asks the database for whatever was sent, and fails where that is no number; and it has no name."""

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("accounts/picker_names.js", type="module")])

    def optgroups(self, name, value, attr=None):
        numbers = [each for each in value if str(each).isdecimal() and len(str(each)) < 19]
        return super().optgroups(name, numbers, attr)


class PostInput(_Found, AutocompleteSelect):
    """One post, found by words of its title, of those that whoever asks sees at the desk."""


class PostsInput(_Found, AutocompleteSelectMultiple):
    """Several such posts."""

    def value_from_datadict(self, data, files, name):
        sent = super().value_from_datadict(data, files, name) or []
        return [each if len(each) < 19 else "0" for each in sent]  # SQLite cannot look for more
