"""Whose a post is: what is stored says at every moment what its revisions say."""

import random
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Author, User
from blog import ownership, permissions, workflow
from blog.models import Ownership, Post, State
from tests.factories import make_draft, make_guest, make_post, make_user


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = timezone.now()

        def pass_by(self, **time):
            self.now += timedelta(**time)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def is_theirs(post: Post, user) -> bool:
    """As the revisions say it: those that are current, else the newest one."""
    revisions = list(post.revisions.all())
    current = [
        revision
        for revision in revisions
        if revision.state in State.OPEN
        or (revision.state == State.PUBLISHED and (not revision.live_until or revision.live_until > timezone.now()))
    ]
    signed = [revision for revision in current or [post.latest] if revision.authors.filter(user=user).exists()]
    return bool(signed) or (post.created_by == user and all(revision.live_from is None for revision in revisions))


def written() -> set:
    return set(Ownership.objects.values_list("post", "owner", "until", "changed_at"))


STEPS = ("save", "save", "publish", "schedule", "unschedule", "withdraw", "end", "discard", "trash", "wait")


def take(step: str, post: Post, by: User, authors: list[User], clock) -> None:
    later = clock.now + timedelta(hours=2)
    match step:
        case "save":
            make_draft(post, by=by, authors=authors, title=f"At {clock.now}")
        case "publish" | "schedule":
            at = later if step == "schedule" else None
            workflow.publish(post.open_revision() or post.latest, by=by, at=at, later=workflow.Later.KEEP)
        case "unschedule":
            workflow.unschedule(post.scheduled_revision() or post.latest, by=by)
        case "withdraw" | "end":
            workflow.withdraw(post, by=by, at=later if step == "end" else None)
        case "discard" | "trash" | "untrash":
            getattr(workflow, step)(post, by=by)
        case "wait":
            clock.pass_by(hours=3)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_to_a_post_what_is_stored_says_whose_it_is(seed, clock, alma, otto, cora, edith):
    chance, people = random.Random(seed), [alma, otto, cora]
    everybody = [*people, edith]
    post = make_draft(by=edith, authors=[alma], title="First").post
    taken = set()

    for _number in range(30):
        clock.pass_by(minutes=1)
        step = "untrash" if post.trashed_at else chance.choice(STEPS)
        authors = chance.sample(people, k=chance.randint(1, 2))
        try:
            take(step, Post.objects.get(pk=post.pk), edith, authors, clock)
            taken.add(step)
        except workflow.Refused:
            continue
        post = Post.objects.get(pk=post.pk)
        whose = {user for user in everybody if is_theirs(post, user)}
        assert {user for user in everybody if permissions.owns(user, post)} == whose, step

    assert len(taken) >= 6
    ownership.rebuild(Post.objects.all())
    assert {user for user in everybody if permissions.owns(user, post)} == whose


def test_who_is_left_out_of_an_update_owns_the_post_until_it_is_live(clock, alma, otto, edith):
    post = make_post(by=edith, authors=[alma, otto])
    workflow.publish(make_draft(post, by=edith, authors=[alma]), by=edith, at=clock.now + timedelta(hours=1))

    assert permissions.owns(otto, post)
    clock.pass_by(hours=1)
    assert not permissions.owns(otto, post)
    assert permissions.owns(alma, post)


def test_who_made_a_post_for_others_owns_it_until_it_is_published(edith, alma):
    draft = make_draft(by=alma, authors=[make_guest()])
    assert permissions.owns(alma, draft.post)

    workflow.publish(draft, by=edith)

    assert not permissions.owns(alma, draft.post)


def test_posts_go_with_the_profile_to_another_person(alma, otto, edith):
    post = make_post(by=edith, authors=[alma])
    Author.objects.get(user=otto).delete()
    author = alma.author

    author.user = otto
    author.save()

    assert list(Post.objects.visible_to(otto)) == [post]
    assert not Post.objects.visible_to(alma).exists()

    author.user = None
    author.save()

    assert not Post.objects.visible_to(otto).exists()


def test_a_guest_who_signs_in_finds_their_posts(edith):
    guest = make_guest()
    post = make_post(by=edith, authors=[guest])
    user = make_user("Gus")
    Author.objects.get(user=user).delete()

    guest.user = user
    guest.save()

    assert list(Post.objects.visible_to(user)) == [post]


def test_a_person_who_is_deleted_leaves_nothing_owned(edith, alma):
    make_post(by=edith, authors=[alma])

    User.objects.get(pk=alma.pk).delete()

    assert not Ownership.objects.exists()


def test_the_migration_writes_what_the_workflow_would_have(alma, otto, cora, edith):
    soon = timezone.now() + timedelta(hours=1)
    post = make_post(by=edith, authors=[alma, otto])
    workflow.publish(make_draft(post, by=edith, authors=[alma]), by=edith, at=soon)
    make_draft(by=cora, authors=[make_guest()])
    withdrawn = make_post(by=edith, authors=[otto])
    workflow.withdraw(withdrawn, by=edith)
    make_draft(make_post(by=edith, authors=[cora]), by=edith, authors=[alma])
    kept = written()
    assert {until for *_of, until, _changed_at in kept} == {None, soon}

    Ownership.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("blog.migrations.0011_whose_a_post_is").WRITE)

    assert written() == kept
