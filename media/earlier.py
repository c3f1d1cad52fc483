"""The files that images had before others took their place: what is remembered of them, and for how long."""

from datetime import timedelta

from django.conf import settings
from django.db import models

# A wrong picture is noticed within weeks; one that was taken out of sight for a reason should not lie around for ever.
KEPT = timedelta(days=180)
# Pages that were fetched before the change still ask for the old renditions: from caches, feed readers and mails.
SERVED = timedelta(days=30)

# What an image owes to its file: all of it changes when the file does, and nothing else.
FACTS = ("original_name", "sha256", "format", "width", "height", "is_animated", "tone")
FILE = ("original", *FACTS, "renditions", "recipe", "cards")


class EarlierFile(models.Model):
    """A file that ``image`` had until ``replaced_at``. Nothing of it changes but which renditions are still there."""

    image = models.ForeignKey("media.Image", on_delete=models.CASCADE, related_name="earlier_files")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    replaced_at = models.DateTimeField(db_index=True)
    is_served = models.BooleanField(default=True)  # in every width; else there is a thumbnail for the list of files

    original = models.CharField(max_length=100)
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_animated = models.BooleanField(default=False)
    tone = models.CharField(max_length=6, blank=True)
    renditions = models.JSONField(default=dict)
    recipe = models.PositiveSmallIntegerField()
    cards = models.JSONField(default=list)

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return self.original_name

    def as_image(self):
        """Return an image that has this file. A stand-in, to find the files by: never save it."""
        image = self._meta.get_field("image").related_model
        return image(pk=self.image_id, **{name: getattr(self, name) for name in FILE})
