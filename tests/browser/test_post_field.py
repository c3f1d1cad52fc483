"""The field for another post, such as what one is a translation of, without a mouse."""

from playwright.sync_api import expect

from blog.translations import linking
from tests.browser.writing import press, save
from tests.factories import make_draft, make_post


def test_the_original_is_found_chosen_and_taken_back_by_keyboard(page, desk, alma):
    make_post(by=alma, title="Herons at low tide")
    tides = make_post(by=alma, title="Tides")
    swedish = make_draft(by=alma, title="Tidvatten", language="sv").post
    desk(swedish)
    field = page.get_by_role("combobox", name="Translation of")

    field.focus()
    press(page, "Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type("tid")
    options = page.locator(".select2-results [role=option]")
    expect(options).to_have_count(3)  # itself among them: the newest first
    page.keyboard.type("es")
    expect(options).to_have_text(["Tides"])
    press(page, "Enter")
    expect(field).to_be_focused()
    save(page)
    assert linking.original_of(swedish) == tides

    field.focus()
    press(page, "Delete")
    save(page)
    assert linking.original_of(swedish) is None
