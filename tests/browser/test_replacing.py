"""The file of a picture in a browser: replaced by keyboard, seen by readers at once, and rolled back."""

import re

from playwright.sync_api import expect

from tests.browser.test_accessibility import problems
from tests.browser.writing import press
from tests.factories import make_post
from tests.factories_media import make_bytes, make_image


def shown_width(page, post) -> int:
    """The width of the file that readers of ``post`` get for its only picture."""
    page.goto(post.get_absolute_url())
    picture = page.get_by_role("img", name="A harbour")
    expect(picture).to_be_visible()
    address = picture.evaluate("async (image) => { await image.decode(); return image.currentSrc }")
    return int(re.search(r"-(\d+)\.\w+$", address)[1])


def test_a_file_is_replaced_and_rolled_back_by_keyboard_and_readers_see_it_at_once(page, sign_in, alma):
    image = make_image((300, 200), by=alma, alt="A harbour", caption="Before the storm")
    post = make_post(by=alma, title="Harbours", body=f'<figure data-image-id="{image.pk}"><img></figure>')
    sign_in(page, alma)
    assert shown_width(page, post) == 300

    page.goto(f"/admin/media/image/{image.pk}/change/")
    page.get_by_role("link", name="Replace the file").focus()
    press(page, "Enter")
    expect(page.get_by_text("It is used in 1 place")).to_be_visible()
    assert problems(page) == []
    page.get_by_label("New file").set_input_files(
        {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": make_bytes((350, 200))}
    )
    page.get_by_role("button", name="Replace the file").focus()
    press(page, "Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert problems(page) == []

    assert shown_width(page, post) == 350
    expect(page.get_by_text("Before the storm")).to_be_visible()

    page.goto(f"/admin/media/image/{image.pk}/change/")
    page.get_by_role("link", name="Roll back to this file").focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Roll back")).to_be_visible()
    assert problems(page) == []
    page.get_by_role("button", name="Roll back").focus()
    press(page, "Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()

    assert shown_width(page, post) == 300
