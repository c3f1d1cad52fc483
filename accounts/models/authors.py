"""The public profile that stands over a post; a guest has one and no user."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.names import clean_name
from accounts.slugs import address_of, free_slug, normal_slug


class AuthorQuerySet(models.QuerySet):
    def at(self, slug: str) -> "Author":
        """Return the author whom readers are shown at ``slug``: whose address it is, else whose it was.

        Raises DoesNotExist. Where the author's slug is another one, readers are to be led there.
        """
        return self.reached(normal_slug(slug)).get()

    def reached(self, slug: str) -> "AuthorQuerySet":
        """The author at ``slug``, as ``at`` finds them."""
        own = Author.objects.filter(slug=slug).order_by().values("pk")
        earlier = AuthorAddress.objects.filter(slug=slug).values("author")
        # In one query: between two of them an author who moves could be at neither.
        return self.filter(pk=Coalesce(Subquery(own), Subquery(earlier))).order_by()


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
        help_text=_(
            "The last part of the address of their page. Made from the name when left empty. Readers and feed readers "
            "who know an earlier one are led here."
        ),
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

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        permissions = [("change_any_author", "Can change everybody’s profile")]
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        """As Django's. An address that is given up goes on leading here."""
        self.slug = normal_slug(self.slug) or self._free_slug()
        before = Author.objects.select_for_update().filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if before not in (None, self.slug):
            self.earlier_addresses.filter(slug=self.slug).delete()
            self.earlier_addresses.create(slug=before)

    def get_absolute_url(self):
        return address_of("blog:author", self.slug)

    def clean(self):
        clean_name(self, "name")
        self.slug = normal_slug(self.slug)
        if AuthorAddress.objects.filter(slug=self.slug).exclude(author=self.pk).exists():
            words = _("This address was another author’s once, and goes on leading to them. Choose another one.")
            raise ValidationError({"slug": ValidationError(words, code="address_taken")})

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    def _free_slug(self) -> str:
        """Return an address made from the name that no other author has, or once had."""
        wish = normal_slug(slugify(self.name, allow_unicode=True))[:140] or "author"
        return free_slug(wish, Author.objects.exclude(pk=self.pk), AuthorAddress.objects.exclude(author=self.pk))


class AuthorAddress(models.Model):
    """An address that an author once had; it leads to the one they have now."""

    slug = models.SlugField(max_length=150, unique=True, allow_unicode=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="earlier_addresses")

    def __str__(self):
        return f"/authors/{self.slug}/"
