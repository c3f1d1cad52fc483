"""What the demo made, so that exactly that can be removed."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class Made(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="made_once", fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.content_type} {self.object_id}"
