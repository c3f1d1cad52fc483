"""The library in a browser: twenty pictures at once while their words are typed, and nothing of that is lost."""

import pytest
from playwright.sync_api import expect

from media import replacing
from media.models import Image
from tests.browser.test_accessibility import problems
from tests.browser.writing import drop, picture_file, press
from tests.factories_media import make_bytes, make_image, make_upload

ADD = "/admin/media/image/add/"
UPLOAD = "**/admin/media/image/upload/"


def jpeg(name: str, size=(120, 80)) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": make_bytes(size, comment=name.encode())}


@pytest.fixture
def uploading(page, sign_in, alma):
    """The page that uploads, with its file field."""
    sign_in(page, alma)
    page.goto(ADD)
    field = page.get_by_label("choose them from this device")
    expect(field).to_be_visible()
    return field


@pytest.fixture
def held(page):
    """Uploads, held back until the test lets them go."""
    routes = []
    page.route(UPLOAD, lambda route: routes.append(route))
    return routes


def kept(page) -> str:
    """What this browser still keeps, for want of a library that has it."""
    return page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('byline-uploads'))[1]")


def row(page, name: str):
    return page.locator(".queue li", has=page.locator("legend", has_text=name))


def test_twenty_at_once_while_typing_by_keyboard_alone(page, uploading):
    uploading.focus()
    uploading.set_input_files([jpeg(f"{number:02}.jpg", (120 + number, 80)) for number in range(20)])
    page.get_by_label("Credit for all of them").focus()
    page.keyboard.type("Ana Lemos")
    for number in range(20):
        mine = row(page, f"{number:02}.jpg")
        mine.get_by_label("Alternative text").focus()
        page.keyboard.type(f"Alt {number}")
        press(page, "Tab", "Tab")
        expect(mine.get_by_label("Caption")).to_be_focused()
        page.keyboard.type(f"Caption {number}")

    expect(page.get_by_role("status").filter(has_text="20 of 20 uploaded. All words are saved.")).to_be_visible(
        timeout=60_000
    )
    found = sorted(Image.objects.values_list("original_name", "alt", "caption", "credit"))
    assert found == [(f"{n:02}.jpg", f"Alt {n}", f"Caption {n}", "Ana Lemos") for n in range(20)]
    assert kept(page) == "{}"


def test_three_are_sent_at_a_time_and_words_wait_for_their_picture(page, uploading, held):
    uploading.set_input_files([jpeg(f"{number}.jpg") for number in range(5)])
    expect(page.locator(".queue li[data-state=sending]")).to_have_count(3)
    expect(page.locator(".queue li[data-state=waiting]")).to_have_count(2)
    expect(row(page, "0.jpg").get_by_role("progressbar", name="0.jpg")).to_be_visible()

    row(page, "0.jpg").get_by_label("Caption").fill("Typed meanwhile")
    held[0].continue_()
    expect(row(page, "0.jpg")).to_contain_text("uploaded, words saved")

    assert Image.objects.get(original_name="0.jpg").caption == "Typed meanwhile"
    for number in range(1, 5):
        while len(held) <= number:
            page.wait_for_timeout(20)
        held[number].continue_()
    expect(page.get_by_text("5 of 5 uploaded.")).to_be_visible()


def test_what_failed_says_why_and_is_sent_again(page, uploading, open_page):
    page.route(UPLOAD, lambda route: route.abort(), times=1)
    uploading.set_input_files([jpeg("one.jpg")])
    mine = row(page, "one.jpg")
    expect(mine).to_contain_text("The connection was lost.")
    mine.get_by_label("Caption").fill("Kept")
    expect(page.get_by_text("1 could not be")).to_be_visible()

    mine.get_by_role("button", name="Try again").press("Enter")

    expect(mine).to_contain_text("uploaded, words saved")
    assert Image.objects.get().caption == "Kept"
    open_page.complaints[:] = [text for text in open_page.complaints if "ERR_FAILED" not in text]


def test_a_refusal_of_the_server_is_shown_in_its_words(page, uploading, open_page):
    uploading.set_input_files([{**jpeg("broken.jpg"), "buffer": make_bytes()[:500]}, jpeg("good.jpg")])

    expect(row(page, "broken.jpg")).to_contain_text("This picture is incomplete")
    expect(row(page, "good.jpg")).to_contain_text("uploaded")
    row(page, "broken.jpg").get_by_role("button", name="Dismiss").click()
    expect(page.locator(".queue li")).to_have_count(1)
    open_page.complaints[:] = [text for text in open_page.complaints if "400" not in text]


def test_a_picture_that_is_there_already_is_offered_by_keyboard(page, uploading):
    there = make_image(file=make_upload(content=jpeg("heron.jpg")["buffer"]), alt="A heron")
    uploading.set_input_files([jpeg("heron.jpg"), jpeg("new.jpg")])
    mine = row(page, "heron.jpg")
    expect(mine).to_contain_text("The library has this picture already")
    expect(mine.get_by_role("link")).to_have_attribute("href", f"/admin/media/image/{there.pk}/change/")
    expect(page.get_by_text("1 of 2 uploaded. 1 the library has already: choose beside them.")).to_be_visible()
    assert Image.objects.count() == 2

    mine.get_by_role("button", name="Use that one").press("Enter")
    expect(page.locator(".queue li")).to_have_count(1)
    uploading.set_input_files([jpeg("heron.jpg")])
    mine.get_by_role("button", name="Keep a second copy").press("Enter")

    expect(mine).to_have_attribute("data-state", "uploaded")
    assert Image.objects.filter(sha256=there.sha256).count() == 2


def test_words_typed_before_a_crash_come_back_with_the_picture(page, uploading, held):
    picture = jpeg("lost.jpg")
    page.on("dialog", lambda dialog: dialog.accept())
    uploading.set_input_files([picture])
    row(page, "lost.jpg").get_by_label("Caption").fill("Never lost")
    # Files that a test makes have a new date each time; a real one keeps its own.
    page.evaluate(
        """() => {
          const name = Object.keys(localStorage).find((key) => key.startsWith("byline-uploads"))
          localStorage.setItem(name, localStorage.getItem(name).replace(/(lost\\.jpg \\d+) \\d+/, "$1 5"))
        }"""
    )
    page.reload()
    expect(page.get_by_text("choose them again: lost.jpg")).to_be_visible()
    page.unroute(UPLOAD)

    page.evaluate(
        """(bytes) => {
          const transfer = new DataTransfer()
          const content = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))
          transfer.items.add(new File([content], "lost.jpg", { type: "image/jpeg", lastModified: 5 }))
          document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }))
        }""",
        picture_file("lost.jpg", picture["buffer"])["bytes"],
    )

    expect(row(page, "lost.jpg")).to_contain_text("uploaded, words saved")
    assert Image.objects.get().caption == "Never lost"


def test_words_that_could_not_be_saved_are_saved_by_the_next_visit(page, uploading, open_page):
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/words/", lambda route: route.abort())
    uploading.set_input_files([jpeg("one.jpg")])
    expect(row(page, "one.jpg")).to_contain_text("uploaded")
    row(page, "one.jpg").get_by_label("Caption").fill("Never lost")
    expect(row(page, "one.jpg")).to_contain_text("No connection. The words are kept in this browser.")
    page.unroute("**/words/")

    page.reload()

    expect(row(page, "one.jpg")).to_contain_text("uploaded, words saved")
    assert Image.objects.get().caption == "Never lost"
    open_page.complaints[:] = [text for text in open_page.complaints if "ERR_FAILED" not in text]


def test_leaving_with_pictures_on_their_way_is_asked_about(page, uploading, held):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    uploading.set_input_files([jpeg("one.jpg")])
    page.get_by_label("Credit for all of them").click()  # browsers ask only those who have touched the page

    page.goto("/admin/")

    assert asked == ["beforeunload"]


def test_decoration_has_no_alternative_text(page, uploading):
    uploading.set_input_files([jpeg("line.jpg")])
    mine = row(page, "line.jpg")
    mine.get_by_label("Alternative text").fill("A line")
    mine.get_by_label("Decoration").check()

    expect(mine.get_by_label("Alternative text")).to_be_disabled()
    expect(page.get_by_text("All words are saved.")).to_be_visible()
    image = Image.objects.get()
    assert (image.alt, image.decorative) == ("", True)


def test_pictures_may_be_dropped(page, uploading):
    drop(page.locator(".drop-zone"), picture_file("one.jpg"), picture_file("two.jpg"))

    expect(page.get_by_text("2 of 2 uploaded.")).to_be_visible()


def test_without_scripts_the_form_takes_several(open_page, sign_in, alma):
    page = sign_in(open_page(java_script_enabled=False), alma)
    page.goto(ADD)

    page.get_by_label("Pictures:").set_input_files([jpeg("one.jpg"), jpeg("two.jpg", (90, 60))])
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("2 pictures added.")).to_be_visible()
    assert Image.objects.count() == 2


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_the_library_is_accessible(width, scheme, open_page, sign_in, alma):
    held = make_image((300, 200), by=alma, caption="The harbour")
    alma.author.portrait = held
    alma.author.save()
    replacing.replace(held, make_upload((200, 300), name="a-very-long-name-" * 9 + ".jpg"), by=alma)
    former = held.earlier_files.get()
    gone = make_image(by=alma)
    page = sign_in(open_page(width=width, color_scheme=scheme), alma)
    page.goto(f"/admin/media/image/{gone.pk}/delete/")
    page.get_by_role("button", name="Put it in the trash").press("Enter")
    expect(page.get_by_role("link", name="See it there, or take it back")).to_be_visible()

    for address in (
        "",
        "?trash=1",
        "?q=nothing",
        f"{gone.pk}/change/",
        f"{held.pk}/change/",
        f"{held.pk}/delete/",
        f"{held.pk}/replace/",
        f"{held.pk}/files/{former.pk}/",
        "add/",
    ):
        page.goto(f"/admin/media/image/{address}")
        if address == "add/":
            files = [jpeg("one.jpg"), jpeg("x" * 200 + ".jpg")]
            page.get_by_label("choose them from this device").set_input_files(files)
            expect(page.get_by_text("2 of 2 uploaded.")).to_be_visible()

        assert problems(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
