"""The calendar of the desk: what stands in it, for whom, what can be done there, and its feed."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import give_role
from blog import workflow
from blog.models import Event, Post, Revision, State
from blog.planning.entries import Kind, days_between, pieces
from blog.planning.models import FeedKey, Plan
from tests.bench.corpus import make_corpus
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_post, make_user
from tests.plans import explain, queries_of

TODAY = timezone.localdate()
NEXT_MONTH = (TODAY.replace(day=1) + timedelta(days=32)).replace(day=10)
CALENDAR = "/admin/planning/"


def month(day: date) -> str:
    return reverse("planning:month", args=[day.year, day.month])


def piece(post) -> str:
    return reverse("planning:piece", args=[post.pk])


def plan(post, day=NEXT_MONTH, deadline=None) -> Plan:
    return Plan.objects.create(post=post, day=day, deadline=deadline)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def entries(user, first=None, last=None):
    """Return what stands in the calendar of ``user``, next month if nothing is said: (kind, title, day)."""
    first, last = first or NEXT_MONTH.replace(day=1), last or NEXT_MONTH.replace(day=28)
    days = days_between(pieces(user), first, last, most=8)
    return [(entry.kind, entry.title, day) for day, found in sorted(days.items()) for entry in found.entries]


# -- what stands in it


def test_a_planned_piece_stands_on_its_day_and_on_its_deadline(alma):
    plan(make_draft(by=alma, title="Tides").post, deadline=NEXT_MONTH - timedelta(days=2))

    assert entries(alma) == [
        (Kind.DUE, "Tides", NEXT_MONTH - timedelta(days=2)),
        (Kind.PLANNED, "Tides", NEXT_MONTH),
    ]


def test_scheduled_pieces_updates_of_live_ones_and_ends_stand_at_their_times(alma):
    make_post(by=alma, title="First", authors=[alma], at=noon(NEXT_MONTH))
    live = make_post(by=alma, title="Live", authors=[alma])
    workflow.publish(make_draft(live, by=alma, title="Better"), by=alma, at=noon(NEXT_MONTH + timedelta(days=1)))
    workflow.publish(make_draft(live, by=alma, title="Best"), by=alma, at=noon(NEXT_MONTH + timedelta(days=2)))
    ending = make_post(by=alma, title="Ending", authors=[alma])
    workflow.withdraw(ending, by=alma, at=noon(NEXT_MONTH + timedelta(days=3)))

    assert entries(alma) == [
        (Kind.SCHEDULED, "First", NEXT_MONTH),
        (Kind.UPDATE, "Better", NEXT_MONTH + timedelta(days=1)),
        (Kind.UPDATE, "Best", NEXT_MONTH + timedelta(days=2)),
        (Kind.END, "Ending", NEXT_MONTH + timedelta(days=3)),
    ]


def test_published_pieces_stand_on_the_date_readers_see(alma):
    make_post(by=alma, title="Old", authors=[alma], date_given=datetime(2015, 2, 11, 12, tzinfo=UTC))
    make_post(by=alma, title="New", authors=[alma])
    corrected = make_post(by=alma, title="Tpyo", authors=[alma])
    workflow.publish(make_draft(corrected, by=alma, title="Typo"), by=alma)
    workflow.withdraw(make_post(by=alma, title="Gone", authors=[alma]), by=alma)

    assert entries(alma, date(2015, 2, 1), date(2015, 2, 28)) == [(Kind.PUBLISHED, "Old", date(2015, 2, 11))]
    assert entries(alma, TODAY, TODAY) == [(Kind.PUBLISHED, "New", TODAY), (Kind.PUBLISHED, "Typo", TODAY)]


def test_the_trash_is_not_planned(alma):
    draft = make_draft(by=alma)
    plan(draft.post)

    workflow.trash(draft.post, by=alma)

    assert entries(alma) == []


def test_days_begin_at_midnight_where_somebody_is(as_user, alma):
    alma.time_zone = "Pacific/Kiritimati"
    alma.save()
    make_post(by=alma, title="Late", authors=[alma], at=noon(NEXT_MONTH))

    page = as_user(alma).get(month(NEXT_MONTH))

    days = {day.date: day for week in page.context["weeks"] for day in week}
    assert [entry.title for entry in days[NEXT_MONTH + timedelta(days=1)].entries] == ["Late"]
    assert ">02:00</time>" in page.text
    assert page.text.count("Pacific/Kiritimati, UTC+14") == 2  # once over the month, once under the field for a time


def test_the_offset_is_named_once_and_says_when_it_changes(as_user, alma):
    alma.time_zone = "Europe/Stockholm"
    alma.save()

    client = as_user(alma)

    assert client.get("/admin/planning/2027/1/").text.count("Europe/Stockholm") == 1
    assert "Times: Europe/Stockholm, UTC+1<" in client.get("/admin/planning/2027/1/").text
    assert "Times: Europe/Stockholm, UTC+1, from 28 March UTC+2<" in client.get("/admin/planning/2027/3/").text


def test_weeks_start_on_monday_in_a_real_table(as_user, alma):
    page = as_user(alma).get("/admin/planning/2027/3/").text

    assert re.findall(r'<th scope="col"><abbr title="(\w+)">', page)[0] == "Monday"
    assert "<caption" in page
    assert 'href="/admin/planning/2027/2/"' in page
    assert 'href="/admin/planning/2027/4/"' in page
    assert page.count("<time datetime=") == 31


@pytest.mark.parametrize(
    "address", ["2027/13/", "2027/0/", "0/1/", "99999/1/", "1899/12/", "2027/2/30/", f"{'9' * 30}/1/"]
)
def test_what_is_no_month_or_day_is_a_404(address, as_user, alma):
    assert as_user(alma).get(f"{CALENDAR}{address}").status_code == 404


def test_the_edges_of_the_calendar_answer(as_user, alma):
    for address in ("1900/1/", "2199/12/", "2199/12/31/"):
        assert as_user(alma).get(f"{CALENDAR}{address}").status_code == 200


def test_a_full_day_shows_eight_and_leads_to_the_rest(as_user, edith):
    for number in range(20):
        plan(make_draft(by=edith, title=f"Piece {number}").post)
    make_post(by=edith, title="Scheduled", at=noon(NEXT_MONTH))
    client = as_user(edith)
    that_day = reverse("planning:day", args=[NEXT_MONTH.year, NEXT_MONTH.month, NEXT_MONTH.day])

    full = client.get(month(NEXT_MONTH)).text

    assert "and 13 more" in full
    assert f'href="{that_day}"' in full
    assert len(client.get(that_day).context["day"].entries) == 21


def test_the_calendar_asks_the_same_for_a_full_month_as_for_an_empty_one(as_user, edith, django_assert_max_num_queries):
    client = as_user(edith)
    for pieces_more in (0, 12, 24):
        for number in range(pieces_more):
            plan(make_draft(by=edith, title=f"Planned {number}").post, NEXT_MONTH + timedelta(days=number % 12))
            make_draft(by=edith, title=f"Shelf {number}")
            make_post(by=edith, title=f"Scheduled {number}", at=noon(NEXT_MONTH) + timedelta(hours=number))
        with django_assert_max_num_queries(14):
            client.get(month(NEXT_MONTH))


@pytest.mark.parametrize("who", ["edith", "alma"])
def test_every_kind_of_entry_is_a_range_of_its_index(who, request):
    user = request.getfixturevalue(who)
    user.author.delete()
    [person, *_others], _tags = make_corpus(4_000, withdrawn=300, scheduled=60, authors=5, tags=30)
    person.user = user
    person.save()
    posts = pieces(user)

    queries = queries_of(lambda: days_between(posts, TODAY, TODAY, most=8))
    plans = [explain(query) for query in queries if "ROW_NUMBER" in query]

    indexes = ["planned_deadlines", "planned_days", "next_beginning", "listed_by_date", "next_end"]
    assert [index for index, found in zip(indexes, plans, strict=True) if index in found] == indexes, plans


# -- whose


@pytest.mark.parametrize(
    ("who", "sees"), [("alma", True), ("edith", True), ("ada", True), ("otto", False), ("cora", False)]
)
def test_who_sees_a_strangers_piece_in_the_calendar(who, sees, as_user, alma, request):
    plan(make_draft(by=alma, title="Planned secret").post, deadline=NEXT_MONTH)
    make_post(by=alma, title="Scheduled secret", authors=[alma], at=noon(NEXT_MONTH))
    make_draft(by=alma, title="Shelved secret")
    client = as_user(request.getfixturevalue(who))

    page = client.get(month(NEXT_MONTH)).text
    day = client.get(reverse("planning:day", args=[NEXT_MONTH.year, NEXT_MONTH.month, NEXT_MONTH.day])).text

    for title in ("Planned secret", "Scheduled secret"):
        assert (title in page) is sees
        assert (title in day) is sees
    assert ("Shelved secret" in page) is sees


def test_an_editor_chooses_between_everyones_and_their_own(as_user, alma, edith):
    plan(make_draft(by=alma, title="Alma’s").post)
    plan(make_draft(by=edith, title="Edith’s").post)

    everyones, mine = (as_user(edith).get(month(NEXT_MONTH), query).text for query in ({}, {"whose": "mine"}))

    assert "Alma’s" in everyones
    assert "Alma’s" not in mine
    assert "Edith’s" in mine
    assert "Everyone’s" not in as_user(alma).get(CALENDAR).text


def test_an_editor_reads_whose_each_piece_is_among_everyones(as_user, alma, edith):
    plan(make_draft(by=alma, title="Tides", authors=[alma, edith]).post)
    make_post(title="Ferries", authors=[alma], at=noon(NEXT_MONTH))

    def authors(user, **query):
        weeks = as_user(user).get(month(NEXT_MONTH), query).context["weeks"]
        return [entry.authors for week in weeks for day in week for entry in day.entries]

    assert authors(edith) == ["Alma, Edith", "Alma"]
    assert authors(edith, whose="mine") == [""]
    assert authors(alma) == ["", ""]


PAGES = ["calendar", "month", "day", "piece", "feed_key"]


def ask(client, page, post):
    arguments = {
        "month": [2027, 1],
        "day": [2027, 1, 1],
        "piece": [post.pk],
    }.get(page, [])
    send = client.post if page == "feed_key" else client.get
    return send(reverse(f"planning:{page}", args=arguments))


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_sent_to_sign_in(page, client, alma):
    response = ask(client, page, make_draft(by=alma).post)

    assert response.status_code == 302
    assert "login" in response["Location"]
    assert not FeedKey.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_people_without_a_role_do_not_get_in(page, as_user, alma, reader):
    draft = make_draft(by=alma)

    assert ask(as_user(reader), page, draft.post).status_code == 302
    reader.is_staff = True  # somebody for whom the desk is open and posts are not
    reader.save()
    assert ask(as_user(reader), page, draft.post).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("alma", 200), ("edith", 200), ("ada", 200), ("otto", 404), ("cora", 404)])
def test_for_whom_the_planning_of_a_piece_exists(who, status, as_user, alma, request):
    draft = make_draft(by=alma)
    client = as_user(request.getfixturevalue(who))

    assert client.get(piece(draft.post)).status_code == status
    sent = client.post(piece(draft.post), {"plan-day": NEXT_MONTH.isoformat(), "_plan": ""})

    assert Plan.objects.exists() is (status == 200)
    assert sent.status_code == (302 if status == 200 else 404)


def test_a_contributor_plans_own_pieces_but_moves_nothing(as_user, cora, edith):
    draft = make_draft(by=cora, title="Cora’s")
    scheduled = make_post(by=edith, title="Scheduled", authors=[cora], at=noon(NEXT_MONTH))
    client = as_user(cora)

    client.post(piece(draft.post), {"plan-day": NEXT_MONTH.isoformat(), "_plan": ""})
    sent = move(scheduled, NEXT_MONTH + timedelta(days=1))
    refused = client.post(month(NEXT_MONTH), sent)

    assert Plan.objects.get().set_by == cora
    assert "Move a scheduled piece" not in client.get(month(NEXT_MONTH)).text
    assert "You may not publish" in refused.text
    assert scheduled.scheduled_revision().live_from == noon(NEXT_MONTH)


@pytest.mark.parametrize("button", ["_plan", "_move"])
def test_a_strangers_piece_cannot_be_planned_or_moved_from_the_calendar(button, as_user, alma, otto):
    draft = make_draft(by=alma)
    scheduled = make_post(by=alma, authors=[alma], at=noon(NEXT_MONTH))
    sent = move(scheduled, NEXT_MONTH + timedelta(days=1))
    sent |= {"plan-piece": draft.post_id, "plan-day": NEXT_MONTH.isoformat()}
    del sent["_move"]

    response = as_user(otto).post(CALENDAR, sent | {button: ""})

    assert response.status_code == 200
    assert "any more" in response.text
    assert not Plan.objects.exists()
    assert scheduled.scheduled_revision().live_from == noon(NEXT_MONTH)


# -- the shelf, and giving a piece its day


def test_the_shelf_holds_open_pieces_without_a_day_newest_first(as_user, alma):
    for number in range(23):
        make_draft(by=alma, title=f"Piece {number}")
    plan(make_draft(by=alma, title="Planned").post)
    make_post(by=alma, title="Live", authors=[alma])
    client = as_user(alma)

    first = client.get(CALENDAR)
    second = client.get(CALENDAR, {"shelf": first.context["shelf_goes_on"]})

    assert [str(post) for post in first.context["shelf"]] == [f"Piece {number}" for number in range(22, 2, -1)]
    assert [str(post) for post in second.context["shelf"]] == ["Piece 2", "Piece 1", "Piece 0"]
    assert second.context["shelf_goes_on"] is None
    assert client.get(CALENDAR, {"shelf": "x"}).status_code == 404


def test_a_piece_gets_its_day_from_the_calendar_and_no_revision_changes(as_user, alma):
    draft = make_draft(by=alma, title="Tides")
    before = Post.objects.values().get(), list(Revision.objects.values()), Event.objects.count()

    response = as_user(alma).post(
        CALENDAR, {"plan-piece": draft.post_id, "plan-day": NEXT_MONTH.isoformat(), "plan-deadline": "", "_plan": ""}
    )

    assert response["Location"] == month(NEXT_MONTH)
    assert Plan.objects.values_list("day", "deadline", "set_by").get() == (NEXT_MONTH, None, alma.pk)
    assert before == (Post.objects.values().get(), list(Revision.objects.values()), Event.objects.count())


@pytest.mark.parametrize(
    ("day", "deadline", "field", "words"),
    [
        (TODAY - timedelta(days=1), None, "day", "Choose today or a day to come."),
        (date(9999, 1, 1), None, "day", "Choose today or a day to come."),
        (NEXT_MONTH, NEXT_MONTH + timedelta(days=1), "deadline", "before it is published"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_stays_in_its_field(day, deadline, field, words, as_user, alma):
    draft = make_draft(by=alma)
    sent = {"plan-day": day.isoformat(), "plan-deadline": deadline.isoformat() if deadline else "", "_plan": ""}

    for address, more in ((piece(draft.post), {}), (CALENDAR, {"plan-piece": draft.post_id})):
        response = as_user(alma).post(address, sent | more)

        assert words in response.context["plan_form"].errors[field][0]
        assert f'value="{day.isoformat()}"' in response.text
    assert not Plan.objects.exists()


def test_the_database_keeps_a_deadline_before_its_day(alma):
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(make_draft(by=alma).post, deadline=NEXT_MONTH + timedelta(days=1))


def test_a_piece_that_has_a_day_is_not_planned_over_from_the_calendar(as_user, alma):
    draft = make_draft(by=alma)
    plan(draft.post, deadline=NEXT_MONTH)

    response = as_user(alma).post(CALENDAR, {"plan-piece": draft.post_id, "plan-day": str(NEXT_MONTH), "_plan": ""})

    assert "has a day already" in response.text
    assert Plan.objects.get().deadline == NEXT_MONTH


def test_a_day_that_has_passed_may_stay_while_its_deadline_changes(as_user, alma):
    draft = make_draft(by=alma)
    past = TODAY - timedelta(days=3)
    plan(draft.post, past, past)

    as_user(alma).post(piece(draft.post), {"plan-day": past.isoformat(), "plan-deadline": "", "_plan": ""})

    assert Plan.objects.get().deadline is None
    assert "overdue" in as_user(alma).get(month(past)).text


def test_a_day_can_be_taken_away(as_user, alma):
    draft = make_draft(by=alma)
    plan(draft.post)

    as_user(alma).post(piece(draft.post), {"_clear": ""})

    assert not Plan.objects.exists()


@pytest.mark.parametrize("step", ["publish", "schedule", "discard"])
def test_a_plan_is_over_with_the_step_that_carries_it_out(step, alma):
    post = make_post(by=alma, authors=[alma])
    draft = make_draft(post, by=alma, title="New")
    plan(post)

    if step == "discard":
        workflow.discard(post, by=alma)
    else:
        workflow.publish(draft, by=alma, at=noon(NEXT_MONTH) if step == "schedule" else None)

    assert not Plan.objects.exists()


def test_a_refused_step_leaves_the_plan(alma):
    make_post(title="Taken")
    draft = make_draft(by=alma, title="Mine")
    Revision.objects.filter(pk=draft.pk).update(slug="taken")
    plan(draft.post)

    with pytest.raises(workflow.Refused):
        workflow.publish(draft, by=alma)

    assert Plan.objects.exists()


def test_the_form_on_a_post_says_its_day(as_user, alma):
    draft = make_draft(by=alma)
    client = as_user(alma)

    assert "Plan a day" in client.get(change(draft.post)).text
    plan(draft.post, date(2027, 12, 3), date(2027, 12, 1))
    page = client.get(change(draft.post)).text
    assert "Planned for 3 Dec 2027, text due 1 Dec" in page
    assert f'href="{piece(draft.post)}"' in page
    assert "Plan a day" not in client.get("/admin/blog/post/add/").text
    refused = client.post(change(draft.post), form_data(draft.post, title=""))
    assert "Planned for 3 Dec 2027" in refused.text


# -- moving what is scheduled


def move(post, day, time="12:00", **more):
    return {"move-revision": post.scheduled_revision().pk, "move-at": f"{day}T{time}", "_move": "", **more}


def test_a_scheduled_piece_moves_to_another_day(as_user, alma):
    alma.time_zone = "Europe/Stockholm"
    alma.save()
    post = make_post(by=alma, title="Tides", authors=[alma], at=noon(NEXT_MONTH))

    response = as_user(alma).post(month(NEXT_MONTH), move(post, date(2090, 7, 1), "09:30"), follow=True)

    assert response.redirect_chain[-1][0] == "/admin/planning/2090/7/"
    assert "“Tides” is scheduled for 1 July 2090, 09:30." in response.text
    assert Revision.objects.get().live_from == datetime(2090, 7, 1, 7, 30, tzinfo=UTC)


def test_a_move_that_is_refused_says_why_beside_it(as_user, alma):
    post = make_post(by=alma, title="Live", authors=[alma])
    first = workflow.publish(make_draft(post, by=alma, title="Second"), by=alma, at=noon(NEXT_MONTH))
    later = workflow.publish(make_draft(post, by=alma, title="Third"), by=alma, at=noon(NEXT_MONTH + timedelta(days=2)))
    earlier_than_first = {"move-revision": later.pk, "move-at": f"{NEXT_MONTH - timedelta(days=1)}T12:00", "_move": ""}
    client = as_user(alma)

    refused = client.post(month(NEXT_MONTH), earlier_than_first)
    client.post(month(NEXT_MONTH), earlier_than_first | {"move-later": "keep"})

    assert "A later revision is scheduled. Say whether to keep it" in refused.text
    assert 'name="move-later"' in refused.text
    assert f'value="{NEXT_MONTH - timedelta(days=1)}T12:00"' in refused.text
    later.refresh_from_db()
    first.refresh_from_db()
    assert (later.live_from, later.live_until) == (noon(NEXT_MONTH - timedelta(days=1)), noon(NEXT_MONTH))
    assert first.is_scheduled


def test_what_has_newer_words_is_not_moved(as_user, alma):
    post = make_post(by=alma, title="Tides", authors=[alma], at=noon(NEXT_MONTH))
    make_draft(post, by=alma, title="Newer")

    response = as_user(alma).post(piece(post), move(post, NEXT_MONTH + timedelta(days=1)))

    assert "There are newer words for “Tides”" in response.text
    assert post.scheduled_revision().live_from == noon(NEXT_MONTH)


def test_nothing_is_published_by_moving_it_into_the_past(as_user, alma):
    post = make_post(by=alma, authors=[alma], at=noon(NEXT_MONTH))

    response = as_user(alma).post(month(NEXT_MONTH), move(post, TODAY - timedelta(days=1)))

    assert "That moment has passed" in response.text
    assert post.live_revision() is None


def test_what_is_live_meanwhile_is_not_moved(as_user, alma):
    post = make_post(by=alma, authors=[alma])
    sent = {"move-revision": post.live_revision().pk, "move-at": f"{NEXT_MONTH}T12:00", "_move": ""}

    for address in (CALENDAR, piece(post)):
        assert "This is not scheduled any more." in as_user(alma).post(address, sent).text


# -- the feed


def feed(client, key: str):
    return client.get(f"/planning/{key}.ics")


def events(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_the_feed_holds_what_its_owner_sees_with_no_session(client, alma, otto):
    draft = make_draft(by=alma, title="Tides; “high”, low\\ and a very long title with Ünïcödé letters " + "å" * 90)
    plan(draft.post, deadline=NEXT_MONTH - timedelta(days=1))
    make_post(by=alma, title="Scheduled", authors=[alma], at=noon(NEXT_MONTH))
    make_draft(by=alma, title="Shelved")
    plan(make_draft(by=otto, title="Otto’s").post)

    response = feed(client, FeedKey.objects.make(alma))

    due, planned, scheduled = events(response.content)
    title = draft.title
    assert [str(event["summary"]) for event in (due, planned, scheduled)] == [
        f"Text due: {title}",
        f"Planned: {title}",
        "Scheduled: Scheduled",
    ]
    assert (planned.decoded("dtstart"), scheduled.decoded("dtstart")) == (NEXT_MONTH, noon(NEXT_MONTH))
    assert planned["dtstart"].params["VALUE"] == "DATE"
    assert str(planned["url"]) == settings.BYLINE_URL + change(draft.post)
    assert "sessionid" not in response.cookies


def test_the_feed_is_written_as_the_standard_asks(client, alma):
    for number in range(3):
        plan(make_draft(by=alma, title=f"{number} " + "日本" * 60).post)
    key = FeedKey.objects.make(alma)

    response = feed(client, key)

    lines = response.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    calendar = icalendar.Calendar.from_ical(response.content)
    assert not calendar.errors
    assert {"VERSION", "PRODID"} <= set(calendar)
    for event in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "LAST-MODIFIED", "SUMMARY"} <= set(event)
        assert event.decoded("dtstamp").tzinfo is not None
        assert re.search(rb"DTSTAMP:\d{8}T\d{6}Z", event.to_ical())
    assert feed(client, key).content == response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_an_event_keeps_its_uid_and_counts_up_when_it_moves(client, alma):
    key = FeedKey.objects.make(alma)
    post = make_post(by=alma, authors=[alma], at=noon(NEXT_MONTH))
    (before,) = events(feed(client, key).content)
    Post.objects.update(changed_at=timezone.now() - timedelta(minutes=5))
    (before,) = events(feed(client, key).content)

    workflow.publish(post.scheduled_revision(), by=alma, at=noon(NEXT_MONTH + timedelta(days=1)))

    (after,) = events(feed(client, key).content)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    workflow.publish(make_draft(post, by=alma), by=alma, later=workflow.Later.BRING_BACK)
    (live,) = events(feed(client, key).content)
    assert live["uid"] == before["uid"]
    assert str(live["summary"]).startswith("Published: ")


def test_two_updates_of_one_post_are_two_events(client, alma):
    post = make_post(by=alma, authors=[alma])
    for day in (1, 2):
        workflow.publish(make_draft(post, by=alma, title=f"{day}"), by=alma, at=noon(NEXT_MONTH + timedelta(days=day)))

    uids = [event["uid"] for event in events(feed(client, FeedKey.objects.make(alma)).content)]

    assert len(set(uids)) == len(uids) == 3


def test_the_feed_reaches_a_month_back_and_a_year_ahead(client, alma):
    for days in (-32, -31, 365, 366):
        plan(make_draft(by=alma, title=f"{days}").post, TODAY + timedelta(days=days))

    found = events(feed(client, FeedKey.objects.make(alma)).content)

    assert {str(event["summary"]) for event in found} == {"Planned: -31", "Planned: 365"}


def test_the_feed_is_bounded_and_costs_the_same(client, edith, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("blog.planning.feed.MOST_EVENTS", 5)
    for number in range(9):
        plan(make_draft(by=edith, title=f"{number}").post, TODAY + timedelta(days=number))
    key = FeedKey.objects.make(edith)

    with django_assert_max_num_queries(10):
        found = events(feed(client, key).content)

    assert [str(event["summary"])[-1] for event in found] == ["0", "1", "2", "3", "4"]


def test_a_key_is_made_shown_once_renewed_and_revoked(as_user, client, alma):
    signed_in = as_user(alma)
    address = re.compile(r"/planning/([\w-]{32})\.ics")

    first = address.search(signed_in.post("/admin/planning/feed/").text)[1]
    assert feed(client, first).status_code == 200
    assert first not in signed_in.get(CALENDAR).text
    assert first not in str(list(FeedKey.objects.values()))
    second = address.search(signed_in.post("/admin/planning/feed/").text)[1]
    assert (feed(client, first).status_code, feed(client, second).status_code) == (404, 200)
    signed_in.post("/admin/planning/feed/", {"_revoke": ""})
    assert feed(client, second).status_code == 404


def test_a_key_is_not_made_by_a_link(as_user, alma):
    assert as_user(alma).get("/admin/planning/feed/").status_code == 405
    assert not FeedKey.objects.exists()


@pytest.mark.parametrize("what", ["deactivated", "without a role", "deleted"])
def test_the_feed_of_somebody_who_is_no_longer_here_is_a_404(what, client, alma):
    make_draft(by=alma)
    key = FeedKey.objects.make(alma)

    if what == "deactivated":
        alma.is_active = False
        alma.save()
    elif what == "without a role":
        give_role(alma, None)
    else:
        alma.delete()

    assert feed(client, key).status_code == 404


def test_an_editor_who_becomes_a_contributor_is_fed_own_pieces_alone(client, alma):
    eve = make_user("Eve", role="editor")
    plan(make_draft(by=alma, title="Alma’s").post)
    plan(make_draft(by=eve, title="Eve’s").post)
    key = FeedKey.objects.make(eve)

    assert len(events(feed(client, key).content)) == 2
    give_role(eve, "contributor")

    assert [str(event["summary"]) for event in events(feed(client, key).content)] == ["Planned: Eve’s"]


@pytest.mark.parametrize("key", ["x", "a" * 300, "%00", "å"])
def test_a_wrong_key_is_a_wrong_address(key, client, db):
    assert feed(client, key).status_code == 404


def test_planned_pieces_stay_invisible_to_readers(client, alma):
    draft = make_draft(by=alma, title="Secret")
    plan(draft.post, TODAY)

    assert "Secret" not in client.get("/").text
    assert draft.post.open_state == State.DRAFT
