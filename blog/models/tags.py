"""Tags: what readers browse by. taggit keeps them; what makes two names one tag is decided here."""

import re
import unicodedata
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Replace
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from accounts.names import in_one_line
from accounts.slugs import address_of, free_slug, normal_slug
from blog import alike, snapshots
from blog.models.revisions import Revision
from blog.models.times import Timed, TimedQuerySet

MOST_CHARACTERS = 100
MOST_IN_WORDS = 500
MOST_LOOKED_FOR = 50  # look-alikes of so many tags of a text; no text has more that anybody reads

# Said in words, so that C, C++ and C# have an address each; what stands at an end of a name is said there alone.
SPOKEN = str.maketrans({"+": " plus ", "#": " sharp ", "♯": " sharp ", "♭": " flat ", "&": " and ", ".": " dot "})
_MINUSES = re.compile(r"^-+|-+$")

MOST_NAMED = 12  # synonyms that readers are told

_JOINERS = "\u200c\u200d"  # seen, in Persian and in emoji, by how their neighbours look


def display_name(name: str) -> str:
    """Return ``name`` as it is shown: composed (NFC), with single spaces, without what nobody sees."""
    return _composed(name, "NFC", keep=_JOINERS)


def key_of(name: str) -> str:
    """Return what two names must share to be one tag, whatever their case, width and Unicode form.

    Nor does it matter which apostrophe, quotation mark or dash a keyboard or an autocorrection has put there.
    """
    # Folding undoes some of what composing did, and the other way round: Unicode asks for both twice (NFKC_Casefold).
    folded = unicodedata.normalize("NFD", display_name(name)).casefold()
    return _composed(_composed(folded, "NFKC").casefold(), "NFKC").translate(_TYPED)


def _composed(text: str, form: str, *, keep: str = "") -> str:
    seen = (sign for sign in " ".join(text.split()) if sign in keep or unicodedata.category(sign) not in _UNSEEN)
    return " ".join(unicodedata.normalize(form, "".join(seen)).split())


_TYPED = str.maketrans(dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_UNSEEN = {"Cc", "Cf", "Cs"}  # controls, marks of direction, soft hyphens; halves of a character


def validate_name(name: str) -> None:
    """Refuse what nobody sees, what the field for tags would take apart at the next save, and what has no room."""
    if not in_one_line(key_of(name)):
        raise ValidationError(
            _("Nothing of this name can be seen. Type it anew, with a letter or a sign."), code="unseen"
        )
    if "," in name:
        message = _("“%(name)s” has a comma in it, which stands between two tags. Write it without, or as two tags.")
        raise ValidationError(message, code="comma", params={"name": name[:40]})
    if len(display_name(name)) > MOST_CHARACTERS or len(key_of(name)) > Tag._meta.get_field("key").max_length:
        raise ValidationError(
            _("“%(name)s…” is too long for a tag: at most %(most)d characters. Is a comma missing?"),
            code="tag_too_long",
            params={"name": name[:40], "most": MOST_CHARACTERS},
        )


class ListOf(models.Aggregate):
    """Something of each row of a group as a list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, function="JSONB_AGG", **context)


class TagQuerySet(models.QuerySet):
    def with_synonyms(self) -> "TagQuerySet":
        """Bring the names that ``also`` chooses from, without a query of their own."""
        synonyms = Tag.objects.filter(same_as=models.OuterRef("pk")).order_by().values("same_as")
        return self.annotate(synonym_names=Subquery(synonyms.annotate(all=ListOf("name")).values("all")))

    def looking_like(self, keys: Collection[str]) -> list[tuple[str, "Tag"]]:
        """Return which of ``keys`` looks like which tag, synonyms and the tags of these keys left out."""
        marks = {mark: key for key in keys for mark in alike.marks(key)}
        near = Q()  # one half is the same when one letter differs, and the beginning when the ending does
        for word in [word for word in map(alike.plain, keys) if len(word) > 1][:MOST_LOOKED_FOR]:
            half = max(len(word) // 2, 2)
            near |= Q(plain__startswith=word[:half])
            if len(word) >= alike.FEWEST_LETTERS:
                near |= Q(plain__endswith=word[half:])
        if not near:
            return []
        tags = self.annotate(plain=Replace("words", Value(" "))).filter(near, same_as=None).exclude(key__in=keys)
        shared = ((marks.keys() & alike.marks(tag.key), tag) for tag in tags)
        return [(marks[min(which)], tag) for which, tag in shared if which]

    def beginning(self, typed: str) -> "TagQuerySet":
        """Those of which a word begins as ``typed`` does, accents or not: first where that is the whole name so far.

        The most used first; a synonym is used as often as the tag it stands for.
        """
        key = key_of(typed)
        words = alike.words_of(key)
        place = Case(When(key=key, then=0), When(words__startswith=words, then=1), default=2)
        used = Coalesce("count__posts", "same_as__count__posts", 0)
        return self.filter(words__contains=words).order_by(place, used.desc(), "key")

    def searched(self, typed: str) -> "TagQuerySet":
        """Those that have every word of ``typed`` somewhere in their name, accents or not."""
        found = self
        for word in alike.words_of(key_of(typed)).split():
            found = found.filter(words__contains=word)
        return found

    def named(self, names: list[str]) -> list["Tag"]:
        """Return the tags with these names, in order and once each; missing ones are made.

        A synonym stands for the tag it is the same as. Keys are made in a fixed order, so that two people who
        save the same new tags do not wait for each other.
        """
        wanted = {key_of(name): display_name(name) for name in reversed(names) if key_of(name)}
        have = {tag.key: tag for tag in self.filter(key__in=wanted).select_related("same_as")}
        for key in sorted(wanted.keys() - have.keys()):
            have[key] = self._with_key(key, wanted[key])
        tags = (have[key_of(name)] for name in names if key_of(name))
        return list(dict.fromkeys(tag.same_as or tag for tag in tags))

    def _with_key(self, key: str, name: str) -> "Tag":
        try:
            tag, _made = self.get_or_create(key=key, defaults={"name": name})
        except IntegrityError:  # another name has taken its address in the same moment
            tag, _made = self.get_or_create(key=key, defaults={"name": name})
        return tag

    def at(self, slug: str) -> "Tag":
        """Return the tag that readers are shown at ``slug``: its own address, an earlier one, or one of a synonym.

        Also by its name, which people type there. Raises DoesNotExist. Where the tag's slug is another one, readers
        are to be led there.
        """
        slug = normal_slug(slug)
        tag = self.reached(slug, key_of(slug)).get()
        return tag.same_as or tag

    def reached(self, slug: str, key: str) -> "TagQuerySet":
        """The tag at ``slug`` or else with ``key``, as ``at`` finds it, before it is asked what it is the same as."""
        own = Tag.objects.filter(slug=slug).order_by().values("pk")
        earlier = TagAddress.objects.filter(slug=slug).values("tag")
        called = Tag.objects.filter(key=key).order_by().values("pk")
        # In one query: between two of them a tag that is renamed could be at neither.
        found = Coalesce(Subquery(own), Subquery(earlier), Subquery(called))
        return self.select_related("count", "same_as__count").filter(pk=found).order_by()


class Tag(TagBase):
    name = models.CharField(_("name"), max_length=MOST_CHARACTERS, unique=True, validators=[validate_name])
    key = models.CharField(max_length=200, unique=True, editable=False)
    words = models.CharField(max_length=MOST_IN_WORDS, default="", editable=False)  # as ``alike.words_of`` the key
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
        constraints = [
            models.CheckConstraint(name="a_tag_without_a_comma", condition=~Q(name__contains=",")),
            models.CheckConstraint(name="a_tag_with_a_name", condition=~Q(key="")),
        ]

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.name = display_name(self.name)
        self.key = key_of(self.name)
        self.words = alike.words_of(self.key)[:MOST_IN_WORDS]
        self.slug = self.slug or self._free_slug()
        if self.same_as and self.same_as.same_as_id:  # it was merged a moment ago: a synonym leads to a tag at once
            self.same_as_id = self.same_as.same_as_id
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of("blog:tag", self.slug)

    @property
    def posts_counted(self) -> int:
        """How many live posts it had when they were last counted (now: ``counts``); ask for it with ``count``."""
        return self.count.posts if hasattr(self, "count") else 0

    @property
    def is_seen(self) -> bool:
        """Whether something that readers find carries it, or once did: what only drafts do is nobody’s business."""
        # Also a page that no list has: the search finds it by its tags, and names them.
        return self.posts_counted > 0 or self.placements.filter(content_object__live_from__lte=snapshots.now()).exists()

    @property
    def also(self) -> list[str]:
        """What else readers call it: its synonyms but for plurals and misspellings; ask for it ``with_synonyms``."""
        own = alike.marks(self.key)
        return sorted(name for name in self.synonym_names or [] if not own & alike.marks(key_of(name)))[:MOST_NAMED]

    def _free_slug(self) -> str:
        """Return the name as an address that no tag has, or once had, numbered where it must be."""
        others, earlier = Tag.objects.exclude(pk=self.pk), TagAddress.objects.exclude(tag=self.pk)
        return free_slug(slug_of(self.name), others, earlier)


def slug_of(name: str) -> str:
    """Return ``name`` as an address may say it, with room for a number after it: pictures and signs by their names."""
    name = unicodedata.normalize("NFKC", name)
    spoken = _MINUSES.sub(lambda run: " minus " * len(run[0]), name).translate(SPOKEN)
    said = slugify("".join(map(_said, spoken)), allow_unicode=True)
    said = said or slugify(" ".join(unicodedata.name(sign, "") for sign in name))
    return normal_slug(said)[:90].strip("-_") or "tag"


def _said(sign: str) -> str:
    """Return what ``sign`` is in an address: what is drawn is named, what divides divides."""
    kind = unicodedata.category(sign)
    if kind in ("So", "Sc") or (kind == "Sm" and not sign.isascii()):
        return f" {unicodedata.name(sign, '').removesuffix(' SIGN').removesuffix(' SYMBOL')} "
    return " " if kind[0] in "PS" and sign not in "'’‘-_" else sign


class TagAddress(models.Model):
    """An address that a tag once had; it leads to the one it has now."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="earlier_addresses")

    def __str__(self):
        return f"/tags/{self.slug}/"


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
                "content_object",  # so that a set of tags is looked for in indexes alone
                name="listed_by_tag",
                condition=Q(live_from__isnull=False),
            ),
            models.Index("live_from", name="tag_begins", condition=Q(live_from__isnull=False)),
            models.Index("live_until", name="tag_ends", condition=Q(live_until__isnull=False)),
        ]
