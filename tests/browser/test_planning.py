"""The calendar and the fields for times in Chromium: by keyboard, on a telephone, in the dark."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog import workflow
from blog.planning.models import Plan
from tests.browser.test_accessibility import WINDOWS, problems
from tests.browser.writing import press
from tests.factories import make_draft, make_post

TODAY = timezone.localdate()
NEXT_MONTH = (TODAY.replace(day=1) + timedelta(days=32)).replace(day=10)
MONTH = f"/admin/planning/{NEXT_MONTH.year}/{NEXT_MONTH.month}/"
LONG = "A title that is far too long for a cell of any calendar, and Donaudampfschifffahrtsgesellschaftskapitän"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def edith(edith):
    edith.time_zone = "Europe/Stockholm"
    edith.save()
    return edith


@pytest.fixture
def full_month(edith):
    """A little of everything that a month shows, and one day that overflows."""
    for number in range(12):
        Plan.objects.create(post=make_draft(by=edith, title=f"Piece {number}").post, day=NEXT_MONTH)
    in_review = make_draft(by=edith, title=LONG)
    workflow.submit(in_review, by=edith)
    Plan.objects.create(
        post=in_review.post, day=NEXT_MONTH + timedelta(days=3), deadline=NEXT_MONTH - timedelta(days=2)
    )
    make_post(by=edith, title="Scheduled", at=noon(NEXT_MONTH + timedelta(days=1)))
    live = make_post(by=edith, title="Live")
    workflow.publish(make_draft(live, by=edith, title="Better"), by=edith, at=noon(NEXT_MONTH + timedelta(days=2)))
    workflow.withdraw(make_post(by=edith, title="Ending"), by=edith, at=noon(NEXT_MONTH + timedelta(days=4)))
    late = make_draft(by=edith, title="Late")
    Plan.objects.create(post=late.post, day=TODAY - timedelta(days=1))
    for number in range(4):
        make_draft(by=edith, title=f"Shelved {number}")
    return live


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_the_pages_of_the_calendar_have_no_barriers(width, scheme, open_page, sign_in, edith, full_month):
    page = sign_in(open_page(width=width, color_scheme=scheme), edith)
    scheduled = full_month.revisions.scheduled().get()
    found = {}

    for address in [
        *("/admin/planning/", MONTH, f"{MONTH}{NEXT_MONTH.day}/", "/admin/planning/2031/2/"),
        *(f"/admin/planning/{scheduled.post_id}/", f"/admin/blog/post/{scheduled.post_id}/change/"),
    ]:
        page.goto(address)
        if "change" in address:
            page.locator("[role=toolbar]").wait_for()
        found[address] = problems(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto("/admin/planning/")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_label("Address")).to_have_value(re.compile(r"/planning/[\w-]{32}\.ics$"))
    found["feed"] = problems(page)

    assert {address: list_ for address, list_ in found.items() if list_} == {}


def test_on_a_telephone_the_month_is_a_list_of_days(open_page, sign_in, edith, full_month):
    page = sign_in(open_page(width=390), edith)

    page.goto(MONTH)

    days = page.locator(".month td:visible")
    expect(days.first).to_contain_text((NEXT_MONTH - timedelta(days=2)).strftime("%A"))
    assert days.count() == 6  # those that have something
    left, right = days.first.bounding_box(), days.last.bounding_box()
    assert left["x"] == right["x"]
    assert left["width"] > 300


def test_at_320_pixels_and_without_scripts(open_page, sign_in, edith, full_month):
    page = sign_in(open_page(width=320, java_script_enabled=False), edith)

    page.goto(MONTH)

    expect(page.get_by_role("link", name="and 4 more")).to_be_visible()
    narrow = sign_in(open_page(width=320), edith)
    narrow.goto(MONTH)
    assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_piece_is_planned_and_a_scheduled_one_moved_by_keyboard(page, sign_in, edith):
    make_draft(by=edith, title="Tides")
    post = make_post(by=edith, title="Ferries", at=noon(NEXT_MONTH))
    day, later = date(TODAY.year + 1, 10, 10), date(TODAY.year + 1, 11, 11)  # typed alike in every language
    sign_in(page, edith)
    page.goto(MONTH)

    page.get_by_label("Piece", exact=True).focus()
    page.keyboard.type("Tides")
    press(page, "Tab")
    page.keyboard.type(day.strftime("%d%m%Y"))
    press(page, "Enter")
    expect(page.get_by_role("cell").filter(has_text="Tides")).to_contain_text("Planned")
    page.goto(MONTH)
    page.get_by_label("New day and time").focus()
    page.keyboard.type(later.strftime("%d%m%Y"))
    press(page, "Tab")
    page.keyboard.type("0930AM")
    press(page, "Enter")

    expect(page.get_by_text(f"“Ferries” is scheduled for 11 November {later.year}, 09:30.")).to_be_visible()
    assert Plan.objects.get().day == day
    assert post.scheduled_revision().live_from == datetime(later.year, 11, 11, 8, 30, tzinfo=UTC)


def test_what_is_refused_is_said_above_the_page_and_leads_to_its_field(open_page, sign_in, edith):
    make_post(by=edith, title="Ferries", at=noon(NEXT_MONTH))
    page = sign_in(open_page(width=390), edith)
    page.goto(MONTH)
    page.get_by_label("New day and time").fill("2027-03-28T02:30")

    page.get_by_role("button", name="Move", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_in_viewport()
    expect(alert).to_contain_text("Choose 01:59 or 03:00.")
    assert problems(page) == []
    alert.get_by_role("link").click()

    expect(page.get_by_label("New day and time")).to_be_in_viewport()
    expect(page.get_by_label("New day and time")).to_have_value("2027-03-28T02:30")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2027-01-10T09:30", "Europe/Stockholm, UTC+1"),
        ("2027-07-10T09:30", "Europe/Stockholm, UTC+2"),
        ("2027-03-28T02:30", "Europe/Stockholm, the clocks skip this time"),
        ("2027-10-31T02:30", "Europe/Stockholm, UTC+2 or UTC+1: this time comes twice"),
        ("2027-10-31T03:00", "Europe/Stockholm, UTC+1"),
    ],
)
def test_the_offset_follows_what_is_typed(typed, says, page, sign_in, edith):
    make_post(by=edith, title="Ferries", at=noon(NEXT_MONTH))
    sign_in(page, edith)
    page.goto(MONTH)

    page.get_by_label("New day and time").fill(typed)

    expect(page.locator(".field-at .help")).to_contain_text(f"{says}.")


def test_a_time_that_comes_twice_is_asked_about_in_the_form_of_a_post(page, sign_in, edith):
    draft = make_draft(by=edith, title="Ferries")
    sign_in(page, edith)
    page.goto(f"/admin/blog/post/{draft.post_id}/change/")
    page.locator("[role=toolbar]").wait_for()

    page.get_by_label("Publish at").fill("2090-10-29T02:30")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("02:30 comes twice that night")
    which = page.get_by_role("group", name="This time comes twice. Which one?")
    expect(which).to_be_visible()
    assert problems(page) == []
    page.get_by_label("Publish at").fill("2090-10-28T02:30")
    expect(which).to_be_hidden()
    page.get_by_label("Publish at").fill("2090-10-29T02:30")
    which.get_by_label("The second").check()
    page.get_by_role("button", name="Schedule", exact=True).click()

    expect(page.get_by_text("Scheduled for 29 Oct 2090, 02:30 (UTC+1)")).to_be_visible()
    assert draft.post.scheduled_revision().live_from == datetime(2090, 10, 29, 1, 30, tzinfo=UTC)
