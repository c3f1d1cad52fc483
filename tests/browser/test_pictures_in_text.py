"""Pictures in the text: on their way, in their place, with their words; by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from media.models import Image
from tests.browser.writing import body_of, drop, paste, picture_file, press, press_save, save
from tests.factories import make_draft
from tests.factories_media import make_bytes, make_image, make_upload


def figure(image: Image, inside: str = "<img>") -> str:
    return f'<figure data-image-id="{image.pk}">{inside}</figure>'


def uploaded(name: str) -> Image:
    return Image.objects.get(original_name=name)


@pytest.fixture
def opened(desk, alma):
    """Return a function that opens a post with this body."""

    def open_body(body):
        return desk(make_draft(by=alma, body=body).post)

    return open_body


@pytest.fixture
def held(page):
    """Uploads, held back until the test lets them go."""
    routes = []
    page.route("**/admin/media/image/upload/", lambda route: routes.append(route))
    return routes


def wait_for(page, routes, number):
    page.wait_for_function("(number) => document.querySelectorAll('.picture-on-its-way').length >= number", arg=number)
    while len(routes) < number:
        page.wait_for_timeout(20)  # milliseconds


# -- on their way


def test_pictures_dropped_together_stand_in_their_order(page, desk):
    text = desk()
    text.click()
    page.keyboard.type("Before")

    drop(text, *map(picture_file, ["one.jpg", "two.jpg", "three.jpg"]))
    expect(page.locator(".picture-in-text")).to_have_count(3)

    figures = "".join(figure(uploaded(name)) for name in ["one.jpg", "two.jpg", "three.jpg"])
    assert save(page).body == f"<p>Before</p>{figures}"


def test_the_author_goes_on_writing_while_pictures_come_in_any_order(page, desk, held):
    text = desk()
    text.click()
    page.keyboard.type("Before")
    drop(text, picture_file("one.jpg"), picture_file("two.jpg"))
    wait_for(page, held, 2)
    expect(page.get_by_role("progressbar", name="one.jpg")).to_be_visible()
    expect(page.get_by_role("progressbar", name="two.jpg")).to_be_visible()

    page.keyboard.type(", and after")
    second, first = sorted(held, key=lambda route: b"one.jpg" in route.request.post_data_buffer)
    second.continue_()
    page.wait_for_timeout(300)
    page.keyboard.type(" that")
    first.continue_()
    expect(page.locator(".picture-in-text")).to_have_count(2)
    page.keyboard.type(".")

    expect(page.locator("form[data-uploading]")).to_have_count(0)
    words = "<p>Before, and after that.</p>"
    assert body_of(page) == words + figure(uploaded("one.jpg")) + figure(uploaded("two.jpg"))
    press(page, "Control+Z", "Control+Z")
    assert body_of(page) == words.replace(".", "") + figure(uploaded("one.jpg"))


def test_the_form_waits_for_pictures_and_says_so(page, desk, held):
    text = desk()
    text.click()
    drop(text, picture_file("one.jpg"))
    wait_for(page, held, 1)

    press_save(page)
    expect(page.get_by_role("status").filter(has_text="Pictures are still on their way.")).to_be_visible()
    held[0].continue_()
    expect(page.locator(".picture-in-text")).to_have_count(1)

    assert figure(uploaded("one.jpg")) in save(page).body


def test_a_refused_picture_says_why_where_it_would_stand_and_loses_nothing(page, desk, open_page):
    text = desk()
    text.click()
    page.keyboard.type("Precious words")

    drop(text, picture_file("broken.jpg", make_bytes((300, 200))[:200]), picture_file("good.jpg"))

    refusal = page.get_by_role("alert").filter(has_text="broken.jpg")
    expect(refusal).to_be_visible()
    expect(page.locator(".picture-in-text")).to_have_count(1)
    refusal.get_by_role("button", name="Dismiss").click()
    expect(refusal).to_have_count(0)
    assert save(page).body == "<p>Precious words</p>" + figure(uploaded("good.jpg"))
    open_page.complaints[:] = [text for text in open_page.complaints if "400" not in text]


def test_a_picture_that_is_there_already_waits_for_a_choice(page, desk):
    there = make_image(file=make_upload(content=make_bytes((300, 200), comment=b"one.jpg")))
    text = desk()
    text.click()
    drop(text, picture_file("one.jpg"), picture_file("two.jpg"))
    offer = page.get_by_role("alert").filter(has_text="one.jpg The library has this picture already.")
    expect(offer).to_be_visible()
    press_save(page)
    expect(page.get_by_role("status").filter(has_text="Pictures are still on their way.")).to_be_visible()

    offer.get_by_role("button", name="Use that one").press("Enter")

    expect(page.locator(".picture-in-text")).to_have_count(2)
    assert body_of(page).endswith(figure(there) + figure(uploaded("two.jpg")))
    drop(text, picture_file("one.jpg"))
    offer.get_by_role("button", name="Keep a second copy").press("Enter")
    expect(page.locator(".picture-in-text")).to_have_count(3)
    assert Image.objects.filter(sha256=there.sha256).count() == 2


def test_what_cannot_be_accepted_is_refused_before_it_is_sent(page, desk, settings, held):
    settings.IMAGE_MAX_BYTES = 1024
    text = desk()
    text.click()

    drop(text, picture_file("large.jpg"), picture_file("notes.pdf", b"%PDF", mime_type="application/pdf"))

    expect(page.get_by_role("alert").filter(has_text="large.jpg")).to_contain_text("Save it smaller")
    expect(page.get_by_role("alert").filter(has_text="notes.pdf")).to_contain_text("not a picture")
    assert held == []


def test_a_copied_picture_is_pasted_and_the_picture_of_copied_words_is_not(page, desk):
    text = desk()
    text.click()

    paste(text, picture_file("of-words.png"), html="<p>Words</p>")
    paste(text, picture_file("copied.png"), html='<meta charset="utf-8"><img src="https://example.org/copied.png">')

    expect(page.locator(".picture-in-text")).to_have_count(1)
    assert body_of(page) == "<p>Words</p>" + figure(uploaded("copied.png"))


# -- their words


def test_alternative_text_and_caption_by_keyboard_there_and_back(page, opened):
    image = make_image()
    text = opened("<p>Before</p>" + figure(image))

    text.get_by_text("Before").click()
    press(page, "End", "ArrowDown", "Tab")
    page.keyboard.type("A harbour")
    press(page, "Tab")
    page.keyboard.type("The harbour, ")
    press(page, "Control+I")
    page.keyboard.type("early")
    press(page, "Shift+Tab", "End")
    page.keyboard.type(" at dawn")
    press(page, "Shift+Tab")
    expect(page.locator("figure.ProseMirror-selectednode")).to_be_visible()
    press(page, "Tab", "Tab", "Enter")
    page.keyboard.type("After")

    words = '<img alt="A harbour at dawn"><figcaption>The harbour, <em>early</em></figcaption>'
    assert save(page).body == f"<p>Before</p>{figure(image, words)}<p>After</p>"


def test_inherited_words_are_shown_and_own_ones_can_be_given_back(page, opened):
    image = make_image(alt="Library alt", caption="Library caption")
    opened(figure(image, '<img alt="Own"><figcaption>Own</figcaption>') + "<p>x</p>")

    page.get_by_role("button", name="Use the library’s words: description").click()
    page.get_by_role("button", name="Use the library’s words: caption").click()

    alt = page.get_by_role("textbox", name="Alternative text")
    expect(alt).to_have_attribute("placeholder", "From the library: Library alt")
    shown = "getComputedStyle(document.querySelector('.picture-caption'), '::before').content"
    assert page.evaluate(shown) == '"From the library: Library caption"'
    assert save(page).body == figure(image) + "<p>x</p>"


def test_words_that_were_typed_and_deleted_again_are_none_and_not_the_librarys(page, opened):
    image = make_image(alt="Library alt", caption="Library caption")
    opened(figure(image) + "<p>x</p>")

    page.get_by_role("textbox", name="Alternative text").click()
    press(page, "x", "Backspace", "Tab", "x", "Backspace")

    # The way back to the library's words was on the way from one to the other.
    page.locator(".picture-caption").click()
    press(page, "x", "Backspace")
    assert save(page).body == figure(image, '<img alt=""><figcaption></figcaption>') + "<p>x</p>"


@pytest.mark.parametrize("typed", ["## ", "- ", "1. ", "> ", "---", "``` "])
def test_a_caption_stays_a_caption(typed, page, opened):
    image = make_image()
    opened(figure(image))

    page.locator(".picture-caption").click()
    page.keyboard.type(f"{typed}words")

    body = body_of(page)
    assert body.startswith(f'<figure data-image-id="{image.pk}"><img><figcaption>')
    assert body.endswith("words</figcaption></figure>")


def test_a_caption_takes_the_words_of_pasted_paragraphs(page, opened):
    image = make_image()
    text = opened(figure(image))
    page.locator(".picture-caption").click()

    paste(text, html="<p>One <em>and</em></p><p>two</p>")

    assert body_of(page) == figure(image, "<img><figcaption>One <em>and</em> two</figcaption>")


def test_a_picture_that_was_removed_says_so_and_keeps_its_words(page, opened):
    body = '<p>Before</p><figure data-image-id="404"><img alt="Gone"><figcaption>Kept</figcaption></figure>'
    text = opened(body)

    expect(text.get_by_text("Picture removed")).to_be_visible()
    text.get_by_text("Before").click()
    page.keyboard.type("x")

    assert body_of(page) == body.replace("Before", body_of(page)[3:10])


# -- their place


def test_pictures_are_reached_moved_and_deleted_by_keyboard(page, opened):
    image = make_image()
    text = opened(f"<p>Before</p>{figure(image)}<p>After</p>")
    text.get_by_text("After").click()

    for key in ("Home", "ArrowUp", "ArrowUp"):
        page.wait_for_timeout(100)  # milliseconds; the editor follows the caret of the browser
        press(page, key)
    expect(page.locator("figure.ProseMirror-selectednode")).to_be_visible()
    press(page, "Alt+ArrowUp")
    first = body_of(page)
    press(page, "Alt+ArrowDown", "Alt+ArrowDown")
    last = body_of(page)
    page.wait_for_timeout(600)  # milliseconds; what follows sooner is undone together
    press(page, "Delete")
    none = body_of(page)
    press(page, "Control+Z")

    assert first == f"{figure(image)}<p>Before</p><p>After</p>"
    assert last == f"<p>Before</p><p>After</p>{figure(image)}"
    assert none == "<p>Before</p><p>After</p>"
    assert body_of(page) == last


def test_backspace_in_an_empty_caption_does_not_lose_the_picture(page, opened):
    image = make_image()
    opened(figure(image))

    page.locator(".picture-caption").click()
    press(page, "Backspace")

    expect(page.locator("figure.ProseMirror-selectednode")).to_be_visible()
    press(page, "ArrowDown", "x")
    assert body_of(page) == figure(image, "<img><figcaption>x</figcaption>")


# -- from the library


def test_several_pictures_from_the_library_by_keyboard(page, desk):
    images = {name: make_image(alt=name) for name in ["A crane", "A rope", "A buoy"]}
    text = desk()
    text.click()
    page.keyboard.type("Words")

    page.get_by_role("button", name="Insert pictures").focus()
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog.locator(".chooser-grid button")).to_have_count(3)
    dialog.get_by_role("button", name="A buoy").focus()
    press(page, "ArrowRight", "ArrowRight", "Enter")
    dialog.get_by_label("Search the library").fill("buoy")
    expect(dialog.locator(".chooser-grid button")).to_have_count(1)
    press(page, "Tab", "Enter", "Tab")
    expect(dialog.get_by_role("button", name="Insert 2")).to_be_focused()
    press(page, "Enter")

    expect(dialog).to_be_hidden()
    assert body_of(page) == "<p>Words</p>" + figure(images["A crane"]) + figure(images["A buoy"])
    press(page, "Tab")
    expect(page.get_by_role("textbox", name="Alternative text").first).to_be_focused()


def test_escape_closes_the_library_and_leads_back_to_the_text(page, desk):
    text = desk()
    text.click()
    page.get_by_role("button", name="Insert pictures").click()
    expect(page.get_by_text("No picture found.")).to_be_visible()

    press(page, "Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text).to_be_focused()


def test_a_library_that_cannot_be_reached_says_so(page, desk, open_page):
    desk().click()
    page.route("**/admin/media/image/choose/**", lambda route: route.abort())

    page.get_by_role("button", name="Insert pictures").click()

    expect(page.get_by_text("The library cannot be reached. Try again.")).to_be_visible()
    open_page.complaints[:] = [text for text in open_page.complaints if "ERR_FAILED" not in text]
