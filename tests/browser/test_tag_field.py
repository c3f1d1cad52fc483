"""Tags and authors: chips and rows with suggestions, by keyboard and by mouse, and plain fields without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.writing import paste, press, press_save, save
from tests.factories import make_draft, make_guest


def names_of(things) -> list[str]:
    return [str(thing) for thing in things]


def authors_of(revision) -> list[str]:
    return [byline.author.name for byline in revision.bylines.all()]


@pytest.fixture
def tags(desk, page, edith):
    """The text box for tags, in a post of Alma's; the publication has Birdsong and New York."""
    make_draft(by=edith, tags=("Birdsong", "New York"))
    desk()
    return page.get_by_role("combobox", name="Tags")


def test_a_tag_ends_at_a_comma_or_enter_and_may_have_spaces(page, tags):
    tags.press_sequentially("San Francisco, C++")
    press(page, "Enter")
    tags.press_sequentially("left open")

    assert names_of(save(page).tags.all()) == ["San Francisco", "C++", "left open"]


def test_a_tag_that_is_new_is_said_to_be_new(page, tags):
    tags.press_sequentially("birdsong, Brids,")

    chosen = page.get_by_role("list", name="Chosen").get_by_role("listitem")
    expect(chosen.filter(has_text="Brids")).to_contain_text("new")
    expect(chosen.filter(has_text="birdsong")).not_to_contain_text("new")
    assert names_of(save(page).tags.all()) == ["Birdsong", "Brids"]


def test_a_suggestion_is_taken_with_the_arrows_and_one_that_is_there_is_not_offered_again(page, tags):
    tags.fill("b")
    expect(page.get_by_role("option", name="Birdsong")).to_be_visible()

    press(page, "ArrowDown")
    suggestion = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(tags).to_have_attribute("aria-activedescendant", suggestion.get_attribute("id"))
    press(page, "Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)
    press(page, "ArrowDown")

    expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_text(["New York"])
    assert names_of(save(page).tags.all()) == ["Birdsong"]


def test_a_suggestion_is_taken_with_the_mouse(page, tags):
    tags.fill("new")
    page.get_by_role("option", name="New York").click()

    expect(tags).to_be_focused()
    assert names_of(save(page).tags.all()) == ["New York"]


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page, tags):
    tags.fill("bir")
    page.get_by_role("option", name="Birdsong").wait_for()

    press(page, "Escape")

    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(tags).to_have_value("bir")


def test_tags_are_removed_by_backspace_and_by_their_button(page, tags):
    tags.press_sequentially("one,two,three,")

    press(page, "Backspace")
    page.get_by_role("button", name="Remove one").click()

    expect(page.get_by_role("status").filter(has_text="one: removed")).to_have_count(1)
    expect(tags).to_be_focused()
    assert names_of(save(page).tags.all()) == ["two"]


def test_a_pasted_list_becomes_tags_once_each(page, tags):
    tags.click()

    paste(tags, plain="harbour\nCranes, new york\nHARBOUR\n")

    assert names_of(save(page).tags.all()) == ["harbour", "Cranes", "New York"]


def test_enter_where_nothing_was_typed_does_not_save(page, tags):
    requests = []
    page.on("request", lambda request: requests.append(request.method))
    tags.click()

    press(page, "Enter")
    page.wait_for_timeout(300)  # milliseconds

    assert "POST" not in requests


def test_authors_are_added_ordered_and_removed_by_keyboard(page, desk, otto, edith):
    make_guest("Gus Guest")
    desk()
    authors = page.get_by_role("combobox", name="Authors")

    for typed, offered in [("ott", "Otto"), ("gus", "Gus Guest (guest)"), ("edi", "Edith")]:
        authors.fill(typed)
        page.get_by_role("option", name=offered, exact=True).wait_for()
        press(page, "ArrowDown", "Enter")
    page.get_by_role("button", name="Move up Edith").focus()
    press(page, "Enter", "Enter")
    expect(page.get_by_role("button", name="Move up Edith")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Move down Edith")).to_be_focused()
    page.get_by_role("button", name="Remove Otto").press("Enter")

    assert authors_of(save(page)) == ["Edith", "Alma", "Gus Guest"]


def test_a_post_without_authors_is_refused_beside_the_field(page, desk):
    desk()
    page.get_by_role("button", name="Remove Alma").click()

    press_save(page)
    page.get_by_role("alert").get_by_role("link", name="Authors").click()

    expect(page.get_by_role("combobox", name="Authors")).to_be_focused()
    expect(page.get_by_text("A post needs at least one author.").first).to_be_visible()


def test_both_fields_work_without_scripts(open_page, sign_in, alma, otto):
    page = open_page(java_script_enabled=False)
    sign_in(page, alma, then="/admin/blog/post/add/")

    page.get_by_label("Title", exact=True).fill("Plain")
    page.get_by_label("Tags").fill("New York, harbour")
    page.get_by_label("Authors").select_option(["Alma", "Otto"])
    saved = save(page)

    assert names_of(saved.tags.all()) == ["New York", "harbour"]
    assert authors_of(saved) == ["Alma", "Otto"]
