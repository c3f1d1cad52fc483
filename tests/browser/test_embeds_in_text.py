"""The address of a video or a post, pasted on a line of its own, becomes an embed with a caption."""

import pytest
from playwright.sync_api import expect

from tests.browser.writing import body_of, paste, press, save
from tests.factories import make_draft

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
LINK = f'<a href="{VIDEO}">{VIDEO}</a>'


def test_a_pasted_address_becomes_one_and_undoing_it_leaves_a_link(page, desk):
    text = desk()
    text.click()

    paste(text, plain=f" {VIDEO}\n")
    expect(text.locator(".embed-in-text")).to_contain_text("YouTube")
    press(page, "Control+z")
    expect(text.locator(".embed-in-text")).to_have_count(0)

    assert body_of(page) == f"<p>{LINK}</p>"


def test_its_caption_is_typed_at_once_and_enter_goes_on(page, desk):
    text = desk()
    text.click()

    paste(text, plain="https://youtu.be/dQw4w9WgXcQ?si=x")
    page.keyboard.type("A song")
    press(page, "Control+Alt+2", "Enter")  # a heading it does not become
    page.keyboard.type("Then words.")

    expected = f'<figure data-embed="{VIDEO}"><figcaption>A song</figcaption></figure><p>Then words.</p>'
    assert save(page).body == expected
    page.reload()
    expect(page.locator(".embed-in-text figcaption")).to_have_text("A song")


def test_the_keyboard_takes_it_out_again(page, desk, alma):
    draft = make_draft(by=alma, body=f'<p>Before.</p><figure data-embed="{VIDEO}"></figure><p>After.</p>')
    text = desk(draft.post)
    assert body_of(page) == draft.body

    text.get_by_text("Before.").click()
    press(page, "End", "ArrowDown", "ArrowDown")
    page.keyboard.type("x")
    captioned = body_of(page)
    press(page, "Backspace", "Backspace", "Backspace")

    assert captioned == draft.body.replace("></figure>", "><figcaption>x</figcaption></figure>")
    assert body_of(page) == "<p>Before.</p><p>After.</p>"


def test_a_click_selects_it_for_whatever_comes_next(page, desk, alma):
    draft = make_draft(by=alma, body=f'<p>Before.</p><figure data-embed="{VIDEO}"></figure><p>After.</p>')
    text = desk(draft.post)

    text.locator(".embed-where").click()
    press(page, "Delete")

    assert body_of(page) == "<p>Before.</p><p>After.</p>"


@pytest.mark.parametrize("before", ["See ", ""])
def test_within_a_sentence_or_when_it_is_any_address_it_is_what_it_was(before, page, desk):
    text = desk()
    text.click()
    page.keyboard.type(before)

    paste(text, plain=VIDEO if before else "https://www.youtube.com.example.org/watch?v=dQw4w9WgXcQ")

    assert "<figure" not in body_of(page)
    assert "watch?v=dQw4w9WgXcQ" in body_of(page)


def test_several_pasted_paragraphs_are_one_caption(page, desk):
    text = desk()
    text.click()
    paste(text, plain=VIDEO)

    paste(text, html="<p>One</p><p>two</p>")

    assert f'<figure data-embed="{VIDEO}"><figcaption>One two</figcaption></figure>' in body_of(page)
