"""What a post says, or said, or will say: an immutable text with its time, its authors and its pictures."""

from datetime import datetime
from enum import nonmember

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Prefetch, ProtectedError, Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager, _TaggableManager

from accounts.models import Author
from accounts.slugs import address_of
from blog import snapshots
from blog.models.languages import MOST_CHARACTERS, LanguageField
from blog.models.times import Timed, TimedQuerySet


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")

    OPEN = nonmember(("draft", "in_review", "changes_requested", "approved"))


class RevisionQuerySet(TimedQuerySet):
    def open(self):
        """What is being worked on; at most one per post."""
        return self.filter(state__in=State.OPEN)

    def live(self, at: datetime | None = None):
        return super().live(at).filter(state=State.PUBLISHED)

    def listed(self):
        """What stands in lists and feeds; pages such as About are read by their address alone."""
        return self.filter(listed=True)

    def scheduled(self, at: datetime | None = None):
        """Published, with its time still to come."""
        return self.filter(state=State.PUBLISHED, live_from__gt=at or timezone.now())

    def current(self, at: datetime | None = None):
        """Open, live or scheduled: the revisions whose authors own the post."""
        running = Q(state=State.PUBLISHED) & (Q(live_until=None) | Q(live_until__gt=at or timezone.now()))
        return self.filter(Q(state__in=State.OPEN) | running)

    def for_page(self):
        """With what a post's own page shows, in three queries."""
        shown = self.select_related("cover", "post").defer("body")
        bylines = Byline.objects.select_related("author__portrait").order_by("position")
        return shown.prefetch_related(Prefetch("bylines", bylines), "tags")


class RevisionTags(_TaggableManager):
    """The tags of a revision, in order. They are part of its text, which only the workflow writes."""

    def get_queryset(self, extra_filters=None):
        fetched = getattr(self.instance, "_prefetched_objects_cache", ())
        if self.instance is None or self.prefetch_cache_name in fetched:
            return super().get_queryset(extra_filters)
        tags = self.through.tag_model().objects.order_by(*self.ordering)
        # As Django’s own relations do: where the tags of a list are fetched at once, nobody asks for those of one.
        tags._defer_next_filter = True
        return tags.filter(placements__content_object=self.instance)

    def _refuse(self, *args, **kwargs):
        raise TypeError("Tags are part of a revision’s text and that is never changed: save a new one.")

    add = remove = set = clear = _refuse


def keep_while_shown(collector, field, uses, using):
    """Refuse to delete a picture while an open, live or scheduled revision uses it; let older ones lose it.

    An ``on_delete`` as Django calls it, so that the admin lists what holds the picture.
    """
    current = Revision.objects.using(using).current().values("pk")
    uses_here = field.model._base_manager.using(using).filter(pk__in=[use.pk for use in uses])
    shown = uses_here.filter(**{"pk__in" if field.model is Revision else "revision__in": current})
    if shown:
        message = _("The picture is used by a post that is being written, live or scheduled.")
        raise ProtectedError(message, set(shown))
    (models.SET_NULL if field.null else models.CASCADE)(collector, field, uses, using)


class Revision(Timed):
    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", help_text=_("The revision it started from.")
    )
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    date_given = models.DateTimeField(_("date"), null=True, blank=True)
    revised_at = models.DateTimeField(null=True, editable=False)

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, allow_unicode=True, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    excerpt = models.CharField(max_length=300, editable=False)  # the first words of the body, for want of a summary
    listed = models.BooleanField(_("in lists and feeds"), default=True)
    authors = models.ManyToManyField(
        "accounts.Author", verbose_name=_("authors"), through="Byline", related_name="revisions"
    )
    tags = TaggableManager(
        _("tags"),
        through="TagPlacement",
        to="Tag",
        blank=True,
        manager=RevisionTags,
        related_name="revisions",
        ordering=["placements__pk"],
    )
    cover = models.ForeignKey(
        "media.Image",
        verbose_name=_("cover picture"),
        null=True,
        blank=True,
        on_delete=keep_while_shown,
        related_name="covers",
    )
    cover_alt = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 (NULL: the library's)
    cover_caption = models.TextField(null=True, blank=True)  # noqa: DJ001 (NULL: the library's)
    language = LanguageField(_("language"), max_length=MOST_CHARACTERS, blank=True)
    direction = models.CharField(max_length=4, default="auto", editable=False)  # ltr, rtl: how the text runs
    canonical_url = models.URLField(
        _("first published at"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    seo_title = models.CharField(_("title for search engines"), max_length=200, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Long columns last: SQLite reads a row from its front and stops at the last column asked for.
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(editable=False, blank=True)
    markup_version = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(name="one_revision_per_number", fields=["post", "number"]),
            models.UniqueConstraint(
                name="one_open_revision_per_post",
                fields=["post"],
                condition=Q(state__in=State.OPEN),
                violation_error_message=_("Somebody is already working on this post."),
            ),
            models.UniqueConstraint(
                name="one_open_ended_published_revision_per_post",
                fields=["post"],
                condition=Q(state=State.PUBLISHED, live_until__isnull=True),
            ),
            models.CheckConstraint(
                name="time_ends_after_it_begins",
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
            ),
            models.CheckConstraint(
                name="only_published_text_has_a_time",
                condition=Q(live_from__isnull=True) | Q(state__in=(State.PUBLISHED, State.SUPERSEDED)),
            ),
            models.CheckConstraint(
                name="published_text_has_a_time",
                condition=~Q(state=State.PUBLISHED) | Q(live_from__isnull=False, dated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dated_no_later_than_live",
                condition=Q(dated_at__isnull=True) | Q(dated_at__lte=F("live_from")),
            ),
        ]
        indexes = [
            models.Index(
                F("dated_at").desc(),
                F("post").desc(),
                name="listed_by_date",
                condition=Q(state=State.PUBLISHED, listed=True),
            ),
            models.Index("post", F("live_from").desc(), name="times_of_a_post"),
            models.Index("live_from", name="next_beginning", condition=Q(state=State.PUBLISHED)),
            models.Index("live_until", name="next_end", condition=Q(state=State.PUBLISHED)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("blog:post", self.slug)

    @property
    def is_open(self) -> bool:
        return self.state in State.OPEN

    @property
    def is_live(self) -> bool:
        """As ``live()`` says for many."""
        now = snapshots.now()
        return (
            self.state == State.PUBLISHED
            and self.live_from <= now
            and (self.live_until is None or self.live_until > now)
        )

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.PUBLISHED and self.live_from > timezone.now()

    @property
    def teaser(self) -> str:
        """What a list, a feed or a search engine says of it: the summary, else its first words."""
        return self.summary or self.excerpt

    @property
    def written_by(self) -> list[Author]:
        """Its authors, in order."""
        return [byline.author for byline in self.bylines.all()]

    @property
    def tagged(self) -> list:
        """Its tags, in order."""
        return list(self.tags.all())

    @property
    def cover_caption_html(self) -> str | None:
        """The caption of the cover in this post, escaped; None stands for the library's."""
        return None if self.cover_caption is None else escape(self.cover_caption)


class Byline(Timed):
    """One author's place on one revision. Its times repeat the revision's, once that is published and listed."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("accounts.Author", on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField()
    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="+", db_index=False, editable=False)

    objects = TimedQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="an_author_once_per_revision", fields=["revision", "author"]),
        ]
        indexes = [
            models.Index(
                "author",
                F("dated_at").desc(),
                F("post").desc(),
                name="listed_by_author",
                condition=Q(live_from__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.author)
