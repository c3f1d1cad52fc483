"""Which day a piece is meant for, and the key to somebody's feed of such days."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """The day a piece is to be published, if all goes well. Nothing follows from it; readers know nothing of it."""

    post = models.OneToOneField("blog.Post", primary_key=True, on_delete=models.CASCADE, related_name="plan")
    day = models.DateField(_("day"))
    deadline = models.DateField(_("text due"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()  # who may edit the post may plan it
        constraints = [
            models.CheckConstraint(
                name="text_is_due_by_its_day", condition=Q(deadline__isnull=True) | Q(deadline__lte=F("day"))
            ),
        ]
        indexes = [
            models.Index("day", name="planned_days"),
            models.Index("deadline", name="planned_deadlines", condition=Q(deadline__isnull=False)),
        ]

    def __str__(self):
        return f"{self.day}: {self.post}"


class FeedKeyManager(models.Manager):
    def make(self, user) -> str:
        """Return a new key for ``user``. The one before it opens nothing any more; this one cannot be read again."""
        key = secrets.token_urlsafe(24)
        self.update_or_create(user=user, defaults={"digest": _digest(key), "made_at": timezone.now()})
        return key

    def opened_by(self, key: str) -> "FeedKey | None":
        return self.select_related("user").filter(digest=_digest(key)).first()


class FeedKey(models.Model):
    """That somebody has a key to their feed. Only a digest is kept: who reads the database cannot read the feed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = FeedKeyManager()

    class Meta:
        default_permissions = ()  # everybody has their own

    def __str__(self):
        return str(self.user)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
