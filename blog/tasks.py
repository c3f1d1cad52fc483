"""Late work on texts."""

from django.db import transaction
from django_tasks import task

from blog import inheriting
from blog.models import Revision
from blog.signals import content_changed
from media.models import Image

BATCH = 100


@task()
def render_following(image_id: int, changed: list[str] | None) -> None:
    """Render the texts that follow an image in the fields ``changed``, the newest first. Harmless to repeat.

    A batch at a time, each in a transaction of its own: nobody who saves a text has to wait for all of them.
    """
    image = Image.objects.filter(pk=image_id).first()
    below = None
    while image:
        texts = inheriting.following(image, changed).order_by("-pk")
        if below is not None:
            texts = texts.filter(pk__lt=below)
        numbers = list(texts.values_list("pk", flat=True)[:BATCH])
        if not numbers:
            return
        with transaction.atomic():
            inheriting.render(Revision.objects.filter(pk__in=numbers))
            content_changed.send(sender=Image, instance=image)
        below = numbers[-1]
