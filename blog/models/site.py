"""The publication itself: one row that an administrator edits."""

import zoneinfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from blog.models.checks import Check, Level, start_level


def start_navigation() -> list[dict[str, str]]:
    return [{"label": "Tags", "address": "/tags/"}, {"label": "Archive", "address": "/archive/"}]


class SiteSettings(models.Model):
    name = models.CharField(_("name"), max_length=100, default="Byline")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Dates on readers’ pages, and months in the archive, are of this zone."),
    )
    navigation = models.JSONField(_("navigation"), default=start_navigation, blank=True)
    footer = models.CharField(_("footer"), max_length=300, blank=True)
    posts_per_page = models.PositiveSmallIntegerField(
        _("posts per page"), default=12, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    four_eyes = models.BooleanField(
        _("four eyes"), default=False, help_text=_("Nobody approves a post that carries their own byline.")
    )
    require_second_factor = models.BooleanField(
        _("second factor for everybody"),
        default=False,
        help_text=_(
            "Who has neither an authenticator app nor a passkey is led to set one up before they see the desk: "
            "you as well. Nobody is locked out."
        ),
    )

    checks = models.JSONField(default=dict, blank=True)  # {check: level}, where it is not the usual one

    class Meta:
        verbose_name = verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(name="one_publication", condition=Q(id=1))]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> "SiteSettings":
        """Return the settings, or what they are before anybody has saved them."""
        return cls.objects.first() or cls(pk=1)

    def level_of(self, check: Check) -> Level:
        """Return what becomes of a text in which ``check`` finds something."""
        return Level(self.checks.get(check.value, start_level(check)))

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
