"""A comment's way from a guest's window to the desk and back; notes beside unsaved words; widths of the preview."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from blog.discussion import links, notes
from blog.discussion.models import Note
from blog.models import Post
from tests.browser.test_accessibility import WINDOWS, problems
from tests.factories import make_draft
from tests.factories_media import make_image

BODY = """
<h2>Head</h2><p>Ten boats, an <a href="/tags/">outward link</a> and a note<sup data-footnote="Noted."></sup>.</p>
<figure data-image-id="{image}"><img></figure>
"""


@pytest.fixture(autouse=True)
def rested(db):
    cache.clear()


@pytest.fixture
def post(alma):
    image = make_image((900, 600), alt="A harbour")
    return make_draft(by=alma, title="Leaving", body=BODY.format(image=image.pk)).post


def test_a_guest_comments_the_desk_answers_and_the_guest_reads_it(open_page, sign_in, alma, post):
    desk = sign_in(open_page(), alma)
    desk.goto(f"/admin/discussion/{post.pk}/links/")
    desk.get_by_label("For whom").fill("Gus")
    desk.get_by_role("button", name="Make a link").click()
    address = desk.get_by_label("Send this address").input_value()

    guest = open_page(width=390)
    guest.goto(address)
    guest.get_by_label("Your name").last.fill("Gus Guest")
    guest.get_by_label("Your comment").last.fill("I said twelve.")
    guest.get_by_label("Words of the text it is about").fill("Ten boats")
    guest.get_by_role("button", name="Send the comment").click()
    expect(guest.get_by_role("status")).to_contain_text("has been sent")
    expect(guest.get_by_role("article", name="Comment by Gus Guest")).to_contain_text("I said twelve.")
    assert {cookie["name"] for cookie in guest.context.cookies()} == {"csrftoken"}

    desk.goto(f"/admin/discussion/{post.pk}/")
    thread = desk.get_by_role("article", name="Note by Gus Guest")
    expect(thread).to_contain_text("guest · Gus")
    thread.get_by_text("Answer", exact=True).click()
    thread.get_by_label("Note").fill("Twelve it is.")
    thread.get_by_role("button", name="Send the answer").click()
    expect(desk.get_by_role("article", name="Note by Gus Guest")).to_contain_text("Twelve it is.")

    guest.reload()
    expect(guest.get_by_role("article", name="Comment by Gus Guest")).to_contain_text("Twelve it is.")


def test_the_address_is_copied_by_a_button(open_page, sign_in, alma, post):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, alma)
    page.goto(f"/admin/discussion/{post.pk}/links/")
    page.get_by_label("For whom").fill("Gus")
    page.get_by_role("button", name="Make a link").click()

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Send this address").input_value()


def test_a_note_is_written_beside_unsaved_words_by_keyboard(desk, page, post):
    desk(post)
    page.get_by_role("textbox", name="Title", exact=True).fill("Leaving, unsaved")
    page.get_by_role("link", name="Write a note").press("Enter")
    dialog = page.get_by_role("dialog", name="Notes")
    field = dialog.get_by_label("Note", exact=True)
    field.fill("Half a th")

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Write a note").press("Enter")
    expect(field).to_have_value("Half a th")
    field.focus()
    page.keyboard.type("ought")
    dialog.get_by_role("button", name="Write a note").press("Enter")

    expect(dialog.get_by_role("article", name="Note by Alma")).to_contain_text("Half a thought")
    dialog.get_by_role("button", name="Close").press("Enter")
    expect(page.get_by_role("region", name="Notes")).to_contain_text("1 open")
    expect(page.get_by_role("region", name="Notes")).to_contain_text("Half a thought")
    expect(page.get_by_role("group", name="Save and publish")).to_contain_text("1 note is open")
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Leaving, unsaved")
    assert Note.objects.get().text == "Half a thought"
    assert Post.objects.get().latest.title == "Leaving"


def test_what_can_be_done_with_notes_is_done_in_the_dialog(desk, page, alma, edith, post):
    own = notes.write(post, by=alma, text="My own")
    notes.write(post, by=edith, text="Shorter, please.")
    desk(post)
    page.get_by_role("link", name="Read and write notes").click()
    dialog = page.get_by_role("dialog", name="Notes")

    dialog.get_by_role("link", name="Change").click()
    dialog.get_by_role("button", name="Save the note").wait_for()
    dialog.get_by_label("Note", exact=True).fill("My own, changed")
    dialog.get_by_role("button", name="Save the note").click()
    expect(dialog.get_by_role("article", name="Note by Alma")).to_contain_text("My own, changed")
    dialog.get_by_role("textbox", name="Note", exact=True).fill("Half a thought")
    dialog.get_by_role("article", name="Note by Edith").get_by_role("button", name="Resolve").click()
    expect(dialog.get_by_role("article", name="Note by Edith")).to_have_count(0)
    expect(dialog.get_by_role("textbox", name="Note", exact=True)).to_have_value("Half a thought")
    dialog.get_by_role("textbox", name="Note", exact=True).fill("")
    dialog.get_by_role("link", name="Resolved").click()

    expect(dialog.get_by_role("article", name="Note by Edith")).to_contain_text("Resolved by Alma")
    assert page.url.endswith("/change/")
    own.refresh_from_db()
    assert own.text == "My own, changed"


def test_the_page_of_notes_asks_before_typed_words_are_left(page, sign_in, alma, post):
    notes.write(post, by=alma, text="First")
    sign_in(page, alma)
    page.goto(f"/admin/discussion/{post.pk}/")
    field = page.get_by_role("textbox", name="Note", exact=True)
    field.fill("Half a thought")
    asked = []
    page.on("dialog", lambda question: (asked.append(question.type), question.dismiss()))

    page.get_by_role("button", name="Resolve").click()
    expect(field).to_have_value("Half a thought")
    assert asked == ["beforeunload"]

    page.get_by_role("button", name="Write a note").click()
    expect(page.get_by_role("article")).to_have_count(2)
    assert asked == ["beforeunload"]


def test_a_note_that_cannot_be_sent_stays(open_page, desk, page, post):
    desk(post)
    page.get_by_role("link", name="Write a note").click()
    dialog = page.get_by_role("dialog", name="Notes")
    dialog.get_by_label("Note", exact=True).fill("Precious words.")
    page.route("**/admin/discussion/**", lambda route: route.abort())

    dialog.get_by_role("button", name="Write a note").click()

    expect(dialog.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(dialog.get_by_label("Note", exact=True)).to_have_value("Precious words.")
    page.unroute("**/admin/discussion/**")
    dialog.get_by_role("button", name="Write a note").click()
    expect(dialog.get_by_role("article", name="Note by Alma")).to_contain_text("Precious words.")
    open_page.complaints[:] = [text for text in open_page.complaints if "ERR_FAILED" not in text]


def test_a_preview_of_unsaved_words_at_three_widths(open_page, desk, page, post):
    desk(post)
    page.get_by_role("textbox", name="Title", exact=True).fill("Leaving, unsaved")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    expect(preview.locator("iframe")).to_be_attached()
    complaints = []
    preview.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    preview.reload()  # as a browser does after asking: the words come again

    frame = preview.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Leaving, unsaved")).to_be_visible()
    box = preview.locator("iframe")
    assert box.evaluate("frame => frame.clientWidth") == 1280
    for name, width in [("Phone", 390), ("Tablet", 768)]:
        preview.get_by_role("radio", name=name).check()
        assert box.evaluate("frame => frame.contentWindow.innerWidth") == width
    preview.get_by_role("radio", name="Tablet").press("ArrowLeft")
    assert box.evaluate("frame => frame.clientWidth") == 390
    assert frame.locator("body").evaluate("body => getComputedStyle(body).display") == "grid"
    expect(frame.get_by_alt_text("A harbour")).to_have_js_property("complete", True)
    assert frame.get_by_alt_text("A harbour").evaluate("image => image.naturalWidth") > 0
    assert complaints == []


def test_links_in_a_preview_open_beside_it_or_stay(page, sign_in, alma, post):
    sign_in(page, alma)
    page.goto(f"/admin/blog/post/{post.pk}/preview/")
    frame = page.frame_locator("iframe")

    frame.locator(".note-mark a").click()
    expect(frame.locator("#note-1")).to_be_in_viewport()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="outward link").click()

    expect(opened.value).to_have_url("**/tags/".replace("**", page.url.partition("/admin")[0]))
    expect(frame.get_by_role("heading", name="Leaving")).to_be_attached()
    assert page.url.endswith("/preview/")


def test_the_width_is_remembered_and_without_scripts_there_is_a_choice_too(open_page, sign_in, alma, post):
    page = sign_in(open_page(), alma)
    page.goto(f"/admin/blog/post/{post.pk}/preview/")
    page.get_by_role("radio", name="Phone").check()
    page.reload()
    expect(page.get_by_role("radio", name="Phone")).to_be_checked()

    plain = open_page(java_script_enabled=False)
    plain.context.add_cookies(page.context.cookies())
    plain.goto(f"/admin/blog/post/{post.pk}/preview/")
    assert plain.locator("iframe").bounding_box()["width"] == 1280
    plain.get_by_role("radio", name="Tablet").check()
    assert plain.locator("iframe").bounding_box()["width"] == 768


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_every_page_of_it_is_for_everybody(width, scheme, open_page, sign_in, alma, edith, post, settings):
    link, address = links.make(post, by=alma, label="Gus, who was asked and has a very long description")
    closed, closed_address = links.make(post, by=alma, label="Olga")
    links.revoke(closed, by=alma)
    own = notes.write(post, by=alma, text="See https://example.org/ for a word" + "w" * 80, quote="Ten boats")
    guests = notes.write_as_guest(link, name="Gus Guest", text="I said twelve.", quote="Ten")
    notes.write(post, by=edith, text="Twelve it is.", parent=guests)
    page = open_page(width=width, color_scheme=scheme)
    found = {}

    def look(name):
        found[name] = problems(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    for address_ in (address, closed_address):
        page.goto(address_)
        look(address_)
    page.goto(address)
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_label("Your name").last.evaluate("field => field.form.noValidate = true")
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_text("This field is required.").first.wait_for()
    look("refused")
    sign_in(page, alma)
    for path in (
        f"discussion/{post.pk}/",
        f"discussion/{post.pk}/links/",
        f"discussion/notes/{own.pk}/change/",
        f"blog/post/{post.pk}/preview/",
    ):
        page.goto(f"/admin/{path}")
        look(path)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.locator("[role=toolbar]").wait_for()
    look("form")
    page.get_by_role("link", name="Read and write notes").click()
    page.get_by_role("dialog").get_by_role("article").first.wait_for()
    look("dialog")

    assert {name: list_ for name, list_ in found.items() if list_} == {}
    open_page.complaints[:] = [text for text in open_page.complaints if "410" not in text]
