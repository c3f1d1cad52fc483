"""The public profile that stands over a post; a guest has one and no user."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


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
        others = Author.objects.exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=wish).values_list("slug", flat=True))
        number, slug = 1, wish
        while slug in taken:
            number += 1
            slug = f"{wish}-{number}"
        return slug
