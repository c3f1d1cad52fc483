"""The desk: the form on a post, its buttons, its list, and who may open what beside it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from blog import workflow
from blog.admin import named_filters
from blog.models import Event, Post, Revision, SiteSettings, State, Tag
from tests.factories import make_draft, make_post


def form_data(post=None, **changes):
    """What the form sends: as it was opened, with ``changes``; None leaves a field out."""
    latest = post and Post.objects.get(pk=post.pk).latest
    data = {
        "seen": latest.number if latest else 0,
        "title": latest.title if latest else "A post",
        "body": latest.body if latest else "<p>Words.</p>",
        "summary": latest.summary if latest else "",
        "slug": latest.slug if latest else "",
        "listed": "on",
        "authors": [byline.author_id for byline in latest.bylines.all()] if latest else [],
        "tags": ", ".join(tag.name for tag in latest.tags.all()) if latest else "",
    } | changes
    return {name: value for name, value in data.items() if value is not None}


def change(post):
    return reverse("admin:blog_post_change", args=[post.pk])


ADD = "/admin/blog/post/add/"


def test_the_form_saves_a_draft(as_user, alma):
    response = as_user(alma).post(ADD, form_data(authors=[alma.author.pk], tags="Birds, New York"), follow=True)

    draft = Revision.objects.get()
    assert "Readers see nothing of it" in response.text
    assert (draft.state, draft.title, draft.body) == (State.DRAFT, "A post", "<p>Words.</p>")
    assert [tag.name for tag in draft.tags.all()] == ["Birds", "New York"]


def test_the_form_opens_with_the_author_signed_in(as_user, alma):
    response = as_user(alma).get(ADD)

    assert response.context["adminform"].form["authors"].value() == [alma.author.pk]


@pytest.mark.parametrize("date", ["0001-01-01", "0026-11-25", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_year_that_is_none_is_refused_beside_the_words(date, zone, as_user, alma):
    SiteSettings(time_zone=zone).save()

    response = as_user(alma).post(ADD, form_data(authors=[alma.author.pk], date_given=date, _publish=""))

    assert "between the years 1000 and 9998" in str(response.context["adminform"].form.errors["date_given"])
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in ("tag", "author") for value in ("abc", "9" * 20, "\0", "²")),
        *(("month", value) for value in ("0-0", "2026-13", "0001-01", "9" * 20 + "-1", "2026-" + "9" * 20)),
    ],
)
def test_a_filter_that_is_nothing_of_the_kind_finds_nothing(name, value, as_user, edith):
    make_post(by=edith, tags=("Birds",))

    response = as_user(edith).get("/admin/blog/post/", {name: value})

    assert response.context["cl"].result_count == 0


def test_publishing_takes_the_unsaved_words_along(as_user, alma):
    draft = make_draft(by=alma)

    as_user(alma).post(change(draft.post), form_data(draft.post, body="<p>Newer.</p>", _publish=""))

    assert draft.post.live_revision().body == "<p>Newer.</p>"


def test_enter_in_a_field_presses_the_harmless_button(as_user, alma):
    page = as_user(alma).get(ADD).text

    assert page.index('name="_save"') < page.index('name="_publish"')


@pytest.mark.parametrize("button", ["_submit", "_publish", "_schedule", "_preview"])
def test_a_refused_form_keeps_every_word(button, as_user, alma):
    data = form_data(title="", body="<p>Precious words.</p>", summary="Short", authors=[alma.author.pk], tags="Birds")

    response = as_user(alma).post(ADD, data | {button: ""})

    form = response.context["adminform"].form
    assert "title" in form.errors
    assert "Precious words." in response.text
    assert form["tags"].value() == "Birds"
    assert not Post.objects.exists()


def test_scheduling_without_a_time_is_refused_beside_the_field(as_user, alma):
    response = as_user(alma).post(ADD, form_data(authors=[alma.author.pk], _schedule=""))

    assert response.context["adminform"].form.errors["publish_at"] == ["Say when it is to be published."]
    assert not Post.objects.exists()


def test_times_are_read_in_the_authors_own_zone(as_user, alma):
    alma.time_zone = "Asia/Tokyo"
    alma.save()
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    typed = (at + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")

    as_user(alma).post(ADD, form_data(authors=[alma.author.pk], publish_at=typed, _schedule=""))

    assert Post.objects.get().scheduled_revision().live_from == at


def test_a_time_that_the_clocks_skip_is_refused(as_user, alma):
    alma.time_zone = "Europe/Stockholm"
    alma.save()

    data = form_data(authors=[alma.author.pk], publish_at="2027-03-28T02:30", _schedule="")
    response = as_user(alma).post(ADD, data)

    assert "publish_at" in response.context["adminform"].form.errors


def test_a_taken_address_is_refused_beside_the_field(as_user, alma):
    make_post(title="Taken")

    response = as_user(alma).post(ADD, form_data(slug="taken", authors=[alma.author.pk], body="<p>Kept.</p>"))

    assert "is at /taken/ already" in response.context["adminform"].form.errors["slug"][0]
    assert "Kept." in response.text


def test_the_given_date_is_that_day_for_every_reader(as_user, alma):
    alma.time_zone = "Pacific/Kiritimati"
    alma.save()

    as_user(alma).post(ADD, form_data(authors=[alma.author.pk], date_given="2015-02-11", _publish=""))

    live = Post.objects.get().live_revision()
    assert live.dated_at.date().isoformat() == "2015-02-11"
    assert (
        as_user(alma).get(change(live.post)).context["adminform"].form["date_given"].value().isoformat() == "2015-02-11"
    )


def test_a_preview_shows_the_unsaved_words_and_keeps_nothing(as_user, alma):
    draft = make_draft(by=alma)

    data = form_data(draft.post, body="<p>Unsaved.</p>", tags="Brandnew", _preview="")
    response = as_user(alma).post(change(draft.post), data)

    assert "Unsaved." in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert Revision.objects.get() == draft
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("cora", {"save", "preview", "submit"}),
        ("alma", {"save", "preview", "submit", "publish", "schedule"}),
        ("edith", {"save", "preview", "submit", "publish", "schedule"}),
    ],
)
def test_who_is_shown_which_button_on_a_new_post(who, buttons, as_user, request):
    response = as_user(request.getfixturevalue(who)).get(ADD)

    assert response.context["steps"] == buttons


@pytest.mark.parametrize(
    ("button", "state"),
    [("_submit", State.IN_REVIEW), ("_take_back", State.DRAFT), ("_approve", State.APPROVED)],
)
def test_the_buttons_of_review(button, state, as_user, edith):
    draft = make_draft(by=edith)
    if button != "_submit":
        workflow.submit(draft, by=edith)

    as_user(edith).post(change(draft.post), form_data(draft.post, **{button: ""}))

    assert Post.objects.get().open_state == state


def test_asking_for_changes_needs_a_note(as_user, alma, edith):
    draft = make_draft(by=alma)
    workflow.submit(draft, by=alma)

    refused = as_user(edith).post(change(draft.post), form_data(draft.post, _ask_for_changes=""))
    as_user(edith).post(change(draft.post), form_data(draft.post, note="Shorter.", _ask_for_changes=""))

    assert "note" in refused.context["adminform"].form.errors
    assert Post.objects.get().open_state == State.CHANGES_REQUESTED


def test_withdrawing_discarding_and_the_trash_by_button(as_user, alma):
    post = make_post(authors=[alma])
    sign_in = as_user(alma)

    sign_in.post(change(post), form_data(post, title="Draft"))
    sign_in.post(change(post), form_data(post, _discard=""))
    assert Post.objects.get().open_state is None
    sign_in.post(change(post), form_data(post, _withdraw=""))
    assert post.live_revision() is None
    sign_in.post(change(post), form_data(post, _trash=""))
    assert Post.objects.get().trashed_at
    page = sign_in.get(change(post))
    assert "Take it out, as a draft" in page.text
    sign_in.post(reverse("admin:blog_post_untrash", args=[post.pk]))
    assert Post.objects.get().open_state == State.DRAFT


def test_a_contributor_who_forges_the_button_is_refused(as_user, cora):
    response = as_user(cora).post(ADD, form_data(authors=[cora.author.pk], _publish=""))

    assert "You may not publish" in response.text
    assert not Revision.objects.live().exists()


SECONDARY = ["change", "history", "preview", "untrash", "restore"]


@pytest.mark.parametrize("page", SECONDARY)
@pytest.mark.parametrize(
    ("who", "exists"),
    [("alma", True), ("edith", True), ("ada", True), ("otto", False), ("cora", False), ("reader", False)],
)
def test_for_whom_a_strangers_post_exists(page, who, exists, as_user, alma, request):
    first = make_draft(by=alma)
    make_draft(first.post, by=alma, title="Second")
    if page == "untrash":
        workflow.trash(first.post, by=alma)
    arguments = [first.post_id, 1] if page == "restore" else [first.post_id]
    client = as_user(request.getfixturevalue(who))
    send = client.post if page in ("untrash", "restore") else client.get

    status = send(reverse(f"admin:blog_post_{page}", args=arguments)).status_code

    if who == "reader":
        assert status in (302, 403)  # not staff: the desk's door
    elif exists:
        assert status in (200, 302)
    else:
        assert status == 404


@pytest.mark.parametrize("page", SECONDARY)
def test_nobody_is_sent_to_sign_in(page, client, alma):
    draft = make_draft(by=alma)
    arguments = [draft.post_id, 1] if page == "restore" else [draft.post_id]

    response = client.get(reverse(f"admin:blog_post_{page}", args=arguments))

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"] or "/admin/login/" in response["Location"]


@pytest.mark.parametrize("page", ["suggest_authors", "suggest_tags"])
@pytest.mark.parametrize(("who", "status"), [("cora", 200), ("edith", 200), ("reader", 302)])
def test_suggestions_are_for_those_who_write(page, who, status, as_user, request):
    client = as_user(request.getfixturevalue(who))

    assert client.get(reverse(f"admin:blog_post_{page}"), {"q": "a"}).status_code == status


def test_restoring_from_the_history(as_user, alma):
    first = make_draft(by=alma, body="<p>One.</p>")
    make_draft(first.post, by=alma, body="<p>Two.</p>")

    as_user(alma).post(reverse("admin:blog_post_restore", args=[first.post_id, 1]))

    assert Post.objects.get().latest.body == "<p>One.</p>"


def test_the_list_shows_own_posts_under_tabs_with_counts(as_user, alma, otto):
    make_draft(by=alma, title="Mine in draft")
    make_post(authors=[alma], title="Mine live")
    make_draft(by=otto, title="Otto’s")

    page = as_user(alma).get(reverse("admin:blog_post_changelist"))

    tabs = {tab["display"]: tab["count"] for tab in page.context["cl"].tabs}
    assert (tabs["All"], tabs["Draft"], tabs["Live"], tabs["Trash"]) == ("2", "1", "1", "0")
    assert "Mine in draft" in page.text
    assert "Otto’s" not in page.text


@pytest.mark.parametrize(
    "query", ["state=live", "state=trash", "author=1", "tag=1", "month=2020-01", "month=x", "q=post"]
)
def test_every_filter_of_the_list_answers(query, as_user, edith):
    make_post(tags=("Birds",))

    assert as_user(edith).get(f"{reverse('admin:blog_post_changelist')}?{query}").status_code in (200, 302)


@pytest.mark.parametrize("most", [0, 5000], ids=["of very many", "of few"])
def test_the_list_is_narrowed_by_author_tag_and_month(most, as_user, edith, alma, monkeypatch):
    monkeypatch.setattr(named_filters, "MOST_SORTED", most)
    make_post(title="Old", by=alma, tags=("Birds",), date_given=datetime(2015, 12, 31, 23, tzinfo=UTC))
    make_post(title="New", by=edith, tags=("Fish",))
    make_draft(make_post(title="Rewritten", by=edith, tags=("Birds",)), by=edith, tags=("Fish",))

    def shown(**by):
        page = as_user(edith).get(reverse("admin:blog_post_changelist"), by)
        return {str(post) for post in page.context["cl"].result_list}

    assert shown(author="alma") == {"Old"}
    assert shown(author="edith") == {"New", "Rewritten"}
    assert shown(tag="birds") == {"Old"}
    assert shown(tag="fish") == {"New", "Rewritten"}
    assert shown(month="2015-12") == {"Old"}
    assert shown(month="2016-01") == shown(month="9999-12") == set()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("tag=naive-art", {"A"}),
        ("tag=Naïve Art", {"A"}),
        ("tag=ART", {"A"}),
        ("tag=folk", {"A"}),
        ("tag=2024", {"Otto’s"}),
        ("tag=nothing", set()),
        ("tag=99999999999999999999", set()),
        ("tag= ", {"A", "Otto’s"}),
        ("author=otto", {"Otto’s"}),
        ("author=OTT", {"Otto’s"}),
        ("author=nobody", set()),
        ("author=edith&tag=art", {"A"}),
        ("author=otto&tag=art", set()),
    ],
)
def test_the_list_is_narrowed_by_any_author_and_tag_there_is(query, shown, as_user, edith, otto):
    make_draft(by=edith, title="A", tags=("Naïve art",))
    make_draft(by=otto, title="Otto’s", tags=("2024",))
    Tag.objects.create(name="Folk", same_as=Tag.objects.get(name="Naïve art"))
    Tag.objects.filter(name="Naïve art").update(slug="naive-art")

    page = as_user(edith).get(reverse("admin:blog_post_changelist"), QueryDict(query))

    assert {str(post) for post in page.context["cl"].result_list} == shown


def test_a_filter_by_name_keeps_what_else_was_asked_and_shows_what_it_found(as_user, edith):
    make_draft(by=edith, title="A", tags=("Night sky",))

    page = as_user(edith).get(reverse("admin:blog_post_changelist"), {"state": "draft", "q": "a", "tag": "sky"}).text

    assert '<input type="search" name="tag" value="Night sky"' in page
    for name, value in (("state", "draft"), ("q", "a")):
        assert page.count(f'<input type="hidden" name="{name}" value="{value}">') >= 2


def test_the_list_costs_the_same_for_three_posts_and_for_thirty(as_user, edith, django_assert_max_num_queries):
    client = as_user(edith)
    for posts in (3, 27):
        for number in range(posts):
            make_post(title=f"Post {number}", tags=("a", "b"))
        with django_assert_max_num_queries(25):
            client.get(reverse("admin:blog_post_changelist"))


def test_no_forged_field_makes_a_second_post(as_user, alma):
    draft = make_draft(by=alma)

    response = as_user(alma).post(change(draft.post), form_data(draft.post, _saveasnew=""))

    assert response.status_code == 403
    assert Post.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("alma", 403), ("edith", 403), ("ada", 403)])
def test_posts_go_by_way_of_the_trash_alone(who, status, as_user, alma, request):
    post = make_post(authors=[alma])

    response = as_user(request.getfixturevalue(who)).post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"})

    assert response.status_code == status
    assert Post.objects.exists()


def test_taking_oneself_off_a_post_asks_first(as_user, alma, otto, edith):
    draft = make_draft(by=edith, authors=[alma, otto])
    without = form_data(draft.post, authors=[otto.author.pk], body="<p>Kept.</p>")

    refused = as_user(alma).post(change(draft.post), without)
    assert refused.context["adminform"].form.errors["leaving"]
    assert "Kept." in refused.text
    response = as_user(alma).post(change(draft.post), without | {"leaving": "on"}, follow=True)

    assert response.redirect_chain == [("/admin/blog/post/", 302)]
    assert [str(byline.author) for byline in Post.objects.get().latest.bylines.all()] == ["Otto"]


def test_who_began_a_post_may_take_their_name_off_and_still_sees_it(as_user, alma, otto):
    draft = make_draft(by=alma)

    as_user(alma).post(change(draft.post), form_data(draft.post, authors=[otto.author.pk]))

    assert as_user(alma).get(change(draft.post)).status_code == 200


def test_a_database_that_is_too_busy_costs_no_word(as_user, alma, monkeypatch, caplog):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    draft = make_draft(by=alma)
    monkeypatch.setattr(workflow, "save", busy)

    response = as_user(alma).post(change(draft.post), form_data(draft.post, body="<p>Precious words.</p>"))

    assert response.status_code == 503
    assert "Press the button once more." in response.text
    assert "Precious words." in response.context["adminform"].form["body"].value()
    assert "A post could not be saved" in caplog.text
