"""Late work on texts."""

from django.db import transaction
from django_tasks import task

from blog import inheriting
from blog.models import Revision, SiteSettings
from blog.signals import content_changed
from media.models import Image

BATCH = 100


@task()
def render_following(image_id: int, changed: list[str] | None) -> None:
    """Render the texts that follow an image in the fields ``changed``, the newest first. Harmless to repeat."""
    image = Image.objects.filter(pk=image_id).first()
    if image:
        _render(inheriting.following(image, changed), because_of=image)


@task()
def render_without_language(language: str) -> None:
    """Render the texts that name no language, the newest first, now that the publication's is ``language``.

    Harmless to repeat; once it is another one, that is a later task's.
    """
    site = SiteSettings.load()
    if site.language == language:
        _render(inheriting.without_language(), because_of=site)


def _render(texts, *, because_of) -> None:
    """Render ``texts``, a batch at a time, each in a transaction of its own: nobody who saves one waits for all."""
    texts = texts.order_by("-pk")
    remaining = texts
    while numbers := list(remaining.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            inheriting.render(Revision.objects.filter(pk__in=numbers))
            content_changed.send(sender=type(because_of), instance=because_of)
        remaining = texts.filter(pk__lt=numbers[-1])
