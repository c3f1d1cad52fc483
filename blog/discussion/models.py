"""What is said about a post while it is written, and the links that let somebody without an account say it."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TEXT_LENGTH = 5000
QUOTE_LENGTH = 300


class ShareLinkQuerySet(models.QuerySet):
    def with_token(self, token: str):
        return self.filter(token_hash=hash_of(token))

    def open(self, at: datetime | None = None):
        """The links that lead to their post."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now(), post__trashed_at=None)


def hash_of(token: str) -> str:
    # Plain, without salt or stretching: a token is 256 bits of chance, not a word somebody chose.
    return sha256(token.encode()).hexdigest()


class ShareLink(models.Model):
    """Lets whoever has its address read the newest revision of a post, and comment. The address is kept nowhere."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="share_links")
    label = models.CharField(_("for whom"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.label

    @property
    def is_open(self) -> bool:
        """As ``open()`` says for many."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.post.trashed_at is None


class NoteQuerySet(models.QuerySet):
    def threads(self):
        """The notes that answer no other."""
        return self.filter(parent=None)

    def unresolved(self):
        """The notes of threads that still wait for something to be done."""
        return self.filter(Q(parent=None, resolved_at=None) | Q(parent__isnull=False, parent__resolved_at=None))

    def for_page(self):
        """Threads with their answers, and the number of the revision each is about, in two queries."""
        answers = Note.objects.order_by("at", "pk").select_related("link")
        return (
            self.threads()
            .annotate(number=F("revision__number"))
            .select_related("link", "resolved_by")
            .prefetch_related(models.Prefetch("answers", answers))
            .order_by("-at", "-pk")
        )


class Note(models.Model):
    """Something said about a post: by somebody at the desk, or by a guest who has a link."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="notes")
    revision = models.ForeignKey("blog.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    # A link whose guests have spoken stays: their notes would pass for the desk's own without it.
    link = models.ForeignKey(ShareLink, null=True, on_delete=models.RESTRICT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(_("your name"), max_length=150)
    text = models.TextField(_("note"), max_length=TEXT_LENGTH, blank=True)
    quote = models.CharField(_("words it is about"), max_length=QUOTE_LENGTH, blank=True)
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # its words are gone, its answers are not
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_thread_is_resolved_as_a_whole", condition=Q(parent=None) | Q(resolved_at=None)
            ),
            models.CheckConstraint(name="a_note_says_something", condition=~Q(text="") | Q(removed_at__isnull=False)),
        ]

    def __str__(self):
        return f"{self.author_name}: {self.text[:50]}"

    @property
    def is_guests(self) -> bool:
        return self.link_id is not None
