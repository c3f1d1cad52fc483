"""A change of words in the library: it is told beforehand what it changes, and changes exactly that."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import inheriting, workflow
from blog.models import Revision
from blog.tasks import render_following
from media import uses
from media.uses import Effect
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

pytestmark = pytest.mark.django_db

IN = timedelta(days=1)


def body_with(image, inside="<img>") -> str:
    return f'<p>Words.</p><figure data-image-id="{image.pk}">{inside}</figure>'


def page_of(image) -> str:
    return reverse("admin:media_image_change", args=[image.pk])


def words_of(image, **changed) -> dict:
    fields = ("alt", "caption", "credit", "licence", "source_url")
    return {name: getattr(image, name) for name in fields} | changed


@pytest.fixture
def image():
    return make_image(alt="Old alt", caption="Old caption", credit="Ana")


@pytest.fixture
def posts(image, edith):
    """Live posts by what they take from the library."""
    kept = body_with(image, '<img alt="Own"><figcaption>Own</figcaption>')
    in_gallery = f'<figure data-gallery="">{body_with(image)[13:] * 2}<figcaption>All</figcaption></figure>'
    return {
        "inherits": make_post(by=edith, title="Inherits", body=body_with(image)),
        "own caption": make_post(by=edith, body=body_with(image, "<img><figcaption>Own</figcaption>")),
        "empty caption": make_post(by=edith, body=body_with(image, "<img><figcaption></figcaption>")),
        "own alt": make_post(by=edith, body=body_with(image, '<img alt="Own">')),
        "own both": make_post(by=edith, body=kept),
        "once own, once not": make_post(by=edith, body=kept + body_with(image)),
        "gallery": make_post(by=edith, body=in_gallery),
        "cover": make_post(by=edith, cover=image),
        "own cover": make_post(by=edith, cover=image, cover_alt="Own", cover_caption=""),
        "unrelated": make_post(by=edith, body=body_with(make_image(caption="Another"))),
    }


ALL = {"inherits", "own caption", "empty caption", "own alt", "own both", "once own, once not", "gallery", "cover"}
ALL |= {"own cover"}


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"caption": "New caption"}, {"own caption", "empty caption", "own both", "own cover"}),
        ({"alt": "New alt"}, {"own alt", "own both", "own cover"}),
        ({"credit": "Ben"}, set()),
        ({"licence": "CC BY 4.0"}, set()),
    ],
)
def test_exactly_the_pages_change_that_inherit_what_has_changed(changed, kept, client, as_user, edith, posts, image):
    before = {kind: client.get(post.live_revision().get_absolute_url()).content for kind, post in posts.items()}

    as_user(edith).post(page_of(image), words_of(image, **changed))

    after = {kind: client.get(post.live_revision().get_absolute_url()).content for kind, post in posts.items()}
    assert {kind for kind in posts if before[kind] != after[kind]} == ALL - kept


def test_texts_that_keep_their_own_words_are_not_even_written(image, posts, edith):
    Revision.objects.update(html="as it was")

    image.caption = "New"
    image.save(update_fields=["caption"])

    written = {kind for kind, post in posts.items() if post.live_revision().html != "as it was"}
    assert written == {"inherits", "own alt", "once own, once not", "gallery"}


def test_what_inherits_is_counted_by_state_and_apart_from_what_does_not(image, edith):
    make_post(by=edith, body=body_with(image, '<img alt="Own">'))
    make_post(by=edith, cover=image)
    make_post(by=edith, body=body_with(image), at=timezone.now() + IN)
    make_draft(by=edith, body=body_with(image, '<img alt="">'))
    make_draft(by=edith, body=body_with(image, "<img><figcaption></figcaption>"))
    gone = make_post(by=edith, body=body_with(image))
    workflow.withdraw(gone, by=edith)

    assert uses.effects(image) == {
        "alt": Effect(live=1, scheduled=1, open=1, own=2, at_once=inheriting.AT_ONCE),
        "caption": Effect(live=2, scheduled=1, open=1, own=1, at_once=inheriting.AT_ONCE),
    }


def test_the_page_of_a_picture_says_beforehand_which_posts_change(as_user, alma, edith):
    image = make_image(by=alma, caption="Old")
    make_post(by=edith, title="Live one", body=body_with(image))
    make_draft(by=edith, title="Secret", body=body_with(image))
    make_draft(by=alma, title="Hers", body=body_with(image, "<img><figcaption>Own</figcaption>"))

    page = as_user(alma).get(page_of(image)).text

    assert "What you change here changes in 1 live post and 1 being written. 1 post keeps its own." in page
    assert "What you change here changes in 1 live post and 2 being written." in page
    assert "has its own caption" in page
    assert "Secret" not in page


def test_saving_says_what_it_did(as_user, edith, image):
    make_post(by=edith, body=body_with(image))
    make_post(by=edith, body=body_with(image, "<img><figcaption>Own</figcaption>"))

    answer = as_user(edith).post(page_of(image), words_of(image, caption="New"), follow=True)

    assert "Caption changed in 1 live post. 1 post keeps its own." in answer.text


def test_of_very_many_the_newest_live_ones_change_at_once_and_the_others_late(monkeypatch, edith, image):
    monkeypatch.setattr(inheriting, "AT_ONCE", 2)
    live = [make_post(by=edith, body=body_with(image)) for _number in range(4)]
    draft = make_draft(by=edith, body=body_with(image))

    image.caption = "New"
    image.save(update_fields=["caption"])

    changed = [post.pk for post in live if "New" in post.live_revision().html]
    assert changed == [live[2].pk, live[3].pk]
    assert DBTaskResult.objects.filter(task_path="blog.tasks.render_following").count() == 1
    render_following.call(image.pk, ["caption"])
    assert all("New" in post.live_revision().html for post in live)
    draft.refresh_from_db()
    assert "New" in draft.html


def test_late_rendering_goes_through_all_of_them_in_batches(monkeypatch, edith, image):
    monkeypatch.setattr("blog.tasks.BATCH", 2)
    posts = [make_post(by=edith, body=body_with(image)) for _number in range(5)]
    Revision.objects.update(html="old")

    render_following.call(image.pk, ["caption"])

    assert all("Old caption" in post.live_revision().html for post in posts)


def test_late_rendering_of_a_picture_that_is_gone_is_harmless():
    render_following.call(404, None)
