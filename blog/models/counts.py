"""How many live posts a tag and a month have, stored, because counting 100,000 posts is too slow for a page.

The clock publishes too, so a stored number is true at one moment, ``CountedAt``; ``blog/counts.py`` keeps the
numbers and adds what has begun and ended since.
"""

from django.db import models
from django.db.models import Q


class TagCount(models.Model):
    tag = models.OneToOneField("Tag", on_delete=models.CASCADE, primary_key=True, related_name="count")
    posts = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.tag}: {self.posts}"


class MonthCount(models.Model):
    month = models.DateField(primary_key=True)  # its first day, in the publication's time zone
    posts = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.month:%Y-%m}: {self.posts}"


class CountedAt(models.Model):
    """One row: the moment at which every stored count was true. Locked by whoever changes one."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_moment_of_counting", condition=Q(id=1))]

    def __str__(self):
        return str(self.at)
