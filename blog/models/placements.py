"""What the body of a revision refers to: pictures of the library, addresses of this publication."""

from django.db import models
from django.db.models import F, Q

from blog.models.revisions import Revision, keep_while_shown
from blog.models.times import Timed, TimedQuerySet


class ImagePlacement(models.Model):
    """Where the body of a revision uses a picture; the cover is a key of its own."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="image_placements")
    image = models.ForeignKey("media.Image", on_delete=keep_while_shown, related_name="placements")
    # Whether what is printed there is the library's, at one place of the text at least.
    inherits_alt = models.BooleanField(default=True, db_default=True)
    inherits_caption = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="an_image_once_per_revision", fields=["revision", "image"]),
        ]

    def __str__(self):
        return f"{self.image} in {self.revision}"


class LinkPlacement(Timed):
    """A link to an address of this publication, whether or not anything is there.

    Its times repeat the revision’s, once that is published and listed.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="link_placements")
    slug = models.CharField(max_length=200, db_index=True)
    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="+", db_index=False, editable=False)

    objects = TimedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_link_once_per_revision", fields=["revision", "slug"])]
        indexes = [
            models.Index(
                "slug",
                F("dated_at").desc(),
                F("post").desc(),
                name="listed_by_link",
                condition=Q(live_from__isnull=False),
            )
        ]

    def __str__(self):
        return f"/{self.slug}/ in {self.revision}"
