"""What people type: a note at the desk, a comment by way of a link, a link itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.discussion.links import DAYS, MAX_DAYS
from blog.discussion.models import QUOTE_LENGTH, TEXT_LENGTH, Note


class NoteForm(forms.Form):
    """A note on a post, or an answer to one of ``threads``."""

    text = forms.CharField(label=_("Note"), max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 3, "dir": "auto"}))
    quote = forms.CharField(
        label=_("Words of the text it is about"),
        max_length=QUOTE_LENGTH,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    about = forms.IntegerField(required=False, widget=forms.HiddenInput)
    parent = forms.ModelChoiceField(
        Note.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("What you answered is not here any more. Send it as a note of its own.")},
    )

    ids = "id_%s"

    def __init__(self, *args, threads, **kwargs):
        super().__init__(*args, **{"auto_id": self.ids, **kwargs})
        self.fields["parent"].queryset = threads


class AnswerForms:
    """The form that begins a thread and one under each thread; ``bound`` is where it was sent from."""

    def __init__(self, form_class, *, bound: NoteForm | None, threads, about: int):
        self.form_class, self.bound, self.threads, self.about = form_class, bound, threads, about

    def attach(self, shown) -> NoteForm:
        """Give each thread ``shown`` its ``answer_form``; return the one that begins a thread."""
        sent = self.bound and self.bound.data.get("parent", "")
        for thread in shown:
            is_sent = sent == str(thread.pk)
            thread.answer_form = self.bound if is_sent else self._empty(thread.pk)
        if self.bound is None or sent in {str(thread.pk) for thread in shown}:
            return self._empty()
        if "parent" in self.bound.errors:  # what was answered is gone: the same words can begin a thread
            self.bound.data = {**self.bound.data.dict(), "parent": ""}
        return self.bound

    def _empty(self, parent: int | str = "") -> NoteForm:
        auto_id = f"{self.form_class.ids}_{parent}" if parent else self.form_class.ids
        return self.form_class(threads=self.threads, initial={"about": self.about, "parent": parent}, auto_id=auto_id)


class GuestForm(NoteForm):
    """A comment of somebody without an account. Nobody sees the last field, so only machines fill it in."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name", "dir": "auto"})
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": -1})
    )
    text = forms.CharField(
        label=_("Your comment"), max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 5, "dir": "auto"})
    )
    ids = "_%s"  # it stands below a text, whose headings may be called anything that begins with a letter
    field_order = ["name", "text", "quote", "website", "about", "parent"]

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty this field, then send again: only machines fill it in."))
        return ""


class ShareLinkForm(forms.Form):
    label = forms.CharField(label=_("For whom"), max_length=100, help_text=_("Seen at the desk alone."))
    days = forms.IntegerField(label=_("Works for … days"), min_value=1, max_value=MAX_DAYS, initial=DAYS)
