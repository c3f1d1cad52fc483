"""What was done to tags, and what it takes to take a merge back: which placement was whose."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from blog.models import Event, Revision, Tag


class Change(models.Model):
    """An event in the life of a tag. What happened to one that has been deleted is still told."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tag_changes")
    tag = models.ForeignKey(Tag, null=True, on_delete=models.SET_NULL, related_name="changes")
    fields = models.JSONField(default=dict)  # of a rename: {"name": [before, after], "slug": …}, what it changed

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return str(self.event)


class Merge(models.Model):
    """Tags that became one. They stay, as synonyms of the one."""

    into = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="merges")
    tags = models.ManyToManyField(Tag, related_name="+")
    synonyms = models.JSONField(default=list)  # [[synonym, tag], …]: what each was the same as before
    names = models.JSONField(default=dict)  # {number: name} of all of them at the time
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{', '.join(self.merged.values())} → {self.names.get(str(self.into_id), self.into)}"

    @property
    def merged(self) -> dict[str, str]:
        """The tags that became synonyms, number → name at the time; one that has been deleted since is still here."""
        others = {str(self.into_id), *(str(synonym) for synonym, _tag in self.synonyms)}
        return {number: name for number, name in self.names.items() if number not in others}

    @property
    def is_lost(self) -> bool:
        """Whether one of them has been deleted since, so that this cannot be taken back."""
        return len(self.merged) > len(self.tags.all())


class Apart(models.Model):
    """Tags that look alike and mean several things, as an editor says: nobody needs to be shown them again."""

    tags = models.ManyToManyField(Tag, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return ", ".join(tag.name for tag in self.tags.all())


class Moved(models.Model):
    """A placement that was ``tag``’s. It went to the other tag, or went away where that one stood already."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    placement = models.BigIntegerField()  # its number, which is its place among the tags of its revision
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    is_kept = models.BooleanField()

    def __str__(self):
        return f"{self.tag}: {self.revision}"
