"""Giving a piece its day, and a scheduled one another time. The workflow says what may not be."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import permissions, workflow
from blog.admin.forms import DateInput
from blog.admin.times import LocalMomentField
from blog.models import Post, Revision, State
from blog.planning.days import YEARS
from blog.planning.models import Plan
from blog.workflow import Later


class PlanForm(forms.Form):
    """The day of one piece, ``plan_for``."""

    day = forms.DateField(label=gettext_lazy("To be published on"), widget=DateInput)
    deadline = forms.DateField(label=gettext_lazy("Text due by"), required=False, widget=DateInput)

    def __init__(self, *args, plan_for: Post | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.post = plan_for

    def clean_day(self):
        day = self.cleaned_data["day"]
        is_new = day != self.initial.get("day")
        if is_new and (day < timezone.localdate() or day.year not in YEARS):
            raise forms.ValidationError(_("Choose today or a day to come."), code="past_day")
        return day

    def clean(self):
        cleaned = super().clean()
        day, deadline = cleaned.get("day"), cleaned.get("deadline")
        if day and deadline and deadline > day:
            self.add_error(
                "deadline", _("The text has to be in before it is published: choose that day or an earlier one.")
            )
        return cleaned

    def save(self, *, by) -> Plan:
        said = {"day": self.cleaned_data["day"], "deadline": self.cleaned_data["deadline"]}
        plan, _made = Plan.objects.update_or_create(
            post=self.post, defaults={**said, "set_by": by, "set_at": timezone.now()}
        )
        return plan


class ShelfForm(PlanForm):
    """The day of a piece from the shelf: one of ``posts`` that has none yet; ``shelf`` are those to choose from."""

    piece = forms.ModelChoiceField(
        label=gettext_lazy("Piece"),
        queryset=Post.objects.none(),
        error_messages={"invalid_choice": gettext_lazy("This piece is not there any more, or has a day already.")},
    )
    field_order = ["piece"]

    def __init__(self, *args, posts, shelf, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["piece"].queryset = posts.filter(open_state__in=State.OPEN, plan=None).select_related("latest")
        self.fields["piece"].choices = [("", _("Choose…")), *((post.pk, str(post)) for post in shelf)]

    def clean_piece(self):
        self.post = self.cleaned_data["piece"]
        if not permissions.can_edit(self.by, self.post):
            raise forms.ValidationError(_("You may not plan “%s”.") % self.post, code="not_allowed")
        return self.post


class MoveForm(forms.Form):
    """Another time for a scheduled revision of ``posts``; ``choices`` are those to choose from: (pk, title, moment)."""

    revision = forms.ModelChoiceField(
        label=gettext_lazy("Scheduled"),
        queryset=Revision.objects.none(),
        error_messages={"invalid_choice": gettext_lazy("This is not scheduled any more.")},
    )
    at = LocalMomentField(label=gettext_lazy("New day and time"))
    later = forms.ChoiceField(
        label=gettext_lazy("What is scheduled for later"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Later.KEEP, gettext_lazy("keeps its time")),
            (Later.BRING_BACK, gettext_lazy("comes back as a draft")),
        ],
    )

    def __init__(self, *args, posts, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["revision"].queryset = Revision.objects.scheduled().filter(
            Exists(posts.filter(pk=OuterRef("post_id")))
        )
        self.fields["revision"].choices = [
            (pk, f"{title} ({date_format(timezone.localtime(at), 'j M, H:i')})") for pk, title, at in choices
        ]

    @property
    def asks_about_later(self) -> bool:
        return self.has_error(forms.forms.NON_FIELD_ERRORS, "later_scheduled")

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(
                _("That moment has passed. Choose a later one; to publish now, open the piece."), code="past"
            )
        return at

    def move(self, *, by) -> Revision | None:
        """Give it its new time. Where the workflow refuses, the form says why and nothing is returned."""
        asked = self.cleaned_data
        later = Later(asked["later"]) if asked["later"] else None
        try:
            return workflow.publish(asked["revision"], by=by, at=asked["at"], later=later)
        except workflow.Conflict:
            message = _("There are newer words for “%s” that have no time yet. Open it and schedule those instead.")
            self.add_error("revision", forms.ValidationError(message % asked["revision"], code="conflict"))
        except workflow.Refused as refusal:
            for field, problems in refusal.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, problems)
        return None
