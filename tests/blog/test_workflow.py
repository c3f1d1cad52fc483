"""The life of a post: each step, by whom, and what it leaves behind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog import workflow
from blog.models import Address, Byline, Event, Post, Revision, SiteSettings, State, TagPlacement, Verb
from blog.workflow import Conflict, Later, Refused, Text
from tests.factories import make_draft, make_post

HOUR = timedelta(hours=1)


def in_(**delta):
    return timezone.now() + timedelta(**delta)


def times_agree(post):
    """Whether what lists a revision repeats its times: those of a published, listed one, else none."""
    for revision in post.revisions.all():
        shown = revision.state == State.PUBLISHED and revision.listed
        times = (revision.dated_at, revision.live_from, revision.live_until) if shown else (None, None, None)
        for rows in (Byline.objects.filter(revision=revision), TagPlacement.objects.filter(content_object=revision)):
            for row in rows:
                assert (row.dated_at, row.live_from, row.live_until) == times
                assert row.post_id == post.pk
    return True


# -- saving


def test_a_first_save_makes_a_post_with_one_draft(alma):
    draft = make_draft(by=alma, title="  First   words ", tags=("Birds", "New York"))

    assert (draft.number, draft.state, draft.title) == (1, State.DRAFT, "First words")
    assert draft.post.latest == draft
    assert [tag.name for tag in draft.tags.all()] == ["Birds", "New York"]
    assert [byline.author for byline in draft.bylines.all()] == [alma.author]


def test_a_save_supersedes_the_open_revision_and_keeps_it(alma):
    first = make_draft(by=alma, body="<p>One.</p>")

    second = make_draft(first.post, by=alma, body="<p>Two.</p>")

    first.refresh_from_db()
    assert (first.state, first.body) == (State.SUPERSEDED, "<p>One.</p>")
    assert (second.number, second.base, second.state) == (2, first, State.DRAFT)


def test_a_stale_save_is_a_conflict_and_changes_nothing(alma, edith):
    first = make_draft(by=alma)
    theirs = make_draft(first.post, by=edith, body="<p>Edith’s.</p>")

    with pytest.raises(Conflict) as refusal:
        workflow.save(first.post, Text(title="Mine", authors=(alma.author,)), by=alma, seen=1)

    assert refusal.value.theirs == theirs
    assert first.post.revisions.count() == 2


def test_the_same_text_sent_twice_is_no_conflict(alma):
    first = make_draft(by=alma)
    text = Text(title="Again", authors=(alma.author,), tags=("birds",))

    once = workflow.save(first.post, text, by=alma, seen=1)
    twice = workflow.save(first.post, text, by=alma, seen=1)

    assert once == twice


def test_pressing_save_without_a_change_makes_no_revision(alma):
    first = make_draft(by=alma, tags=("Birds",))

    again = make_draft(first.post, by=alma, tags=("BIRDS",))

    assert again == first


@pytest.mark.parametrize(("who", "may"), [("alma", True), ("edith", True), ("otto", False), ("reader", False)])
def test_who_saves_a_post(who, may, alma, request):
    draft = make_draft(by=alma)
    by = request.getfixturevalue(who)

    if may:
        assert make_draft(draft.post, by=by, title="Changed").title == "Changed"
    else:
        with pytest.raises(Refused, match="may not change"):
            make_draft(draft.post, by=by, title="Changed")


@pytest.mark.parametrize(
    ("state", "who", "after"),
    [
        (State.IN_REVIEW, "alma", State.DRAFT),
        (State.IN_REVIEW, "edith", State.IN_REVIEW),
        (State.APPROVED, "alma", State.DRAFT),
        (State.APPROVED, "edith", State.DRAFT),
        (State.CHANGES_REQUESTED, "alma", State.CHANGES_REQUESTED),
    ],
)
def test_what_becomes_of_a_state_when_the_text_changes(state, who, after, alma, edith, request):
    draft = make_draft(by=alma)
    workflow.submit(draft, by=alma)
    if state == State.APPROVED:
        workflow.approve(draft, by=edith)
    if state == State.CHANGES_REQUESTED:
        workflow.ask_for_changes(draft, by=edith, note="Shorter")

    changed = make_draft(draft.post, by=request.getfixturevalue(who), title="Changed")

    assert changed.state == after
    assert Post.objects.get(pk=draft.post_id).open_state == after


@pytest.mark.parametrize(
    ("text", "code"),
    [({"title": " "}, "no_title"), ({"authors": ()}, "no_author"), ({"slug": "admin"}, "address_reserved")],
)
def test_what_cannot_be_kept_is_refused(text, code, alma):
    with pytest.raises(Refused) as refusal:
        workflow.save(None, Text(**{"title": "A", "authors": (alma.author,)} | text), by=alma)

    assert refusal.value.code == code
    assert not Post.objects.exists()


# -- publishing


def test_publishing_shows_the_text_lists_it_and_holds_its_address(alma):
    draft = make_draft(by=alma, title="Bees on the roof", tags=("Birds",))

    published = workflow.publish(draft, by=alma)

    post = Post.objects.get(pk=draft.post_id)
    assert post.live_revision() == published
    assert published.slug == "bees-on-the-roof"
    assert Address.objects.get(slug="bees-on-the-roof").post == post
    assert published.dated_at == published.live_from
    assert times_agree(post)
    assert post.open_state is None
    assert Event.objects.get(post=post).verb == Verb.PUBLISHED


@pytest.mark.parametrize(
    ("who", "may"), [("alma", True), ("edith", True), ("ada", True), ("otto", False), ("cora", False)]
)
def test_who_publishes_an_authors_draft(who, may, alma, request):
    draft = make_draft(by=alma)
    by = request.getfixturevalue(who)

    if may:
        workflow.publish(draft, by=by)
    else:
        with pytest.raises(Refused, match="may not publish"):
            workflow.publish(draft, by=by)

    assert (draft.post.live_revision() is not None) is may


def test_a_contributor_never_publishes(cora):
    draft = make_draft(by=cora)

    with pytest.raises(Refused, match="Submit it for review"):
        workflow.publish(draft, by=cora)


def test_an_update_replaces_what_was_live_at_once(alma):
    post = make_post(by=alma, body="<p>One.</p>", authors=[alma])
    before = post.live_revision()

    after = workflow.publish(make_draft(post, by=alma, body="<p>Two.</p>"), by=alma)

    before.refresh_from_db()
    assert (before.state, before.html, before.live_until) == (State.SUPERSEDED, "", after.live_from)
    assert post.live_revision() == after
    assert after.dated_at == before.dated_at
    assert after.revised_at == after.live_from
    assert times_agree(post)


def test_a_change_of_no_word_is_no_revision_worth_telling(alma):
    post = make_post(by=alma, authors=[alma])

    after = workflow.publish(make_draft(post, by=alma, tags=("Birds",)), by=alma)

    assert after.revised_at is None


def test_a_scheduled_post_is_live_from_its_moment_on(alma):
    at = in_(hours=1)

    post = make_post(by=alma, authors=[alma], at=at)

    assert post.live_revision() is None
    assert post.live_revision(at - timedelta(microseconds=1)) is None
    assert post.live_revision(at) == post.scheduled_revision()


def test_a_scheduled_update_takes_over_at_its_moment(alma):
    post = make_post(by=alma, authors=[alma])
    before = post.live_revision()
    at = in_(hours=1)

    update = workflow.publish(make_draft(post, by=alma, title="Then"), by=alma, at=at)

    assert post.live_revision() == before
    assert post.live_revision(at - timedelta(microseconds=1)) == before
    assert list(post.revisions.live(at)) == [update]
    assert times_agree(post)


def test_an_earlier_moment_means_now(alma):
    draft = make_draft(by=alma)

    published = workflow.publish(draft, by=alma, at=in_(days=-3))

    assert published.live_from > in_(minutes=-1)


def test_publishing_before_a_scheduled_update_asks_what_becomes_of_it(alma):
    post = make_post(by=alma, authors=[alma])
    workflow.publish(make_draft(post, by=alma, title="Then"), by=alma, at=in_(hours=2))
    draft = make_draft(post, by=alma, title="Now")

    with pytest.raises(Refused) as refusal:
        workflow.publish(draft, by=alma)

    assert refusal.value.code == "later_scheduled"
    assert post.live_revision().title == "A post"


def test_a_later_one_can_keep_its_time(alma):
    post = make_post(by=alma, authors=[alma])
    at = in_(hours=2)
    later = workflow.publish(make_draft(post, by=alma, title="Then"), by=alma, at=at)

    now = workflow.publish(make_draft(post, by=alma, title="Now"), by=alma, later=Later.KEEP)

    assert now.live_until == at
    assert post.live_revision() == now
    assert post.live_revision(at) == later
    assert times_agree(post)


def test_a_later_one_can_come_back_for_editing(alma):
    post = make_post(by=alma, authors=[alma])
    at = in_(hours=2)
    later = workflow.publish(make_draft(post, by=alma, title="Then"), by=alma, at=at)

    now = workflow.publish(make_draft(post, by=alma, title="Now"), by=alma, later=Later.BRING_BACK)

    later.refresh_from_db()
    assert (later.state, later.live_from, now.live_until) == (State.APPROVED, None, None)
    assert Post.objects.get(pk=post.pk).open_state == State.APPROVED
    assert post.live_revision(at) == now
    assert times_agree(post)


def test_scheduling_anew_moves_the_moment(alma):
    post = make_post(by=alma, authors=[alma])
    before = post.live_revision()
    update = workflow.publish(make_draft(post, by=alma, title="Then"), by=alma, at=in_(hours=2))
    at = in_(hours=5)

    moved = workflow.publish(update, by=alma, at=at)

    assert (moved.live_from, post.live_revision(at - HOUR)) == (at, before)
    assert list(post.revisions.live(at)) == [moved]


def test_unscheduling_leaves_the_running_one_as_it_was(alma):
    post = make_post(by=alma, authors=[alma])
    update = workflow.publish(make_draft(post, by=alma, title="Then", slug="then"), by=alma, at=in_(hours=2))

    back = workflow.unschedule(update, by=alma)

    assert back.state == State.APPROVED
    assert post.live_revision().live_until is None
    assert not Address.objects.filter(slug="then").exists()
    assert times_agree(post)


def test_two_scheduled_updates_follow_each_other(alma):
    post = make_post(by=alma, authors=[alma])
    second = workflow.publish(make_draft(post, by=alma, title="Second"), by=alma, at=in_(hours=1))
    third = workflow.publish(make_draft(post, by=alma, title="Third"), by=alma, at=in_(hours=2))

    assert [post.live_revision(in_(minutes=minutes)).title for minutes in (1, 90, 150)] == ["A post", "Second", "Third"]

    workflow.unschedule(second, by=alma)

    third.refresh_from_db()
    assert [post.live_revision(in_(minutes=minutes)).title for minutes in (1, 90, 150)] == ["A post", "A post", "Third"]


def test_publishing_what_readers_see_already_is_refused(alma):
    post = make_post(by=alma, authors=[alma])

    with pytest.raises(Refused, match="Readers see this text already"):
        workflow.publish(post.live_revision(), by=alma)


def test_a_title_that_is_taken_gets_another_address(alma):
    make_post(by=alma, title="Same")

    second = make_post(by=alma, title="Same")

    assert second.live_revision().slug == "same-2"


def test_a_given_date_is_what_readers_see_and_sort_by(alma):
    given = datetime(2015, 2, 11, 12, tzinfo=UTC)

    post = make_post(by=alma, date_given=given)

    live = post.live_revision()
    assert live.dated_at == given
    assert live.live_from > in_(minutes=-1)
    assert times_agree(post)


def test_a_date_after_publication_is_refused(alma):
    draft = make_draft(by=alma, date_given=in_(days=3))

    with pytest.raises(Refused, match="use Schedule"):
        workflow.publish(draft, by=alma)


def test_noon_of_the_day_of_publication_may_still_be_to_come(alma):
    today = timezone.now().replace(hour=23, minute=59, second=59)

    post = make_post(by=alma, date_given=today)

    assert post.live_revision().dated_at <= post.live_revision().live_from


# -- withdrawing


def test_withdrawing_ends_what_readers_see(alma):
    post = make_post(by=alma, authors=[alma], tags=("Birds",))

    workflow.withdraw(post, by=alma)

    assert post.live_revision() is None
    assert not TagPlacement.objects.live().exists()
    assert times_agree(post)


def test_withdrawing_later_keeps_it_live_until_then(alma):
    post = make_post(by=alma, authors=[alma])
    at = in_(hours=1)

    workflow.withdraw(post, by=alma, at=at)

    assert post.live_revision(at - timedelta(microseconds=1))
    assert post.live_revision(at) is None
    assert times_agree(post)


def test_a_planned_end_is_kept_by_an_update(alma):
    post = make_post(by=alma, authors=[alma])
    at = in_(hours=2)
    workflow.withdraw(post, by=alma, at=at)

    update = workflow.publish(make_draft(post, by=alma, title="Better"), by=alma)

    assert update.live_until == at


def test_withdrawing_takes_back_what_is_scheduled(alma):
    post = make_post(by=alma, authors=[alma])
    workflow.publish(make_draft(post, by=alma, title="Then"), by=alma, at=in_(hours=1))

    workflow.withdraw(post, by=alma)

    assert post.live_revision(in_(hours=2)) is None
    assert Post.objects.get(pk=post.pk).open_state == State.APPROVED


def test_an_author_still_owns_a_post_they_withdrew(alma):
    post = make_post(by=alma, authors=[alma])

    workflow.withdraw(post, by=alma)

    assert post in Post.objects.visible_to(alma)
    again = workflow.publish(make_draft(post, by=alma), by=alma)
    assert again.is_live


@pytest.mark.parametrize(("who", "may"), [("alma", False), ("edith", True)])
def test_only_an_editor_chooses_where_readers_are_sent(who, may, alma, request):
    post = make_post(authors=[alma])
    by = request.getfixturevalue(who)

    if may:
        workflow.withdraw(post, by=by, moved_to="/about/")
        assert Post.objects.get(pk=post.pk).moved_to == "/about/"
    else:
        with pytest.raises(Refused, match="Only an editor"):
            workflow.withdraw(post, by=by, moved_to="/about/")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "about", "/a-post/"])
def test_a_bad_redirect_is_refused(address, edith):
    post = make_post(by=edith, title="A post")

    with pytest.raises(Refused):
        workflow.withdraw(post, by=edith, moved_to=address)

    assert post.live_revision()


# -- restoring, discarding, the trash


def test_restoring_says_again_what_an_old_revision_said(alma):
    first = make_draft(by=alma, body="<p>One.</p>", tags=("Birds",))
    make_draft(first.post, by=alma, body="<p>Two.</p>", tags=())

    restored = workflow.restore(first, by=alma, seen=2)

    assert (restored.number, restored.body) == (3, "<p>One.</p>")
    assert [tag.name for tag in restored.tags.all()] == ["Birds"]


def test_discarding_leaves_the_live_text_alone(alma):
    post = make_post(by=alma, authors=[alma])
    make_draft(post, by=alma, title="Never mind")

    workflow.discard(post, by=alma)

    post.refresh_from_db()
    assert (post.open_state, post.latest.title) == (None, "A post")
    assert post.live_revision().title == "A post"
    assert make_draft(post, by=alma, title="Third").number == 3


def test_the_only_text_of_a_post_is_not_discarded(alma):
    draft = make_draft(by=alma)

    with pytest.raises(Refused, match="put it in the trash"):
        workflow.discard(draft.post, by=alma)


def test_the_trash_withdraws_and_undo_brings_back_a_draft(alma):
    post = make_post(by=alma, authors=[alma], body="<p>Kept.</p>")

    workflow.trash(post, by=alma)

    assert post.live_revision() is None
    with pytest.raises(Refused, match="in the trash"):
        make_draft(post, by=alma, title="Changed")
    workflow.untrash(post, by=alma)
    post.refresh_from_db()
    assert (post.trashed_at, post.open_state, post.latest.body) == (None, State.DRAFT, "<p>Kept.</p>")


def test_after_thirty_days_the_trash_is_final(alma):
    draft = make_draft(by=alma)
    workflow.trash(draft.post, by=alma)
    Post.objects.update(trashed_at=in_(days=-31))

    with pytest.raises(Refused, match="30 days"):
        workflow.untrash(draft.post, by=alma)


@pytest.mark.parametrize(
    ("who", "own_draft", "own_live"),
    [("cora", True, False), ("alma", True, True), ("edith", True, True)],
)
def test_who_puts_a_post_in_the_trash(who, own_draft, own_live, request):
    by = request.getfixturevalue(who)
    draft, live = make_draft(by=by).post, make_post(by=by, authors=[by])

    for post, may in ((draft, own_draft), (live, own_live)):
        if may:
            workflow.trash(post, by=by)
        else:
            with pytest.raises(Refused, match="may not"):
                workflow.trash(post, by=by)


# -- review


def test_the_way_through_review(alma, edith):
    draft = make_draft(by=alma)

    workflow.submit(draft, by=alma)
    workflow.ask_for_changes(draft, by=edith, note="Shorter, please.")
    workflow.submit(draft, by=alma)
    workflow.take_back(draft, by=alma)
    workflow.submit(draft, by=alma)
    workflow.approve(draft, by=edith)

    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["submitted", "asked_for_changes", "submitted", "took_back", "submitted", "approved"]


@pytest.mark.parametrize("who", ["alma", "cora"])
def test_only_editors_decide(who, alma, request):
    draft = make_draft(by=alma)
    workflow.submit(draft, by=alma)
    by = request.getfixturevalue(who)

    for decide in (lambda: workflow.approve(draft, by=by), lambda: workflow.ask_for_changes(draft, by=by, note="No")):
        with pytest.raises(Refused):
            decide()


def test_a_decision_on_what_is_no_longer_in_review_is_a_conflict(alma, edith):
    draft = make_draft(by=alma)
    workflow.submit(draft, by=alma)
    workflow.take_back(draft, by=alma)

    with pytest.raises(Conflict):
        workflow.approve(draft, by=edith)


def test_four_eyes_keep_an_editor_from_approving_their_own(edith, ada):
    SiteSettings(four_eyes=True).save()
    draft = make_draft(by=edith, authors=[edith])
    workflow.submit(draft, by=edith)

    with pytest.raises(Refused, match="Another editor"):
        workflow.approve(draft, by=edith)
    workflow.approve(draft, by=ada)


# -- what the database itself refuses


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"state": State.DRAFT, "number": 9}, "one_open_revision_per_post"),
        ({"number": 1}, "one_revision_per_number"),
        ({"state": State.PUBLISHED, "number": 9}, "published_text_has_a_time"),
        ({"state": State.APPROVED, "number": 9, "live_from": in_(hours=1)}, "only_published_text_has_a_time"),
    ],
)
def test_the_database_keeps_its_promises(changes, promise, alma):
    draft = make_draft(by=alma)

    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(**{"post": draft.post, "title": "x", "state": State.SUPERSEDED} | changes)


def test_two_revisions_of_a_post_are_never_open_ended(alma):
    post = make_post(by=alma)
    live = post.live_revision()

    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            post=post, number=9, title="x", state=State.PUBLISHED, live_from=live.live_from, dated_at=live.dated_at
        )


@pytest.mark.parametrize("change", [{"live_until": datetime(2000, 1, 1, tzinfo=UTC)}, {"dated_at": in_(days=9)}])
def test_impossible_times_are_refused(change, alma):
    post = make_post(by=alma)

    with pytest.raises(IntegrityError), transaction.atomic():
        post.revisions.update(**change)


def test_what_was_done_outlives_the_post_it_was_done_to(alma):
    post = make_post(by=alma, title="Gone")

    post.delete()

    event = Event.objects.get(verb=Verb.PUBLISHED)
    assert (event.post, event.revision, event.subject) == (None, None, "Gone")
