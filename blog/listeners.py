"""What the core hears: a change of a person, a picture, a tag or the settings changes pages that readers see."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete

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
    pre_delete.connect(look_once_more, sender=Post)
    post_delete.connect(forget, sender=Post)


def announce(sender, instance, **kwargs) -> None:
    content_changed.send(sender=sender, instance=instance)


def look_once_more(sender, instance: Post, **kwargs) -> None:
    """Before a post is deleted outright: did readers ever know it?"""
    instance.was_public = instance.revisions.filter(live_from__isnull=False).exists()


def forget(sender, instance: Post, **kwargs) -> None:
    if instance.was_public:
        announce(sender, instance)
        count_anew(sender)


def count_anew(sender, **kwargs) -> None:
    """A post that is deleted outright counts no more; a month is of the publication's time zone, which may change."""
    with transaction.atomic():
        counts.rebuild()


def render_again(sender, instance: Image, created: bool, **kwargs) -> None:
    """New words or new renditions of a picture: every text that shows it gets new HTML. ``body`` stays as it is."""
    if created:
        return
    language = SiteSettings.load().language
    with transaction.atomic():
        using = Revision.objects.filter(image_placements__image=instance).exclude(html="")
        for revision in using.select_for_update(of=("self",)):
            markup.render_revision(revision, language=language)
