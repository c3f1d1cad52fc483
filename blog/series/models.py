"""A series and its parts. A part is a place of the post, not of a revision: a new order needs no new text.

A post is in one series at most: two would make “part 2 of 5” and “next in the series” a question.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.names import clean_name
from accounts.slugs import address_of, free_slug


class SeriesQuerySet(models.QuerySet):
    def open_to(self, user):
        """Those in which ``user`` may place their own posts: the publication’s and theirs; an editor, in all."""
        if user.has_perm("blog.edit_any_post"):
            return self
        return self.filter(Q(owner=None) | Q(owner=user)) if user.has_perm("series.view_series") else self.none()


class Series(models.Model):
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=200,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of its address, for good. Made from the title when left empty."),
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Stands over its parts. Plain text."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The author whose own it is; without one it is the publication’s."),
    )

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    @transaction.atomic
    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of("blog:series", self.slug)

    def clean(self):
        clean_name(self, "title")

    @transaction.atomic
    def delete(self, *args, **kwargs):
        return super().delete(*args, **kwargs)

    def _free_slug(self) -> str:
        wish = slugify(self.title, allow_unicode=True)[:180] or "series"
        return free_slug(wish, Series.objects.all())


class Part(models.Model):
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="parts", db_index=False)
    post = models.OneToOneField("blog.Post", verbose_name=_("post"), on_delete=models.CASCADE, related_name="part")
    position = models.PositiveIntegerField(_("place"))

    class Meta:
        default_permissions = ()  # who may arrange the series, or the post, may place it
        ordering = ["position", "pk"]
        indexes = [models.Index("series", "position", name="parts_in_order")]

    def __str__(self):
        return f"{self.series}, {self.position}: {self.post}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        return super().delete(*args, **kwargs)
