"""A redirect: a path that no page answers, and where it leads."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.redirects import circles, paths


class RedirectQuerySet(models.QuerySet):
    def answering(self, path: str, query: str = "") -> "Redirect | None":
        """Return the most particular rule for ``path``, as a request has it."""
        return self._first_of(paths.answering(path, query))

    def answering_query(self, path: str, query: str) -> "Redirect | None":
        """Return the most particular rule for what ``query`` asks of ``path``, whatever page answers that."""
        return self._first_of(paths.answering_query(path, query))

    def _first_of(self, rules: Iterable[str]) -> "Redirect | None":
        # PostgreSQL cannot look for a NUL.
        candidates = [rule for rule in rules if len(rule) <= paths.MOST_CHARACTERS and "\0" not in rule]
        found = {redirect.path: redirect for redirect in self.among(candidates)}
        return next((found[rule] for rule in candidates if rule in found), None)

    def among(self, candidates: list[str]) -> "RedirectQuerySet":
        return self.filter(path__in=candidates).order_by()

    def below(self, stem: str) -> list[str]:
        """Return paths of rules that begin with ``stem``, MOST_TRIED at most."""
        return list(self.filter(path__startswith=stem).values_list("path", flat=True)[: circles.MOST_TRIED])


class Redirect(models.Model):
    path = models.CharField(
        gettext_lazy("address"),
        max_length=paths.MOST_CHARACTERS,
        unique=True,
        help_text=gettext_lazy(
            "Such as /2015/02/an-old-post/, with or without the last slash. A star at the end stands for everything "
            "below: /blog/*. It is asked for only where no page answers: a live post at this address wins. One with a "
            "question mark, such as /?p=123, answers everywhere, whatever else is asked beside it."
        ),
        error_messages={"unique": gettext_lazy("There is a redirect for this address already. Change that one.")},
    )
    target = models.CharField(
        gettext_lazy("leads to"),
        max_length=1000,
        blank=True,
        help_text=gettext_lazy(
            "A path of this publication, such as /an-old-post/, or a whole address that begins with https://. After a "
            "star above it may end in /*, too. Empty: readers and search engines are told that it is gone."
        ),
    )
    changed_at = models.DateTimeField(gettext_lazy("changed"), auto_now=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = gettext_lazy("redirect")
        verbose_name_plural = gettext_lazy("redirects")

    def __str__(self):
        return self.path

    @transaction.atomic
    def save(self, *args, **kwargs):
        """As Django's. Whoever listens does so inside the same transaction."""
        super().save(*args, **kwargs)

    def clean(self, rules: circles.Rules | None = None):
        """Write both addresses in their one form. Raises ValidationError for a place that cannot be led to.

        ``rules`` are the others, where they are not those of the database.
        """
        try:
            self.path = paths.normal(self.path)
        except ValidationError as wrong:
            raise ValidationError({"path": wrong}) from wrong
        try:
            self.target = self._checked_target()
            circles.refuse(self, rules or Redirect.objects.exclude(pk=self.pk))
        except ValidationError as wrong:
            raise ValidationError({"target": wrong}) from wrong

    def address_for(self, path: str, query: str = "") -> str:
        """Return where ``path``, as a request has it, leads."""
        return paths.filled(self.target, self.path, path, query)

    def _checked_target(self) -> str:
        target = self.target.strip().removeprefix(settings.BYLINE_URL)
        if "*" in target and not (target.endswith(paths.BELOW) and self.path.endswith(paths.BELOW)):
            raise ValidationError(
                _("A star here stands for what the star above stands for: both at the end, after a /.")
            )
        if not target or (target.startswith("/") and target[1:2] not in ("/", "\\") and target.isprintable()):
            return target
        try:
            URLValidator(["http", "https"])(target.removesuffix("*"))
            paths.with_plain_host(target)
        except (ValidationError, UnicodeError):
            words = _("Write a path that begins with one slash, or a whole address that begins with https://.")
            raise ValidationError(words) from None
        return target
