"""What time makes superfluous goes, and nothing that anybody may still ask for."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog import upkeep, workflow
from blog.models import Post, Presence, Revision
from tests.factories import make_draft, make_post

NOW = timezone.now().replace(hour=12)


def aged(post, *, days: int):
    """Let every revision of ``post`` be so old, an hour apart."""
    for revision in post.revisions.order_by("number"):
        moment = NOW - timedelta(days=days) + timedelta(hours=revision.number)
        Revision.objects.filter(pk=revision.pk).update(created_at=moment)


def numbers(post) -> list[int]:
    return list(post.revisions.order_by("number").values_list("number", flat=True))


def test_old_drafts_are_thinned_to_the_last_of_each_day(alma):
    post = make_draft(by=alma).post
    for number in range(2, 7):
        make_draft(post, by=alma, title=f"Title {number}")
    aged(post, days=40)
    post.revisions.filter(number__lte=2).update(created_at=NOW - timedelta(days=41))

    removed = upkeep.run(NOW)

    assert removed["revisions thinned"] == 3
    assert numbers(post) == [2, 5, 6]  # the last of one day, the last of the next, and what the desk shows
    assert upkeep.run(NOW)["revisions thinned"] == 0


def test_the_history_of_the_last_month_is_whole(alma):
    post = make_draft(by=alma).post
    make_draft(post, by=alma, title="Second")
    make_draft(post, by=alma, title="Third")
    aged(post, days=29)

    upkeep.run(NOW)

    assert numbers(post) == [1, 2, 3]


def test_what_was_published_or_decided_about_is_kept_for_good(edith):
    post = make_post(by=edith)
    workflow.submit(make_draft(post, by=edith, title="Submitted"), by=edith)
    for number in range(3):
        make_draft(post, by=edith, title=f"Title {number}")
    aged(post, days=400)

    upkeep.run(NOW)

    assert numbers(post) == [1, 2, 4, 5]


def test_the_trash_is_emptied_after_its_thirty_days(alma, edith):
    lost, kept, public = make_draft(by=alma).post, make_draft(by=alma).post, make_post(by=edith, title="Public")
    for post in (lost, kept, public):
        workflow.trash(post, by=edith)
    Post.objects.filter(pk__in=[lost.pk, public.pk]).update(trashed_at=NOW - timedelta(days=31))

    upkeep.run(NOW)

    assert set(Post.objects.all()) == {kept, public}


def test_a_public_post_in_the_trash_goes_on_saying_that_it_is_gone(client, edith):
    public = make_post(by=edith, title="Public")
    workflow.trash(public, by=edith)
    Post.objects.update(trashed_at=NOW - timedelta(days=400))

    call_command("upkeep")

    assert client.get("/public/").status_code == 410


def test_who_was_here_yesterday_is_forgotten(alma):
    post = make_draft(by=alma).post
    Presence.objects.create(post=post, user=alma, at=NOW - timedelta(days=2))

    call_command("upkeep")

    assert not Presence.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_went(capsys):
    call_command("upkeep")

    assert "revisions thinned: 0" in capsys.readouterr().out
