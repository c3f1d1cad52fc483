"""What a text is looked over for before it is submitted or published, and how much each finding weighs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Check(models.TextChoices):
    REMOVED = "removed", _("A picture that was removed from the library")
    ALT = "alt", _("A picture without alternative text")
    CAPTION = "caption", _("A picture without a caption")
    CREDIT = "credit", _("A picture without a credit")
    HEADINGS = "headings", _("Headings that skip a level")
    LINK_TEXT = "link_text", _("A link that does not say where it leads")
    DEAD_LINK = "dead_link", _("A link to a page of this publication that is not there")
    TODO = "todo", _("“TK” that was left in the text")
    NO_TAG = "no_tag", _("No tag")
    LOOK_ALIKE = "look_alike", _("A tag that looks like another one")
    NO_SUMMARY = "no_summary", _("No summary")


class Level(models.TextChoices):
    BLOCK = "block", _("nobody submits or publishes; an editor may overrule it with a note")
    ADVICE = "advice", _("advice")
    OFF = "off", _("not looked for")


# What nobody has decided otherwise is advice.
BLOCKING = frozenset({Check.REMOVED, Check.TODO})


def start_level(check: Check) -> Level:
    return Level.BLOCK if check in BLOCKING else Level.ADVICE
