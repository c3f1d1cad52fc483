"""Where a picture is used: every revision that shows it; what counts keeps it, what is past lets it go."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from blog import workflow
from blog.models import Post
from blog.workflow import Text
from media import trash, uses
from media.models import Image
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

pytestmark = pytest.mark.django_db


def body_with(*images) -> str:
    return "<p>Words.</p>" + "".join(f'<figure data-image-id="{image.pk}"><img></figure>' for image in images)


def told(image, user) -> list[tuple]:
    return [(use.title, use.state, use.holds) for use in uses.of(image, user)]


def image_page(image, page="change") -> str:
    return reverse(f"admin:media_image_{page}", args=[image.pk])


def used_in(kind: str, by) -> tuple[Image, Post]:
    """A picture, and the post that shows it: in a draft, live, scheduled, as a cover, or only in the past."""
    image = make_image(by=by)
    if kind == "cover":
        return image, make_draft(by=by, cover=image).post
    draft = make_draft(by=by, body=body_with(image))
    if kind == "live":
        workflow.publish(draft, by=by)
    elif kind == "scheduled":
        workflow.publish(draft, by=by, at=timezone.now() + timedelta(days=1))
    elif kind == "withdrawn":
        workflow.publish(draft, by=by)
        workflow.withdraw(draft.post, by=by)
    elif kind == "superseded":
        make_draft(draft.post, by=by, body="<p>Without it.</p>")
    return image, Post.objects.get(pk=draft.post_id)


def test_every_revision_that_shows_it_is_told_with_its_state(edith):
    image = make_image()
    draft = make_draft(by=edith, title="One", body=body_with(image))
    make_draft(draft.post, by=edith, title="Two")
    post = make_post(by=edith, title="Live one", cover=image)
    make_draft(post, by=edith, title="Live two")

    assert told(image, edith) == [
        ("Live two", "draft", True),
        ("Live one", "live", True),
        ("Two", "draft", True),
        ("One", "superseded", False),
    ]


def test_a_portrait_is_a_use(alma, edith):
    alma.author.portrait = image = make_image()
    alma.author.save()

    assert told(image, edith) == [("Alma", "live", True)]
    with pytest.raises(ValidationError, match="is used"):
        trash.trash(image)


def test_the_page_of_a_picture_lists_them_with_links(as_user, alma):
    image, post = used_in("live", alma)

    page = as_user(alma).get(image_page(image)).text

    assert "Where it is used" in page
    assert reverse("admin:blog_post_change", args=[post.pk]) in page


def test_a_stranger_learns_that_a_picture_is_used_and_not_where(as_user, alma, otto):
    image = make_image(by=otto)
    secret = make_draft(by=alma, title="Embargoed", body=body_with(image))
    make_post(by=alma, title="Public", body=body_with(image))

    page = as_user(otto).get(image_page(image)).text

    assert "Embargoed" not in page
    assert f"/admin/blog/post/{secret.post_id}/" not in page
    assert "A post that is not yours" in page
    assert 'href="/public/"' in page


@pytest.mark.parametrize(
    ("kind", "goes"),
    [
        ("draft", False),
        ("live", False),
        ("scheduled", False),
        ("cover", False),
        ("withdrawn", True),
        ("superseded", True),
    ],
)
def test_what_counts_keeps_a_picture_and_what_is_past_lets_it_go(kind, goes, as_user, alma):
    image, post = used_in(kind, alma)
    client = as_user(alma)
    page = client.get(image_page(image, "delete")).text

    client.post(image_page(image, "delete"))

    image.refresh_from_db()
    assert bool(image.trashed_at) is goes
    assert ("It cannot go" in page) is not goes
    assert (reverse("admin:blog_post_change", args=[post.pk]) in page) is not goes


def test_used_and_unused_are_told_apart_in_a_query(alma, edith):
    for kind in ("draft", "cover", "withdrawn", "superseded"):
        used_in(kind, edith)
    alma.author.portrait = make_image()
    alma.author.save()
    unused = make_image()

    assert list(Image.objects.exclude(uses.used())) == [unused]
    assert Image.objects.filter(uses.used()).count() == 5


def test_an_older_revision_says_that_the_picture_is_removed_and_shows_it_again_after_an_undo(as_user, alma):
    image, post = used_in("superseded", alma)
    client = as_user(alma)
    first = reverse("admin:blog_post_preview_of", args=[post.pk, 1])
    trash.trash(image)

    assert "Picture removed" in client.get(first).text
    for page in ("history", "compare"):
        assert client.get(reverse(f"admin:blog_post_{page}", args=[post.pk]), {"a": 1, "b": 2}).status_code == 200
    trash.untrash(image)
    assert "Picture removed" not in client.get(first).text


def test_restoring_a_revision_says_that_a_picture_of_it_is_gone(as_user, alma):
    image, post = used_in("superseded", alma)
    trash.trash(image)

    response = as_user(alma).post(reverse("admin:blog_post_restore", args=[post.pk, 1]), follow=True)

    assert "1 picture of it has been removed since" in response.text
    assert "Picture removed" in Post.objects.get(pk=post.pk).latest.html


def test_a_text_that_shows_a_removed_picture_is_not_ready(alma):
    image, post = used_in("superseded", alma)
    trash.trash(image)
    post.refresh_from_db()
    restored = workflow.restore(post.revisions.get(number=1), by=alma, seen=post.latest.number)

    with pytest.raises(workflow.Refused, match="1 picture of the text was removed"):
        workflow.publish(restored, by=alma)


def test_a_restored_text_keeps_what_it_names_in_the_trash_and_shows_it_after_an_undo(alma):
    image, post = used_in("superseded", alma)
    trash.trash(image)
    post.refresh_from_db()
    restored = workflow.restore(post.revisions.get(number=1), by=alma, seen=post.latest.number)
    Image.objects.update(trashed_at=timezone.now() - timedelta(days=90))

    assert trash.empty() == 0
    trash.untrash(image)
    restored.refresh_from_db()
    assert image.shown_url in restored.html


def test_a_restored_text_has_no_cover_from_the_trash(as_user, alma):
    cover = make_image(by=alma)
    post = make_draft(by=alma, cover=cover).post
    make_draft(post, by=alma, cover=None)
    trash.trash(cover)
    client = as_user(alma)

    assert cover.shown_url not in client.get(reverse("admin:blog_post_preview_of", args=[post.pk, 1])).text
    response = client.post(reverse("admin:blog_post_restore", args=[post.pk, 1]), follow=True)

    assert "1 picture of it has been removed since" in response.text
    assert Text.of(Post.objects.get(pk=post.pk).latest).cover is None
    assert response.status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_a_picture_costs_the_same_however_often_it_is_used(
    number, as_user, edith, django_assert_max_num_queries
):
    image = make_image()
    for _post in range(number):
        make_draft(by=edith, body=body_with(image))
    client = as_user(edith)
    client.get(image_page(image))

    with django_assert_max_num_queries(14):
        client.get(image_page(image))
