"""The cover of a post and the portrait of a person: chosen, uploaded in place, changed and taken away."""

import pytest
from playwright.sync_api import expect

from accounts.models import Author
from media import trash
from media.models import Image
from tests.browser.test_accessibility import problems
from tests.browser.writing import press, save
from tests.factories import make_draft
from tests.factories_media import make_bytes, make_image, make_upload


def jpeg(name: str) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": make_bytes((300, 200))}


@pytest.fixture
def cover(page, desk):
    """Return a function that opens a post and gives back what stands under “Cover picture”."""

    def open_cover(post=None):
        desk(post)
        details = page.locator("details", has=page.locator("summary", has_text="Cover picture"))
        if details.get_attribute("open") is None:
            details.locator("summary").press("Enter")
        return details

    return open_cover


def test_a_cover_is_chosen_by_keyboard_changed_and_removed(page, cover):
    harbour, heron = make_image(caption="The harbour"), make_image(caption="A heron")
    details = cover()
    details.get_by_role("button", name="Choose a picture: Cover picture").press("Enter")
    dialog = page.get_by_role("dialog", name="A picture")
    expect(dialog.get_by_role("group", name="Recent pictures").get_by_role("button")).to_have_count(2)
    dialog.get_by_role("button", name="A heron").focus()
    press(page, "ArrowRight")
    expect(dialog.get_by_role("button", name="The harbour")).to_be_focused()
    press(page, "Enter")

    expect(details.get_by_role("button", name="Change: Cover picture")).to_be_focused()
    expect(details.locator("img")).to_be_visible()
    expect(details.get_by_text("The harbour")).to_be_visible()
    assert problems(page) == []
    assert save(page).cover == harbour

    details.get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_label("Search the library").fill("her")
    expect(page.get_by_role("dialog").get_by_role("group", name="Found in the library")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="A heron").click()
    assert save(page).cover == heron

    details.get_by_role("button", name="Remove: Cover picture").press("Enter")
    expect(details.get_by_role("button", name="Choose a picture")).to_be_focused()
    expect(details.locator("img")).to_be_hidden()
    assert save(page).cover is None


def test_a_cover_is_uploaded_in_place_and_kept_by_autosave(page, cover):
    details = cover()
    details.get_by_role("button", name="Choose a picture").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_label("From this device").click()
    chooser.value.set_files(jpeg("harbour.jpg"))

    expect(details.get_by_text("harbour.jpg: chosen")).to_be_visible()
    expect(page.locator("[data-kept]")).to_contain_text("Kept at")
    page.reload()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="See what differs").click()
    assert Image.objects.get().original_name == "harbour.jpg"
    expect(page.get_by_text("harbour.jpg")).to_be_visible()


def test_a_picture_that_is_there_already_is_taken_and_a_second_copy_offered(page, cover):
    there = make_image(file=make_upload(content=jpeg("harbour.jpg")["buffer"]), caption="The harbour")
    details = cover()
    details.get_by_role("button", name="Choose a picture").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_label("From this device").click()
    chooser.value.set_files(jpeg("harbour.jpg"))

    expect(details.get_by_text("the library has it already, and that one is chosen")).to_be_visible()
    assert save(page).cover == there

    details.get_by_role("button", name="Change").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_label("From this device").click()
    chooser.value.set_files(jpeg("harbour.jpg"))
    details.get_by_role("button", name="Keep a second copy").press("Enter")
    expect(details.get_by_text("harbour.jpg: chosen")).to_be_visible()
    expect(details.get_by_role("button", name="Keep a second copy")).to_be_hidden()
    assert save(page).cover != there


def test_a_refused_upload_says_why_and_the_old_cover_stays(page, cover, alma, open_page):
    details = cover(make_draft(by=alma, cover=make_image(caption="Old")).post)
    details.get_by_role("button", name="Change").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_label("From this device").click()
    chooser.value.set_files({**jpeg("broken.jpg"), "buffer": make_bytes((300, 200))[:300]})

    expect(details.get_by_text("broken.jpg: This picture is incomplete")).to_be_visible()
    expect(details.get_by_text("Old", exact=True)).to_be_visible()
    open_page.complaints[:] = [text for text in open_page.complaints if "400" not in text]


def test_the_form_waits_for_a_cover_on_its_way(page, cover):
    held = []
    page.route("**/admin/media/image/upload/", lambda route: held.append(route))
    details = cover()
    details.get_by_role("button", name="Choose a picture").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_label("From this device").click()
    chooser.value.set_files(jpeg("slow.jpg"))
    expect(details.get_by_role("progressbar")).to_be_visible()

    page.get_by_role("group", name="Save and publish").get_by_role("button", name="Save draft").click()
    expect(details.get_by_text("The picture is still on its way.")).to_be_visible()
    held[0].continue_()
    expect(details.get_by_text("slow.jpg: chosen")).to_be_visible()

    assert save(page).cover == Image.objects.get()


def test_a_cover_that_was_removed_meanwhile_is_refused_and_nothing_is_lost(page, cover):
    image = make_image(caption="The harbour")
    details = cover()
    details.get_by_role("button", name="Choose a picture").click()
    page.get_by_role("dialog").get_by_role("button", name="The harbour").click()
    trash.trash(image)
    page.get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.type("Precious words")
    page.get_by_role("group", name="Save and publish").get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("This picture is in the library no more.").first).to_be_visible()
    expect(page.get_by_text("The picture that stood here is in the library no more.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_contain_text("Precious words")


def test_a_portrait_is_chosen_likewise(page, sign_in, alma):
    image = make_image(caption="Alma at work")
    sign_in(page, alma)
    page.goto(f"/admin/accounts/author/{alma.author.pk}/change/")
    page.get_by_role("button", name="Choose a picture: Portrait").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Alma at work").press("Enter")
    expect(page.get_by_role("button", name="Change: Portrait")).to_be_focused()
    assert problems(page) == []
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_be_visible()
    assert Author.objects.get(pk=alma.author.pk).portrait == image


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_dialog_is_accessible(width, scheme, open_page, sign_in, alma):
    for number in range(3):
        make_image(caption=f"Picture {number} " + "with a very long name " * 8)
    page = sign_in(open_page(width=width, color_scheme=scheme), alma)
    page.goto("/admin/blog/post/add/")
    page.locator("[role=toolbar]").wait_for()
    for opener in ("Insert pictures", "Choose a picture"):
        if opener != "Insert pictures":
            page.locator("summary", has_text="Cover picture").click()
        page.get_by_role("button", name=opener).click()
        expect(page.locator("dialog[open] .chooser-grid button")).to_have_count(3)

        assert problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        press(page, "Escape")
