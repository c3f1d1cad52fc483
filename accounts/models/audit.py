"""What happened to accounts, and who did it. Entries are added, never changed; ``accounts/audit.py`` adds them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.QuerySet):
    def update(self, **fields):
        raise TypeError("An audit entry is never changed.")

    def delete(self):
        raise TypeError("An audit entry is never deleted.")


class AuditEntry(models.Model):
    class Verb(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
        SIGNED_OUT = "signed_out", _("signed out")
        SESSIONS_ENDED = "sessions_ended", _("sessions ended")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        PASSWORD_RESET = "password_reset", _("password reset by mail")
        EMAIL_CHANGED = "email_changed", _("e-mail address changed")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        CODES_RENEWED = "codes_renewed", _("recovery codes renewed")
        ROLE_CHANGED = "role_changed", _("role changed")
        INVITED = "invited", _("invited")
        INVITATION_REVOKED = "invitation_revoked", _("invitation revoked")
        INVITATION_ACCEPTED = "invitation_accepted", _("invitation accepted")
        DEACTIVATED = "deactivated", _("deactivated")
        REACTIVATED = "reactivated", _("reactivated")
        DELETED = "deleted", _("account deleted")

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="audit_entries_by",
        db_index=False,
    )
    actor_name = models.CharField(_("by"), max_length=254, blank=True)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("whose account"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="audit_entries",
        db_index=False,
    )
    subject_name = models.CharField(_("whose account"), max_length=254, blank=True)
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ["view"]
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["subject", "-at", "-id"], name="audit_by_subject"),
        ]

    def __str__(self):
        return f"{self.subject_name}: {self.get_verb_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An audit entry is never deleted.")
