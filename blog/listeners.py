"""What the core hears: a change of a person, a picture, a tag or the settings changes pages that readers see."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from accounts.models import Author
from blog import counts, markup
from blog.models import Post, Revision, SiteSettings, Tag
from blog.signals import content_changed
from media.models import Image


def connect() -> None:
    """Listen. Called once, when Django starts."""
    for model in (Author, Image, SiteSettings, Tag):
        post_save.connect(announce, sender=model)
        post_delete.connect(announce, sender=model)
    post_save.connect(count_anew, sender=SiteSettings)
    post_save.connect(render_again, sender=Image)
    for receiver in (announce, count_anew):
        post_delete.connect(receiver, sender=Post)


def announce(sender, instance, **kwargs) -> None:
    content_changed.send(sender=sender, instance=instance)


def count_anew(sender, **kwargs) -> None:
    """A post that is deleted outright counts no more; a month is of the publication's time zone, which may change."""
    with transaction.atomic():
        counts.rebuild()


def render_again(sender, instance: Image, created: bool, **kwargs) -> None:
    """New words or new renditions of a picture: every text that shows it gets new HTML. ``body`` stays as it is."""
    if created:
        return
    with transaction.atomic():
        using = Revision.objects.filter(image_placements__image=instance).exclude(html="")
        for revision in using.select_for_update(of=("self",)):
            markup.render_revision(revision)
