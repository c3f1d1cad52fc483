"""The form on what a post says. It reads and asks; every rule is the workflow's."""

from dataclasses import replace
from datetime import datetime, time
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Author
from accounts.slugs import normal_slug
from blog import workflow
from blog.admin import facts
from blog.admin.fields import AuthorsField, BodyField, TagsField
from blog.admin.inherited import OWN, InheritedField, InheritedWords
from blog.admin.times import LocalMomentField
from blog.models import Autosave, Post, Revision, SiteSettings, State
from blog.workflow import Later, Text
from media.models import Image
from media.widgets import ImageInput


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class GivenDateField(forms.DateField):
    """A date as readers will see it: noon of that day in the publication's zone, so that no zone moves it."""

    widget = DateInput

    def prepare_value(self, value):
        if isinstance(value, datetime):
            return value.astimezone(SiteSettings.load().tzinfo).date()
        return value

    def clean(self, value):
        day = super().clean(value)
        return day and datetime.combine(day, time(12), tzinfo=SiteSettings.load().tzinfo)

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


TEXT = [*Text.columns(), *Text.RELATED]


class PostForm(forms.ModelForm):
    """What a post will say, and when.

    ``seen`` is the number of the revision that was opened; ``form`` tells this opened form from every other.
    ``unsaved`` is an Autosave whose words it opens with, in place of what the post says.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    body = BodyField(
        label=_("Text"),
        required=False,
        upload_url=reverse_lazy("admin:media_image_upload"),
        choose_url=reverse_lazy("admin:media_image_choose"),
    )
    cover_alt = InheritedField(
        label=_("Alternative text of the cover"),
        widget=InheritedWords(source="cover", word="alt", none=_("Decoration")),
        max_length=500,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    cover_caption = InheritedField(
        label=_("Caption of the cover"),
        widget=InheritedWords(source="cover", word="caption", none=_("No caption"), rows=2),
        help_text=_("What is printed under it."),
    )
    authors = AuthorsField(
        label=_("Authors"), queryset=Author.objects.all(), url=reverse_lazy("admin:blog_post_suggest_authors")
    )
    tags = TagsField(label=_("Tags"), required=False, url=reverse_lazy("admin:blog_post_suggest_tags"))
    date_given = GivenDateField(
        label=_("Date readers see"),
        required=False,
        help_text=_("The day it is published, unless you give an earlier one."),
    )
    canonical_url = forms.URLField(
        label=_("First published at"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where it stood first, if that was elsewhere."),
    )
    publish_at = LocalMomentField(label=_("Publish at"), required=False)
    later = forms.ChoiceField(
        label=_("What is scheduled for later"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(Later.KEEP, _("keeps its time")), (Later.BRING_BACK, _("comes back as a draft"))],
    )
    withdraw_at = LocalMomentField(label=_("Withdraw at"), required=False, help_text=_("Empty: at once."))
    moved_to = forms.CharField(
        label=_("Send readers to"), required=False, max_length=500, help_text=_("A path or an address. Empty: “gone”.")
    )
    overrule = forms.CharField(
        label=_("Let it pass all the same, because"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label=_("Note to the authors"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    leaving = forms.BooleanField(label=_("I know that I shall not see this post any more"), required=False)

    # Set by PostAdmin: why the workflow has refused this very submission; words that are to be opened.
    refusal: workflow.Refused | None = None
    unsaved: Autosave | None = None
    # … and whose form it is: facts about the post are asked of nobody else.
    by = None

    class Meta:
        model = Revision
        fields = [
            *("title", "body", "summary", "slug", "listed", "cover", "cover_alt", "cover_caption"),
            *("language", "seo_title", "seo_description"),
        ]
        widgets = {
            "title": forms.TextInput(attrs={"placeholder": _("Title"), "autocomplete": "off"}),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "cover": ImageInput,
            "seo_description": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "cover": {"invalid_choice": _("This picture is in the library no more. Choose another, or none.")}
        }
        help_texts = {
            "summary": _("One or two sentences for lists, feeds and search engines."),
            "slug": _("Made from the title when left empty."),
        }

    def __init__(self, *args, instance: Post | None = None, initial=None, **kwargs):
        self.post = instance
        source = instance.latest if instance else None
        super().__init__(*args, instance=source or Revision(language=""), initial=initial, **kwargs)
        self.fields["cover"].queryset = Image.objects.kept()
        for fact in self._facts():
            self.fields[fact.name] = fact.field(instance, by=self.by)
        if source:
            self.initial |= {
                "seen": source.number,
                "body": source.body,
                "authors": [byline.author for byline in source.bylines.select_related("author")],
                "tags": list(source.tags.order_by("placements__pk").values_list("name", flat=True)),
                "date_given": source.date_given,
                "canonical_url": source.canonical_url,
                "moved_to": instance.moved_to,
                **_planned_times(instance),
            }
        if self.unsaved:
            typed = as_sent(self.unsaved)
            widgets = {name: field.widget for name, field in self.fields.items() if name in TYPED}
            self.initial |= {name: widget.value_from_datadict(typed, {}, name) for name, widget in widgets.items()}
            self.initial |= {"seen": self.unsaved.seen, "form": self.unsaved.form}

    def _facts(self) -> list[facts.Fact]:
        return facts.registered() if self.by else []

    def fact_fields(self) -> list[forms.BoundField]:
        return [self[fact.name] for fact in self._facts()]

    def clean_slug(self):
        return normal_slug(self.cleaned_data["slug"])

    def clean(self):
        super().clean()
        if self.refusal is not None:
            self._show(self.refusal)

    def _post_clean(self):
        """Nothing: a ModelForm would write into the revision here, and revisions are never changed."""

    def _show(self, refusal: workflow.Refused) -> None:
        """Say why the workflow has refused, beside the field it is about where there is one."""
        errors = refusal.update_error_dict({})
        for field, problems in errors.items():
            self.add_error(field if field in self.fields and field != NON_FIELD_ERRORS else None, problems)

    def text(self) -> Text:
        """Return what the author has typed, on top of what the form does not ask."""
        before = Text.of(self.post.latest) if self.post and self.post.latest else Text(title="")
        return replace(before, **{name: self.cleaned_data[name] for name in TEXT if name in self.cleaned_data})

    def save_text(self, *, by) -> Revision:
        """Save it as the newest revision. Raises workflow.Refused."""
        asked = self.cleaned_data
        return workflow.save(
            self.post,
            self.text(),
            by=by,
            seen=asked.get("seen") or 0,
            leaving=asked.get("leaving", False),
            uid=asked.get("form"),
        )

    def save_facts(self, post: Post, *, by) -> None:
        """Let hold what was chosen about ``post``. Raises workflow.Refused."""
        for fact in self._facts():
            if self.add_prefix(fact.name) in self.data:  # a form opened before the feature was there has no answer
                fact.save(post, self.cleaned_data[fact.name], by=by)


# What somebody types or chooses, and an Autosave therefore keeps.
TYPED = [name for name in PostForm.base_fields if name not in ("seen", "form")]


def as_sent(autosave: Autosave) -> QueryDict:
    """Return what ``autosave`` keeps as the form would have sent it."""
    data = QueryDict(mutable=True)
    for name, values in autosave.fields.items():
        data.setlist(name, values)
    return data


def typed_text(data: QueryDict, post: Post | None) -> Text:
    """Return what the form sent in ``data`` as a save would keep it; what cannot be read is as it was."""
    form = PostForm(data, instance=post)
    form.full_clean()
    return form.text().cleaned()


def as_fields(text: Text) -> dict[str, list[str]]:
    """Return ``text`` as the form would send it."""
    data = {name: getattr(text, name) for name in TEXT}
    data |= {
        "listed": "on" if text.listed else "",
        "cover": text.cover.pk if text.cover else "",
        "date_given": GivenDateField().prepare_value(text.date_given),
        "tags": ", ".join(text.tags),
        "authors": [author.pk for author in text.authors],
    }
    data |= {name + OWN: "" if data[name] is None else "on" for name in ("cover_alt", "cover_caption")}
    sent = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    return {name: ["" if value is None else str(value) for value in values] for name, values in sent.items()}


def _planned_times(post: Post) -> dict[str, datetime | None]:
    """When the next scheduled text begins, and when readers are to see nothing any more."""
    published = post.revisions.current().filter(state=State.PUBLISHED).order_by("live_from")
    times = list(published.values_list("live_from", "live_until"))
    now = timezone.now()
    return {
        "publish_at": next((begins for begins, _ends in times if begins > now), None),
        "withdraw_at": times[-1][1] if times else None,
    }
