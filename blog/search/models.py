"""What the index keeps of posts. The index itself hangs on ``Document``, in the database’s own kind."""

from datetime import UTC, datetime, timedelta

from django.db import models

from blog.models import Timed, TimedQuerySet

# Raise it when documents are to be made another way; `manage.py prepare` then makes them all anew.
VERSION = 2

_FIRST_DAY = datetime(1, 1, 1, tzinfo=UTC)
_SAME_SECOND = 1 << 24


class DocumentQuerySet(TimedQuerySet):
    def live(self, at: datetime | None = None):
        return super().live(at).filter(place__gt=0)


class Document(Timed):
    """What one revision is found by: the newest of its post, and any that is published. Words as ``folding`` has them.

    Its times repeat the revision’s while that is published, whether or not it stands in lists. ``place`` orders what
    is published by the date readers see; below zero is what only the desk may find, the newest highest.
    """

    revision = models.OneToOneField(
        "blog.Revision", primary_key=True, on_delete=models.CASCADE, related_name="search_document"
    )
    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="+")
    place = models.BigIntegerField(unique=True)
    is_stale = models.BooleanField(default=False)  # a name or a caption in it has changed
    marks = (
        models.TextField()
    )  # what it is narrowed down by: t12 (tag), a3 (author), w3 and u5 (whose it is at the desk)
    title = models.TextField()
    people = models.TextField()  # one name a line, like the tags
    tags = models.TextField()
    body = models.TextField()
    forms = models.TextField()  # stems of its words, and words written apart written together

    objects = DocumentQuerySet.as_manager()

    WORDS = ("marks", "title", "people", "tags", "body", "forms")

    class Meta:
        indexes = [models.Index("revision", name="stale_documents", condition=models.Q(is_stale=True))]

    def __str__(self):
        return self.title


def place_of(revision) -> int:
    if revision.live_from is None:
        return -(2**40) + revision.pk
    return first_place(revision.dated_at) + revision.pk % _SAME_SECOND


def first_place(moment: datetime) -> int:
    """Return the lowest place that something dated ``moment`` or later can have."""
    return (moment - _FIRST_DAY) // timedelta(seconds=1) * _SAME_SECOND


def moment_of(place: int) -> datetime:
    """Return the second that something at ``place`` is dated."""
    return _FIRST_DAY + timedelta(seconds=place // _SAME_SECOND)


class Spelling(models.Model):
    """A word of some published text under a ``key``: itself without accents, or that with one character left out."""

    key = models.CharField(max_length=20)
    word = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_word_once_per_key", fields=["key", "word"])]

    def __str__(self):
        return f"{self.key}: {self.word}"


class Name(models.Model):
    """What a person or a tag is called from its ``word``th word on, folded: “tamsin ashgrove”, and “ashgrove”."""

    key = models.CharField(max_length=200, db_index=True)
    word = models.PositiveSmallIntegerField()
    author = models.ForeignKey("accounts.Author", null=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey("blog.Tag", null=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return self.key


class Language(models.Model):
    """A language that some text is written in: a question is stemmed in all of them."""

    code = models.CharField(max_length=12, primary_key=True)

    def __str__(self):
        return self.code


class Build(models.Model):
    """One row: by which version, for a publication in which language the index is built; and how far a build is."""

    version = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=12, default="")
    done_up_to = models.BigIntegerField(null=True)  # a post, while a build is under way

    class Meta:
        constraints = [models.CheckConstraint(name="one_build_of_the_index", condition=models.Q(id=1))]

    def __str__(self):
        return f"version {self.version}"
