"""A step on many posts: what it would do is said first, the rules are the same, and it can be undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog import bulk, workflow
from blog.bulk import Operation, Wish
from blog.models import Bulk, Event, Post, Revision, State
from tests.factories import make_draft, make_post

PLAN = "/admin/blog/post/bulk/"


def asked(operation, *posts, **more):
    return {"operation": operation.value, "post": [post.pk for post in posts], **more}


def do(client, operation, *posts, **more):
    return client.post(PLAN, asked(operation, *posts, _do="", **more))


def tags(post):
    return [tag.name for tag in Post.objects.get(pk=post.pk).latest.tags.all()]


def test_trying_out_says_what_would_happen_and_changes_nothing(as_user, alma, otto):
    mine, scheduled, theirs = (
        make_draft(by=alma).post,
        make_post(by=alma, at=timezone.now() + timedelta(1)),
        make_draft(by=otto).post,
    )
    before = (Event.objects.count(), Revision.objects.count())

    response = as_user(alma).get(PLAN, asked(Operation.PUBLISH, mine, scheduled, theirs))

    outcome = response.context["outcome"]
    assert [post for post, _done in outcome.done] == [mine]
    assert [(post, message) for post, message in outcome.refused] == [(scheduled, "There is nothing unpublished.")]
    assert str(theirs.pk) not in [str(post.pk) for post in response.context["posts"]]
    assert (Event.objects.count(), Revision.objects.count()) == before
    assert not Revision.objects.live().exists()


def test_many_are_published_and_taken_back_again(as_user, edith):
    posts = [make_draft(by=edith, title=f"Post {number}").post for number in range(3)]
    client = as_user(edith)

    do(client, Operation.PUBLISH, *posts)
    assert Revision.objects.live().count() == 3
    client.post(reverse("admin:blog_post_bulk_undo", args=[Bulk.objects.get().pk]))

    assert not Revision.objects.live().exists()
    assert set(Post.objects.values_list("open_state", flat=True)) == {State.DRAFT}


def test_undoing_a_publication_shows_what_was_live_before(edith):
    post = make_post(by=edith, body="<p>Before.</p>")
    make_draft(post, by=edith, body="<p>After.</p>")
    post = Post.objects.select_related("latest").get()
    made = bulk.perform([post], Wish(operation=Operation.PUBLISH), by=edith)
    assert post.live_revision().body == "<p>After.</p>"

    bulk.undo(made, by=edith)

    assert post.live_revision().body == "<p>Before.</p>"
    assert post.open_revision().body == "<p>After.</p>"


def test_tags_of_live_posts_change_for_readers_at_once_and_back(as_user, edith):
    live, draft = make_post(by=edith, tags=("sea",)), make_draft(by=edith, tags=("sea",)).post
    client = as_user(edith)

    do(client, Operation.TAG, live, draft, tags="wind")
    assert tags(live) == tags(draft) == ["sea", "wind"]
    assert [tag.name for tag in live.live_revision().tags.all()] == ["sea", "wind"]
    assert draft.live_revision() is None
    client.post(reverse("admin:blog_post_bulk_undo", args=[Bulk.objects.get().pk]))

    assert [tag.name for tag in live.live_revision().tags.all()] == ["sea"]
    assert tags(draft) == ["sea"]


def test_changes_somebody_is_working_on_are_not_published_along(edith):
    post = make_post(by=edith, body="<p>Live.</p>")
    make_draft(post, by=edith, body="<p>Unfinished.</p>")

    bulk.perform([Post.objects.get()], Wish(operation=Operation.TAG, tags=("wind",)), by=edith)

    assert post.live_revision().body == "<p>Live.</p>"
    assert tags(post) == ["wind"]


def test_a_tag_is_replaced_where_it_stands_and_nowhere_else(as_user, edith):
    with_it, without = make_draft(by=edith, tags=("Reviews", "sea")).post, make_draft(by=edith, tags=("sea",)).post

    page = as_user(edith).post(PLAN, asked(Operation.RETAG, with_it, without, tag="reviews", tags="review"))
    assert [message for _post, message in page.context["outcome"].refused] == ["Nothing would change."]
    do(as_user(edith), Operation.RETAG, with_it, without, tag="reviews", tags="review")

    assert tags(with_it) == ["sea", "review"]
    assert tags(without) == ["sea"]


@pytest.mark.parametrize(("replaces", "names"), [(True, ["Otto"]), (False, ["Alma", "Otto"])])
def test_an_author_is_replaced_or_added(replaces, names, as_user, alma, otto, edith):
    post = make_draft(by=alma).post
    more = {"replaces": alma.author.pk} if replaces else {}

    do(as_user(edith), Operation.AUTHOR, post, author=otto.author.pk, **more)

    latest = Post.objects.get().latest
    assert [str(byline.author) for byline in latest.bylines.all()] == names


def test_many_are_scheduled_and_taken_out_again(as_user, edith):
    posts = [make_draft(by=edith).post, make_draft(by=edith, title="Another").post]

    do(as_user(edith), Operation.SCHEDULE, *posts, at="2031-05-06T07:08")
    assert Revision.objects.scheduled().count() == 2
    as_user(edith).post(reverse("admin:blog_post_bulk_undo", args=[Bulk.objects.get().pk]))

    assert set(Post.objects.values_list("open_state", flat=True)) == {State.APPROVED}


def test_many_are_trashed_and_taken_out_again_and_live_once_more(as_user, edith):
    live, draft = make_post(by=edith), make_draft(by=edith, title="Draft").post

    do(as_user(edith), Operation.TRASH, live, draft)
    assert Post.objects.filter(trashed_at=None).count() == 0
    as_user(edith).post(reverse("admin:blog_post_bulk_undo", args=[Bulk.objects.get().pk]))

    assert live.live_revision() is not None
    assert Post.objects.get(pk=draft.pk).open_state == State.DRAFT


def test_many_are_submitted_and_taken_back(as_user, cora):
    posts = [make_draft(by=cora).post, make_draft(by=cora, title="Another").post]

    do(as_user(cora), Operation.SUBMIT, *posts)
    assert set(Post.objects.values_list("open_state", flat=True)) == {State.IN_REVIEW}
    as_user(cora).post(reverse("admin:blog_post_bulk_undo", args=[Bulk.objects.get().pk]))

    assert set(Post.objects.values_list("open_state", flat=True)) == {State.DRAFT}


def test_what_was_changed_since_is_not_undone(as_user, edith):
    changed, same = make_draft(by=edith).post, make_draft(by=edith, title="Same").post
    do(as_user(edith), Operation.TAG, changed, same, tags="wind")
    make_draft(changed, by=edith, summary="Since")

    page = as_user(edith).post(reverse("admin:blog_post_bulk_undo", args=[Bulk.objects.get().pk]), follow=True)

    assert "Undone for 1 post." in page.text
    assert "It has been changed since." in page.text
    assert (tags(changed), tags(same)) == (["wind"], [])


def test_it_is_undone_only_once(edith):
    made = bulk.perform([make_draft(by=edith).post], Wish(operation=Operation.TAG, tags=("wind",)), by=edith)
    bulk.undo(made, by=edith)

    with pytest.raises(workflow.Refused, match="undone already"):
        bulk.undo(made, by=edith)


def test_an_approved_text_that_gets_a_tag_is_a_draft_again_unless_an_editor_adds_it(alma, edith):
    draft = make_draft(by=alma)
    workflow.submit(draft, by=alma)
    workflow.approve(draft, by=edith)

    bulk.perform([Post.objects.get()], Wish(operation=Operation.TAG, tags=("wind",)), by=alma)

    assert Post.objects.get().open_state == State.DRAFT


def test_a_contributor_publishes_nothing_in_bulk_either(as_user, cora):
    draft = make_draft(by=cora)

    do(as_user(cora), Operation.PUBLISH, draft.post)

    assert not Revision.objects.live().exists()
    assert "You may not publish" in Bulk.objects.get().refused[0][1]


def test_the_list_leads_there(as_user, edith):
    posts = [make_draft(by=edith, title=f"Post {number}").post for number in range(2)]
    data = {"action": "bulk_trash", "_selected_action": [post.pk for post in posts]}

    response = as_user(edith).post("/admin/blog/post/", data, follow=True)

    assert "It will be done to 2 posts" in response.text


def test_more_than_can_be_done_at_once_are_refused_in_words(as_user, edith, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    posts = [make_draft(by=edith, title=f"Post {number}").post for number in range(2)]
    data = {"action": "bulk_trash", "_selected_action": [post.pk for post in posts]}

    assert "At most 1 posts at once" in as_user(edith).post("/admin/blog/post/", data, follow=True).text


@pytest.mark.parametrize("query", ["", "?operation=trash", "?operation=x&post=1", "?operation=trash&post=x"])
def test_what_names_no_step_or_no_post_is_not_found(query, as_user, edith):
    assert as_user(edith).get(PLAN + query).status_code == 404


def test_a_missing_wish_is_asked_for_beside_its_field(as_user, edith):
    response = do(as_user(edith), Operation.SCHEDULE, make_draft(by=edith).post)

    assert response.context["form"].errors["at"]
    assert not Bulk.objects.exists()


@pytest.mark.parametrize("who", ["otto", "ada", "cora"])
def test_nobody_sees_or_undoes_what_somebody_else_has_done(who, as_user, edith, request):
    made = bulk.perform([make_draft(by=edith).post], Wish(operation=Operation.TAG, tags=("wind",)), by=edith)
    stranger = as_user(request.getfixturevalue(who))

    assert stranger.get(reverse("admin:blog_post_bulk_done", args=[made.pk])).status_code == 404
    assert stranger.post(reverse("admin:blog_post_bulk_undo", args=[made.pk])).status_code == 404


@pytest.mark.parametrize(("who", "is_offered"), [("edith", True), ("alma", True), ("cora", False)])
def test_publishing_is_offered_to_whoever_may_publish(who, is_offered, as_user, request):
    user = request.getfixturevalue(who)
    make_draft(by=user)

    page = as_user(user).get("/admin/blog/post/").text

    assert ('value="bulk_publish"' in page) is ('value="bulk_schedule"' in page) is is_offered
    assert 'value="bulk_submit"' in page
