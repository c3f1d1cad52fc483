"""What stays the same while a post is rewritten: its identity and its addresses."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import snapshots
from blog.models.desk import Ownership
from blog.models.revisions import Revision, State


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The posts that exist for ``user`` at the desk: an editor's are all, a writer's are their own."""
        if user.has_perm("blog.edit_any_post"):
            return self
        if not user.has_perm("blog.view_post"):
            return self.none()
        return self.filter(owned_by(user))

    def last_changed_first(self, user):
        """Sort what is ``visible_to(user)`` by a range of an index: of all posts, or of those that are their own.

        For lists of very many. Of few, whose each is costs less than to walk through all that are somebody's.
        """
        if user.has_perm("blog.edit_any_post"):
            return self.order_by("-changed_at", "-pk")
        theirs = self.filter(_running("ownerships__"), ownerships__owner=user)
        return theirs.order_by("-ownerships__changed_at", "-ownerships__post")

    def linking_to(self, post: "Post"):
        """The posts whose open, live or scheduled text links to an address of ``post``."""
        linking = Revision.objects.current().filter(link_placements__slug__in=post.addresses.values("slug"))
        return self.filter(trashed_at=None, pk__in=linking.exclude(post=post).values("post"))

    def live(self):
        """Those readers can see now. Asked of each post: most are, and a list wants the first few."""
        return self.filter(Exists(Revision.objects.live().filter(post=OuterRef("pk"))))

    def scheduled(self):
        """Those with something still to come. Asked of the revisions, which are few."""
        return self.filter(pk__in=Revision.objects.scheduled().values("post"))


def owned_by(user) -> Q:
    """Return the condition that a post is ``user``'s own, as ``blog/ownership.py`` keeps it. Asked of each post."""
    return Q(Exists(Ownership.objects.filter(_running(), post=OuterRef("pk"), owner=user)))


def _running(path: str = "") -> Q:
    """Return the condition that an ownership, which ``path`` leads to, has not ended."""
    return Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": timezone.now()})


IS_OPEN = Q(open_state__isnull=False)


class Post(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what feed readers know it by
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    trashed_at = models.DateTimeField(null=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="claimed_posts", editable=False
    )
    moved_to = models.CharField(
        _("moved to"),
        max_length=500,
        blank=True,
        help_text=_("Where readers of a withdrawn post are sent: a path such as /about/ or a whole address."),
    )
    # The desk's copies, kept by the workflow, so that its lists are one index range. ``latest`` is what the desk
    # shows: the newest revision that has not been discarded.
    latest = models.OneToOneField(
        "Revision", null=True, on_delete=models.SET_NULL, related_name="latest_of", editable=False
    )
    open_state = models.CharField(max_length=20, choices=State, null=True, editable=False)  # noqa: DJ001
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        permissions = [
            ("publish_post", "Can publish own posts"),
            ("edit_any_post", "Can review, edit and publish everyone’s posts"),
        ]
        indexes = [
            # Of open posts alone, which are few: the database then knows that they are.
            models.Index("open_state", F("changed_at").desc(), F("id").desc(), name="desk_by_state", condition=IS_OPEN),
            models.Index(F("changed_at").desc(), F("id").desc(), name="desk_open", condition=IS_OPEN),
            models.Index(F("changed_at").desc(), F("id").desc(), name="desk_by_change"),
            models.Index("trashed_at", name="trash", condition=Q(trashed_at__isnull=False)),
        ]

    def __str__(self):
        return (self.latest and self.latest.title) or f"Post {self.pk}"

    def get_absolute_url(self):
        """Where readers find this post now; None while nothing of it is live."""
        live = self.live_revision()
        return live and live.get_absolute_url()

    def open_revision(self) -> Revision | None:
        return self.revisions.open().first()

    def live_revision(self, at: datetime | None = None) -> Revision | None:
        return self.revisions.live(at).first()

    def scheduled_revision(self) -> Revision | None:
        """What will go live next."""
        return self.revisions.scheduled().order_by("live_from").first()


class AddressQuerySet(models.QuerySet):
    def known(self, at: datetime | None = None):
        """The addresses readers may know of at ``at`` (now); one that is not live yet is a secret."""
        return self.filter(since__lte=at or snapshots.now())


class Address(models.Model):
    # The first segment of every other route: a post there could never be reached.
    RESERVED = frozenset(
        [
            ".well-known",
            "accent",
            "accounts",
            "admin",
            "archive",
            "authors",
            "favicon.ico",
            "feed.atom",
            "feed.json",
            "feed.xml",
            "framed",
            "health",
            "planning",
            "robots.txt",
            "search",
            "series",
            "shared",
            "sitemap",
            "sitemap.xml",
            "social-cards",
            "static",
            "styleguide",
            "tags",
            "uploads",
        ]
    )

    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="addresses")
    since = models.DateTimeField()

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self):
        return f"/{self.slug}/"
