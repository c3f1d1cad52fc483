"""What the writing desk keeps beside the text: unsaved words, and who did what."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """What somebody has typed into one opened form and not yet saved. Nothing else follows from it.

    A row for each form, so that two windows with the same post never write over one another.
    """

    form = models.UUIDField()
    post = models.ForeignKey("Post", null=True, on_delete=models.CASCADE, related_name="autosaves")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)  # {name: [value, …]}, as the form would send them
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_autosave_per_form", fields=["user", "form"])]
        indexes = [models.Index("user", "post", F("at").desc(), name="autosaves_of_a_person")]

    def __str__(self):
        return self.title or str(_("Untitled"))

    @property
    def title(self) -> str:
        return " ".join(self.fields.get("title", []))


class Presence(models.Model):
    """Who has a post open at the desk; good for as long as their browser goes on saying so."""

    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_person_once_per_post", fields=["post", "user"])]

    def __str__(self):
        return f"{self.user}: {self.post}"


class Ownership(models.Model):
    """That a post is somebody's own: they see it at the desk. ``blog/ownership.py`` says whose it is, and until when.

    It repeats when the post was changed, so that a writer's list is one index range.
    """

    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="ownerships", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="an_owner_once_per_post", fields=["post", "owner"])]
        indexes = [models.Index("owner", F("changed_at").desc(), F("post").desc(), name="desk_of_an_owner")]

    def __str__(self):
        return f"{self.owner}: {self.post}"


class Bulk(models.Model):
    """Something that was done to many posts at once, with what it takes to undo it."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    operation = models.CharField(max_length=20)
    done = models.JSONField(default=list)  # as blog.bulk.Done
    refused = models.JSONField(default=list)  # [[title, why], …]
    undone_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.operation}: {len(self.done)}"


class Verb(models.TextChoices):
    SUBMITTED = "submitted", _("submitted for review")
    TOOK_BACK = "took_back", _("took back from review")
    ASKED = "asked_for_changes", _("asked for changes")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("scheduled")
    UNSCHEDULED = "unscheduled", _("unscheduled")
    WITHDREW = "withdrew", _("withdrew")
    RESTORED = "restored", _("restored an earlier revision")
    DISCARDED = "discarded", _("discarded the changes")
    TRASHED = "trashed", _("put in the trash")
    UNTRASHED = "untrashed", _("took out of the trash")
    CLAIMED = "claimed", _("took on")
    LET_GO = "let_go", _("left to others")
    OVERRULED = "overruled", _("overruled what was not ready")
    TAG_RENAMED = "tag_renamed", _("renamed the tag")
    TAGS_MERGED = "tags_merged", _("merged tags into")
    TAGS_PARTED = "tags_parted", _("took back a merge into")
    TAGS_DELETED = "tags_deleted", _("deleted unused tags")


class Event(models.Model):
    """Who did what, and when: written once, never changed. It outlives what it tells of."""

    post = models.ForeignKey("Post", null=True, on_delete=models.SET_NULL, related_name="events")
    revision = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="events")
    subject = models.CharField(max_length=200, blank=True)  # the title at the time
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=30, choices=Verb)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index("post", F("at").desc(), F("id").desc(), name="events_of_a_post")]

    def __str__(self):
        return f"{self.actor_name} {self.get_verb_display()} “{self.subject}”"
