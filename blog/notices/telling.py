"""Who is told of a step. What they are told, and how it reaches them, is for the other modules."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q

from blog import permissions
from blog.models import Byline, Event, Post, Verb
from blog.notices.models import Notice
from blog.notices.tasks import deliver

TO_AUTHORS = {
    *(Verb.ASKED, Verb.APPROVED, Verb.PUBLISHED, Verb.SCHEDULED, Verb.UNSCHEDULED, Verb.WITHDREW),
    *(Verb.DISCARDED, Verb.TRASHED),
}
TO_PUBLISH = (Verb.PUBLISHED, Verb.SCHEDULED)
ONE_CLICK = timedelta(seconds=5)


def tell_of_step(sender, event: Event, **kwargs) -> None:
    if event.verb == Verb.TRASHED:
        # What is live is withdrawn on its way to the trash: one click, one notice.
        withdrawal = {"event__verb": Verb.WITHDREW, "event__actor": event.actor_id}
        Notice.objects.filter(event__post=event.post, event__at__gt=event.at - ONE_CLICK, **withdrawal).delete()
    tell(event, audience(event))


def tell(event: Event, people: Iterable) -> None:
    """Let each of ``people`` know of ``event``, except who did it: at the desk, and by mail once this is committed."""
    told = [Notice(event=event, user=person) for person in people if person.pk != event.actor_id]
    for notice in Notice.objects.bulk_create(told):
        deliver.enqueue(notice.pk)


def audience(event: Event) -> Iterable:
    if event.verb == Verb.SUBMITTED:
        return _reviewers(event.post)
    if event.verb == Verb.TOOK_BACK:
        return _told_of_submission(event.post)
    return _authors(event) if event.verb in TO_AUTHORS else []


def _people():
    return get_user_model().objects.filter(is_active=True).order_by("name", "pk")


def _reviewers(post: Post) -> Iterable:
    """Whoever has claimed ``post``, or else every editor."""
    granted = Permission.objects.filter(content_type__app_label="blog", codename="edit_any_post")
    editors = list(_people().filter(groups__permissions__in=granted).distinct())
    return [post.claimed_by] if post.claimed_by in editors else editors


def _told_of_submission(post: Post) -> Iterable:
    submission = post.events.filter(verb=Verb.SUBMITTED).first()
    return _people().filter(notices__event=submission) if submission else []


def _authors(event: Event) -> Iterable:
    """Whose byline stands on the newest revision; and who created the post, as long as it is their own.

    One whose byline does not stand on what is published hears of that, and no more.
    """
    post = event.post
    newest = post.revisions.order_by("-number").values("pk")[:1]
    theirs = Q(pk__in=Byline.objects.filter(revision=newest).values("author__user"))
    if post.created_by and (permissions.owns(post.created_by, post) or _publishes_first(event)):
        theirs |= Q(pk=post.created_by_id)
    return _people().filter(theirs)


def _publishes_first(event: Event) -> bool:
    publications = event.post.events.filter(verb__in=TO_PUBLISH)
    return event.verb in TO_PUBLISH and not publications.exclude(pk=event.pk).exists()
