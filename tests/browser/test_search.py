"""Searching as a reader: suggestions by keyboard and mouse, and a page that needs no script."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_post


@pytest.fixture
def posts():
    make_post(title="Night sky", tags=("Nightfall",), body="<p>The moon.</p>")
    make_post(title="Day")


def test_a_suggestion_is_taken_with_the_arrows(page, posts):
    page.goto("/search/")
    field = page.get_by_role("combobox", name="Words to search for")
    field.press_sequentially("nig")
    expect(page.get_by_role("option")).to_have_text(["TagNightfall", "Night sky"])

    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", page.get_by_role("option").last.get_attribute("id"))
    field.press("Enter")

    page.wait_for_url("**/night-sky/")


def test_escape_closes_the_suggestions_and_enter_asks_for_what_was_typed(page, posts):
    page.goto("/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("moon n")
    expect(page.get_by_role("listbox")).to_have_count(0)
    field.fill("nig")
    expect(page.get_by_role("option")).to_have_count(2)

    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("nig")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("moons")
    field.press("Enter")

    page.wait_for_url("**/search/?q=moons")
    expect(page.get_by_role("link", name="Night sky")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["moon"])


def test_a_suggestion_is_taken_with_the_mouse(page, posts):
    page.goto("/search/")
    page.get_by_role("combobox").press_sequentially("nightf")

    page.get_by_role("option", name="Nightfall").click()

    page.wait_for_url("**/tags/nightfall/")


def test_nothing_needs_a_script(open_page, posts):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("night")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("link", name="Night sky")).to_be_visible()
    page.get_by_role("link", name="Nightfall").last.click()
    expect(page.get_by_role("status")).to_contain_text("1 post")
    expect(page.get_by_role("link", name="Nightfall chosen")).to_be_visible()
