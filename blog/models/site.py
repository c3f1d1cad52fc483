"""The publication itself: one row that an administrator edits."""

import zoneinfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from blog.models.checks import Check, Level, start_level
from blog.prepared import prepared
from media.models import Image

ACCENT = "#9a3412"  # the style sheet’s own


def start_navigation(language: str = "en") -> list[dict[str, str]]:
    """Return what a publication in ``language`` begins with."""
    with translation.override(language):
        pages = {gettext("Tags"): "/tags/", gettext("Archive"): "/archive/", gettext("Search"): "/search/"}
    return [{"label": label, "address": address} for label, address in pages.items()]


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
    social_links = models.JSONField(_("social links"), default=list, blank=True)  # [{label, url}]
    logo = models.ForeignKey(
        Image,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands before the name, as high as two lines."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=ACCENT,
        validators=[RegexValidator(r"\A#[0-9a-f]{6}\Z", _("Write a colour as # and six digits, such as #9a3412."))],
        help_text=_("It is made as dark or as light as it takes to be read on both schemes’ paper."),
    )
    share_links = models.BooleanField(
        _("share links"),
        default=True,
        help_text=_("After each post, plain links to pass it on by. Nothing of another place is loaded for them."),
    )
    hub = models.URLField(
        _("WebSub hub"),
        blank=True,
        help_text=_("Feeds name it, for feed readers that want to be told of new posts at once."),
    )
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
        return next(iter(_stored()), None) or cls(pk=1)

    def level_of(self, check: Check) -> Level:
        """Return what becomes of a text in which ``check`` finds something."""
        return Level(self.checks.get(check.value, start_level(check)))

    @property
    def accent_url(self) -> str:
        """The style sheet of the accent colour; nothing where it is the one the readers’ style sheet has."""
        return "" if self.accent == ACCENT else reverse("blog:accent", args=[self.accent[1:]])

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


@prepared
def _stored():
    return SiteSettings.objects.select_related("logo")
