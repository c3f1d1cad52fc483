"""What posts are about, in a few weighty words each, and which others come near. Kept beside posts: all of it can be
made anew from what they say (`manage.py relate_posts`).

A term is a language and a word as it is compared (``en harbour``), or the number of a tag (``en #12``): words of
different languages never meet, and a tag may get another name.
"""

from django.db import models
from django.db.models import F, Q


class Vocabulary(models.Model):
    """A language, and from how many texts it is known how common its words are."""

    language = models.CharField(max_length=12, primary_key=True)
    texts = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.language}: {self.texts}"


class Word(models.Model):
    """In how many of these texts a term stands."""

    term = models.CharField(max_length=80, primary_key=True)
    texts = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.term}: {self.texts}"


class Gist(models.Model):
    """What one post is about: a post that is live and listed, or will be. ``terms`` are of the text of ``revision``."""

    class Step(models.IntegerChoices):
        WEIGH = 0
        RELATE = 1
        DONE = 2

    post = models.OneToOneField("blog.Post", primary_key=True, on_delete=models.CASCADE, related_name="gist")
    revision = models.ForeignKey("blog.Revision", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.WEIGH)  # what is to be done next

    class Meta:
        default_permissions = ()
        indexes = [models.Index("step", "post", name="gists_that_wait", condition=Q(step__lt=2))]

    def __str__(self):
        return f"{self.post_id}: {self.get_step_display()}"


class Term(models.Model):
    """A term that a post is about. The squares of all weights of a post add up to that of ``WHOLE``."""

    WHOLE = 10_000

    gist = models.ForeignKey(Gist, on_delete=models.CASCADE, related_name="terms", db_index=False)
    term = models.CharField(max_length=80)
    weight = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="a_term_once_per_gist", fields=["gist", "term"])]
        indexes = [models.Index("term", F("weight").desc(), F("gist").desc(), name="gists_by_term")]

    def __str__(self):
        return f"{self.gist_id}: {self.term}, {self.weight}"


class Neighbour(models.Model):
    """A post that comes near another one, and how near: ``Term.WHOLE`` would be the same words."""

    gist = models.ForeignKey(Gist, on_delete=models.CASCADE, related_name="neighbours", db_index=False)
    near = models.ForeignKey(Gist, on_delete=models.CASCADE, related_name="near_to")
    score = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="a_neighbour_once_per_gist", fields=["gist", "near"]),
            models.CheckConstraint(name="no_post_is_near_itself", condition=~Q(gist=F("near"))),
        ]

    def __str__(self):
        return f"{self.gist_id}: {self.near_id}, {self.score}"
