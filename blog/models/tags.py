"""Tags: what readers browse by. taggit keeps them; what makes two names one tag is decided here."""

import unicodedata

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from blog.models.revisions import Revision
from blog.models.times import Timed, TimedQuerySet

# Said in words, so that C, C++ and C# have an address each.
SPOKEN = str.maketrans({"+": " plus ", "#": " sharp ", "&": " and ", ".": " dot "})


def display_name(name: str) -> str:
    """Return ``name`` as it is shown: composed (NFC), with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def key_of(name: str) -> str:
    """Return what two names must share to be one tag, whatever their case, width and Unicode form."""
    return unicodedata.normalize("NFKC", display_name(name)).casefold()


class TagQuerySet(models.QuerySet):
    def named(self, names: list[str]) -> list["Tag"]:
        """Return the tags with these names, in order and once each; missing ones are made.

        A synonym stands for the tag it is the same as. Keys are made in a fixed order, so that two people who
        save the same new tags do not wait for each other.
        """
        wanted = {key_of(name): display_name(name) for name in reversed(names) if key_of(name)}
        have = {tag.key: tag for tag in self.filter(key__in=wanted).select_related("same_as")}
        for key in sorted(wanted.keys() - have.keys()):
            have[key], _made = self.get_or_create(key=key, defaults={"name": wanted[key]})
        tags = (have[key_of(name)] for name in names if key_of(name))
        return list(dict.fromkeys(tag.same_as or tag for tag in tags))


class Tag(TagBase):
    key = models.CharField(max_length=200, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True, help_text=_("Stands over the tag’s page."))
    same_as = models.ForeignKey(
        "self",
        verbose_name=_("same as"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="synonyms",
        limit_choices_to={"same_as": None},
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["key"]

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.name = display_name(self.name)
        self.key = key_of(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("blog:tag", args=[self.slug])

    def slugify(self, tag, i=None):
        slug = slugify(tag.translate(SPOKEN), allow_unicode=True) or "tag"
        return f"{slug}-{i + 1}" if i else slug


class TagPlacement(ItemBase, Timed):
    """One tag on one revision. Its times repeat the revision's, once that is published and listed."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="placements")
    # taggit finds the key by this name; with another one it fails only when used.
    content_object = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="tag_placements", db_column="revision_id"
    )
    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="+", db_index=False, editable=False)

    objects = TimedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_tag_once_per_revision", fields=["content_object", "tag"]),
        ]
        indexes = [
            models.Index(
                "tag",
                F("dated_at").desc(),
                F("post").desc(),
                name="listed_by_tag",
                condition=Q(live_from__isnull=False),
            ),
            models.Index("live_from", name="tag_begins", condition=Q(live_from__isnull=False)),
            models.Index("live_until", name="tag_ends", condition=Q(live_until__isnull=False)),
        ]
