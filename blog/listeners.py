"""What the core hears: a change of a person, a picture, a tag or the settings changes pages that readers see."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from accounts.models import Author
from blog import counts, inheriting, ownership
from blog.models import Post, SiteSettings, Tag
from blog.models.site import start_navigation
from blog.signals import content_changed
from blog.tasks import render_following, render_without_language
from media.models import Image


def connect() -> None:
    """Listen. Called once, when Django starts."""
    for model in (Author, Image, SiteSettings, Tag):
        post_save.connect(announce, sender=model)
        post_delete.connect(announce, sender=model)
    pre_save.connect(look_whose, sender=Author)
    post_save.connect(change_hands, sender=Author)
    post_save.connect(count_anew, sender=SiteSettings)
    pre_save.connect(change_language, sender=SiteSettings)
    post_save.connect(render_in_language, sender=SiteSettings)
    post_save.connect(render_again, sender=Image)
    pre_delete.connect(look_once_more, sender=Post)
    post_delete.connect(forget, sender=Post)


def announce(sender, instance, **kwargs) -> None:
    content_changed.send(sender=sender, instance=instance)


def look_whose(sender, instance: Author, **kwargs) -> None:
    """Before an author is saved: who signs in as them?"""
    instance.had_user = Author.objects.filter(pk=instance.pk).values_list("user", flat=True).first()


def change_hands(sender, instance: Author, **kwargs) -> None:
    """Their posts are another person's own from now on, or nobody's."""
    if instance.user_id != instance.had_user:
        with transaction.atomic():
            ownership.rebuild(Post.objects.filter(pk__in=instance.bylines.values("post")))


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


def render_again(sender, instance: Image, created: bool, update_fields, **kwargs) -> None:
    """New words or new renditions of a picture: the texts that show them get new HTML, the last of very many late."""
    if created:
        return
    changed = sorted(update_fields) if update_fields else None
    with transaction.atomic():
        if inheriting.render_newest(inheriting.following(instance, changed)):
            render_following.enqueue(instance.pk, changed)


def change_language(sender, instance: SiteSettings, **kwargs) -> None:
    """Before the settings are saved: is the language another one? A navigation that nobody has changed follows it."""
    before = SiteSettings.load().language
    instance.has_new_language = instance.language != before
    if instance.has_new_language and instance.navigation == start_navigation(before):
        instance.navigation = start_navigation(instance.language)


def render_in_language(sender, instance: SiteSettings, **kwargs) -> None:
    """What we say ourselves in texts that name no language is in the publication’s; of very many, the last late."""
    if instance.has_new_language:
        with transaction.atomic():
            if inheriting.render_newest(inheriting.without_language()):
                render_without_language.enqueue(instance.language)
