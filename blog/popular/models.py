"""How often a post was read, by day, and which are read most. Of a reader nothing is kept, not even that they came."""

from django.db import models


class Reads(models.Model):
    """The reads of one post on one day (UTC)."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="reads")
    day = models.DateField()
    reads = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="reads_of_a_day_once_per_post", fields=["day", "post"])]

    def __str__(self):
        return f"{self.post_id} on {self.day}: {self.reads}"


class Rank(models.Model):
    """A place in the stored order: pages read this, so that a read alone changes no page."""

    place = models.PositiveSmallIntegerField(primary_key=True)
    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="ranks")

    class Meta:
        default_permissions = ()
        ordering = ["place"]

    def __str__(self):
        return f"{self.place}: {self.post_id}"
