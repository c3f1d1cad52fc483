"""People. A User signs in; an Author is the public profile that stands over a post, and may have no user."""

import zoneinfo

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Makes users, who are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is in the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Choose one such as Europe/Stockholm."),
            code="unknown_time_zone",
            params={"name": name},
        )


class User(AbstractUser):
    username = None
    first_name = last_name = None
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Dates and times at the desk are shown, and read, in this zone."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message=_("Somebody signs in with this e-mail address already."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class Author(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("Leave empty for a guest, who writes here without signing in."),
    )
    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(
        _("address"),
        max_length=150,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the address of their page. Made from the name when left empty."),
    )
    bio = models.TextField(_("about"), blank=True, help_text=_("A few sentences under their posts. Plain text."))
    portrait = models.ForeignKey(
        "media.Image",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="portraits",
    )
    links = models.JSONField(_("links"), default=list, blank=True)  # [{"label": …, "url": …}, …]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        permissions = [("change_any_author", "Can change everybody’s profile")]
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("blog:author", args=[self.slug])

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    def _free_slug(self) -> str:
        """Return an address made from the name that no other author has."""
        wish = slugify(self.name, allow_unicode=True)[:140] or "author"
        taken = set(Author.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
        number, slug = 1, wish
        while slug in taken:
            number += 1
            slug = f"{wish}-{number}"
        return slug
