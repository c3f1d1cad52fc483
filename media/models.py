"""The image library: what is known of an image, and the words that stand with it wherever it is shown."""

import secrets
from datetime import datetime
from hashlib import sha256
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from media import earlier, recipes, words
from media.cards import Social, social_of


class Format(models.TextChoices):
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    GIF = "gif", "GIF"
    AVIF = "avif", "AVIF"
    HEIC = "heic", "HEIC"


def originals():
    """Return where originals are kept. No address leads there: they carry places and serial numbers."""
    return storages["originals"]


def new_name(format: str) -> str:
    """Return a name for an original that nobody had before and nobody can guess."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token[2:]}.{format}"


def todays_recipe() -> int:
    """Return the default of a new image. A function, so that raising the number asks for no migration."""
    return recipes.RECIPE


class ImageQuerySet(models.QuerySet):
    def kept(self):
        """What the library offers: all but the trash."""
        return self.filter(trashed_at=None)

    def trashed(self):
        return self.filter(trashed_at__isnull=False)

    def newest_first(self, before: tuple[datetime, int] | None = None):
        """The newest first, from after ``before``: the (uploaded_at, id) of the last image seen."""
        images = self
        if before is not None:
            uploaded_at, pk = before
            images = self.filter(uploaded_at__lte=uploaded_at).exclude(uploaded_at=uploaded_at, pk__gte=pk)
        return images.order_by("-uploaded_at", "-pk")

    def search(self, text: str):
        """Those with words that begin like each word of ``text``, the first ten; of very many the newest.

        Looked at are caption, alternative text, credit and file name.
        """
        if not text.strip():
            return self
        found = words.matching(text, using=self.db)
        return self.none() if found is None else self.filter(pk__in=found)

    def without_alt(self):
        """Those that a reader who cannot see them learns nothing of; decoration is meant so."""
        return self.filter(alt="", decorative=False)


NEWEST_FIRST = F("uploaded_at").desc(), F("id").desc()
KEPT = Q(trashed_at__isnull=True)


class Image(models.Model):
    original = models.FileField(_("original"), storage=originals, editable=False)
    original_name = models.CharField(_("file name"), max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    format = models.CharField(_("format"), max_length=10, choices=Format, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)  # upright, like the height
    height = models.PositiveIntegerField(_("height"), editable=False)
    is_animated = models.BooleanField(_("animated"), default=False, editable=False)
    # Its mean colour, such as “c08040”, which stands in its place while it comes; empty where it would shine through.
    tone = models.CharField(max_length=6, blank=True, editable=False)

    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decoration"),
        default=False,
        help_text=_("It says nothing that the text does not say. Screen readers pass over it."),
    )
    caption = models.TextField(_("caption"), blank=True, help_text=_("Printed under it. Plain text."))
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it."))
    licence = models.CharField(
        _("licence"), max_length=200, blank=True, help_text=_("Why it may be used here, such as CC BY 4.0.")
    )
    source_url = models.URLField(
        _("source"),
        max_length=500,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("The web address it was taken from."),
    )
    # What must stay in sight when it is cropped: parts of width and height, from the top left.
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point, from the top"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="images",
        editable=False,
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    file_at = models.DateTimeField(null=True, editable=False)  # when another file took the place of the first, and
    file_by = models.ForeignKey(  # who put it there
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    trashed_at = models.DateTimeField(null=True, editable=False)
    # Which files there are: format → sorted widths; and by which recipe they were made.
    renditions = models.JSONField(default=dict, editable=False)
    recipe = models.PositiveSmallIntegerField(default=todays_recipe, editable=False)
    cards = models.JSONField(default=list, editable=False)  # the files of its social cards, as media.cards has them

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-uploaded_at", "-pk"]
        permissions = [("change_any_image", "Can change images that others uploaded")]
        indexes = [
            models.Index(*NEWEST_FIRST, name="images_newest_first", condition=KEPT),
            models.Index("uploaded_by", *NEWEST_FIRST, name="images_by_uploader", condition=KEPT),
            models.Index(*NEWEST_FIRST, name="images_without_alt", condition=KEPT & Q(alt="", decorative=False)),
            models.Index(*NEWEST_FIRST, name="images_without_credit", condition=KEPT & Q(credit="")),
            models.Index("trashed_at", name="images_in_trash", condition=Q(trashed_at__isnull=False)),
            models.Index("sha256", name="images_by_content"),
        ]
        constraints = [
            models.CheckConstraint(name="an_image_has_a_size", condition=Q(width__gte=1, height__gte=1)),
            models.CheckConstraint(
                name="focal_point_lies_in_the_image",
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
            ),
            models.CheckConstraint(
                name="decoration_has_no_alt_text",
                condition=Q(decorative=False) | Q(alt=""),
                violation_error_message=_(
                    "Screen readers pass over decoration, so this alternative text would never be read. "
                    "Remove it, or say that the picture is no decoration."
                ),
            ),
        ]

    def __str__(self):
        return Truncator(self.caption or self.alt or self.original_name).chars(60)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """As Django's, and what it is found by. Whoever listens does so inside the same transaction."""
        is_new, changed = self._state.adding, kwargs.get("update_fields")
        super().save(*args, **kwargs)
        if changed is None or set(words.FIELDS) & set(changed):
            words.Words(image=self, words=words.words_of(self)).save(force_insert=is_new)

    def file_facts(self) -> dict:
        """Return what an ``EarlierFile`` remembers of the file that this image has now."""
        facts = {name: getattr(self, name) for name in earlier.FILE}
        came = (self.file_at, self.file_by_id) if self.file_at else (self.uploaded_at, self.uploaded_by_id)
        return {**facts, "uploaded_at": came[0], "uploaded_by_id": came[1]}

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def largest_width(self, format: str = recipes.WEBP, *, at_most: int = recipes.WIDTHS[-1]) -> int:
        """Return the largest width there is in ``format`` up to ``at_most``, else the smallest there is."""
        widths = self.renditions[format]
        return max((width for width in widths if width <= at_most), default=widths[0])

    @property
    def smallest_width(self) -> int:
        """The width of the smallest WebP, for thumbnails."""
        return self.renditions[recipes.WEBP][0]

    def rendition_name(self, width: int, format: str) -> str:
        """Return where ``storages["default"]`` keeps a rendition, whether it was made yet or not.

        Hashed from what decides its content, the upload and the recipe: the name never gets other bytes and
        browsers may keep it, and it does not tell the name of the original.
        """
        digest = sha256(f"{self.original.name} {self.recipe}".encode()).hexdigest()[:32]
        kind = "-still" if format == recipes.STILL else ""
        return f"{digest[:2]}/{digest[2:]}{kind}-{width}.{recipes.file_type(format)}"

    def rendition_url(self, width: int, format: str) -> str:
        return default_storage.url(self.rendition_name(width, format))

    def rendition_urls(self, format: str) -> dict[int, str]:
        """Return the addresses of all renditions in ``format``, by width."""
        if not (widths := self.renditions.get(format)):
            return {}
        # From one call of the storage, because an address takes longer than the rest of the markup.
        stem, _last, end = self.rendition_url(0, format).rpartition("-0.")
        return {width: f"{stem}-{width}.{end}" for width in widths}

    def rendition_height(self, width: int) -> int:
        return recipes.height_at(width, self.size)

    @property
    def shown_width(self) -> int:
        """The width to show where only one can be named: in ``src`` and on cards of social networks."""
        return self.largest_width(at_most=recipes.FIRST_WIDTH)

    @property
    def shown_height(self) -> int:
        return self.rendition_height(self.shown_width)

    @property
    def shown_size(self) -> tuple[int, int]:
        return self.shown_width, self.shown_height

    @property
    def shown_url(self) -> str:
        return self.rendition_url(self.shown_width, recipes.WEBP)

    @property
    def whole_url(self) -> str:
        """The whole address of the picture, for those who read it elsewhere; its size is the shown one."""
        return urljoin(settings.BYLINE_URL, self.shown_url)

    @property
    def social(self) -> Social:
        """What stands for a page on a social network, cut around the focal point."""
        return social_of(self)

    def wanted_widths(self, format: str) -> list[int]:
        """Return the widths that today's recipe wants in ``format``."""
        wanted = format in recipes.formats_for(is_animated=self.is_animated)
        return recipes.widths_for(self.size) if wanted else []

    def missing_widths(self, format: str) -> list[int]:
        """Return those of ``wanted_widths`` that today's recipe has not made yet."""
        made = self.renditions.get(format, ()) if self.recipe == recipes.RECIPE else ()
        return [width for width in self.wanted_widths(format) if width not in made]
