"""Who was told of which event, whether a mail went out, and when they opened it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def unopened(self):
        return self.filter(opened_at=None)

    def undelivered(self):
        """Neither mailed nor given up."""
        return self.filter(sent_at=None, failed_at=None)


class Notice(models.Model):
    """One person is told of one event. ``sent_at`` stays empty where no mail is wanted or no server set up."""

    event = models.ForeignKey("blog.Event", on_delete=models.CASCADE, related_name="notices", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)  # of the last attempt, in the words of the mail server
    opened_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="told_once", fields=["event", "user"])]
        indexes = [
            models.Index("user", F("id").desc(), name="notices_of_a_person"),
            models.Index("user", name="unopened_notices", condition=Q(opened_at__isnull=True)),
            models.Index(
                "failed_at", name="troubled_notices", condition=Q(sent_at__isnull=True, tried_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.event}"


class MailChoice(models.Model):
    """Whether somebody wants mail; without a row they do. Notices at the desk come in any case."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wants_mail = models.BooleanField(_("Mail me"), default=True)

    def __str__(self):
        return f"{self.user}: {self.wants_mail}"


def wants_mail(user) -> bool:
    return not MailChoice.objects.filter(user=user, wants_mail=False).exists()
