"""Typing is kept: through a killed window, a lost network and a sign-in that has run out."""

from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.models import Autosave, Post
from tests.browser.test_accessibility import problems
from tests.browser.writing import press, press_save
from tests.factories import PASSWORD, make_draft

KEPT = "Kept at"
COPIES = """() => new Promise((resolve) => {
  indexedDB.open("byline", 1).onsuccess = (event) => {
    const copies = event.target.result.transaction("copies").objectStore("copies")
    copies.getAll().onsuccess = (found) => resolve(found.target.result)
  }
})"""


@pytest.fixture
def draft(alma):
    return make_draft(by=alma, title="Tides", body="<p>The old words.</p>")


def type_at_end(page, text, words):
    text.click()
    press(page, "Control+End")
    page.keyboard.type(words)


def test_two_seconds_after_the_last_key_the_server_has_every_word(page, desk, draft):
    text = desk(draft.post)

    type_at_end(page, text, " And new ones.")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=5000)

    assert "And new ones." in Autosave.objects.get().fields["body"][0]
    assert Post.objects.get().latest.number == 1


def test_who_never_rests_is_kept_as_well(page, desk, draft):
    text = desk(draft.post)
    text.click()

    for _second in range(7):
        page.keyboard.type("word ", delay=200)

    assert "word word" in Autosave.objects.get().fields["body"][0]


def test_a_window_that_was_killed_is_asked_about_when_the_author_comes_back(page, open_page, desk, draft):
    text = desk(draft.post)
    type_at_end(page, text, " Typed and lost.")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()

    again = page.context.new_page()
    again.goto(f"/admin/blog/post/{draft.post.pk}/change/")
    again.get_by_role("link", name="See what differs").click()
    expect(again.locator("ins")).to_contain_text("Typed and lost.")
    assert problems(again) == []
    again.get_by_role("link", name="Go on with these words").click()
    expect(again.get_by_role("textbox", name="Text", exact=True)).to_contain_text("Typed and lost.")
    press_save(again)
    expect(again.get_by_text("Saved. Readers see nothing of it")).to_be_visible()

    assert "Typed and lost." in Post.objects.get().latest.body
    assert not Autosave.objects.exists()


def test_without_a_network_this_browser_keeps_the_words_and_sends_them_later(page, open_page, desk, draft):
    text = desk(draft.post)
    page.context.set_offline(True)
    type_at_end(page, text, " Typed in a tunnel.")
    expect(page.get_by_text("No connection. Your words are kept in this browser.")).to_be_visible()
    page.close(run_before_unload=False)
    open_page.complaints.clear()

    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"/admin/blog/post/{draft.post.pk}/change/")
    again.get_by_text("This browser kept words that were never saved.").wait_for()

    assert "Typed in a tunnel." in Autosave.objects.get().fields["body"][0]


def test_the_network_comes_back_while_the_window_is_open(page, open_page, desk, draft):
    text = desk(draft.post)
    page.context.set_offline(True)
    type_at_end(page, text, " Typed in a tunnel.")
    expect(page.get_by_text("No connection.")).to_be_visible()
    open_page.complaints.clear()

    page.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=10_000)

    assert "Typed in a tunnel." in Autosave.objects.get().fields["body"][0]


def test_signing_in_again_happens_beside_the_text(page, open_page, desk, draft, alma):
    text = desk(draft.post)
    Session.objects.all().delete()
    type_at_end(page, text, " Typed by nobody.")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    press_save(page)
    expect(text).to_contain_text("Typed by nobody.")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again in another window").click()
    other = opened.value
    other.get_by_label("Email").fill(alma.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(KEPT)).to_be_visible()

    press_save(page)
    expect(page.get_by_text("Saved. Readers see nothing of it")).to_be_visible()
    assert "Typed by nobody." in Post.objects.get().latest.body


def test_a_saved_text_leaves_nothing_behind(page, desk, draft):
    text = desk(draft.post)
    type_at_end(page, text, " Saved at once.")
    page.wait_for_timeout(700)  # the copy in this browser is made, the server not told yet
    press_save(page)
    expect(page.get_by_text("Saved. Readers see nothing of it")).to_be_visible()

    page.reload()
    page.locator("[role=toolbar]").wait_for()
    expect(page.get_by_text("never saved")).to_have_count(0)
    assert page.evaluate(COPIES) == []
    assert not Autosave.objects.exists()


def test_a_new_post_is_kept_before_it_has_a_number(page, desk):
    desk()
    page.get_by_role("textbox", name="Title", exact=True).press_sequentially(" of mine")
    expect(page.get_by_text(KEPT)).to_be_visible()

    assert Autosave.objects.get().title == "A post of mine"
    assert isinstance(Autosave.objects.get().form, UUID)


def test_two_people_see_one_another_and_put_their_texts_together(open_page, sign_in, alma, edith):
    draft = make_draft(by=alma, authors=[alma, edith], body="<p>One.</p><p>Two.</p><p>Three.</p>")
    address = f"/admin/blog/post/{draft.post.pk}/change/"
    hers, theirs = (sign_in(open_page(), who) for who in (alma, edith))
    theirs.goto(address)
    theirs.locator("[role=toolbar]").wait_for()
    hers.goto(address)
    expect(hers.get_by_text("Edith has this open, too.")).to_be_visible()

    text = theirs.get_by_role("textbox", name="Text", exact=True)
    text.get_by_text("Three.").click()
    press(theirs, "End")
    theirs.keyboard.type(" By Edith.")
    press_save(theirs)
    expect(theirs.get_by_text("Saved. Readers see nothing of it")).to_be_visible()
    text = hers.get_by_role("textbox", name="Text", exact=True)
    text.get_by_text("One.").click()
    press(hers, "End")
    hers.keyboard.type(" By Alma.")
    press_save(hers)
    expect(hers.get_by_text("Edith saved this post while you were working on it.")).to_be_visible()
    assert problems(hers) == []
    hers.get_by_role("button", name="Save both").press("Enter")
    expect(hers.get_by_text("Saved. Readers see nothing of it")).to_be_visible()

    assert Post.objects.get().latest.body == "<p>One. By Alma.</p><p>Two.</p><p>Three. By Edith.</p>"
    open_page.complaints[:] = [text for text in open_page.complaints if "409" not in text]
