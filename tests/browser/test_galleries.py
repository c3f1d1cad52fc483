"""Galleries made of several pictures, moved by keyboard, given words; the library changes what follows it, no more."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from blog import workflow
from tests.browser.writing import body_of, press, save
from tests.factories import make_draft, make_post
from tests.factories_media import make_image


def figure(image, inside: str = "<img>") -> str:
    return f'<figure data-image-id="{image.pk}">{inside}</figure>'


def gallery(*figures: str, words: str = "", layout: str = "") -> str:
    attributes = f' data-layout="{layout}"' if layout else ""
    return f'<figure data-gallery=""{attributes}>{"".join(figures)}{words}</figure>'


def names_in(body: str, names: dict) -> list[str]:
    return [names[int(number)] for number in re.findall(r'data-image-id="(\d+)"', body)]


def test_a_gallery_of_several_is_made_ordered_given_words_and_follows_the_library(page, desk, alma, edith, client):
    crane, rope, buoy = (make_image((300, 200), by=alma, alt=alt, caption=alt) for alt in ("Crane", "Rope", "Buoy"))
    other = make_post(by=edith, body="<p>x</p>" + figure(crane, "<img><figcaption>Own</figcaption>"))
    text = desk()
    text.click()
    page.keyboard.type("Words")
    page.get_by_role("button", name="Insert pictures").click()
    dialog = page.get_by_role("dialog", name="Pictures")
    for name in ("Crane", "Rope", "Buoy"):
        dialog.get_by_role("button", name=name).click()
    dialog.get_by_role("button", name="Insert as a gallery").click()
    assert body_of(page) == "<p>Words</p>" + gallery(figure(crane), figure(rope), figure(buoy))

    page.locator(".picture-caption").nth(2).click()
    page.keyboard.type("A buoy of ours")
    press(page, "Home", "ArrowUp", "Alt+ArrowLeft")
    page.locator(".gallery-caption").click()
    page.keyboard.type("All of it")
    page.locator(".gallery-in-text").get_by_role("radio", name="Wide").first.check()
    expect(page.locator(".picture-in-text .words-mark", has_text="Changed here")).to_have_count(1)
    expect(page.locator(".picture-in-text .words-mark", has_text="Inherited")).to_have_count(5)
    found = Axe().run(page, options={"preload": False})

    own = figure(buoy, "<img><figcaption>A buoy of ours</figcaption>")
    words = "<figcaption>All of it</figcaption>"
    revision = save(page)
    assert revision.body == "<p>Words</p>" + gallery(figure(crane), own, figure(rope), words=words, layout="wide")
    assert [violation["id"] for violation in found.response["violations"]] == []
    workflow.publish(revision, by=alma)
    before = {post: client.get(post.live_revision().get_absolute_url()).content for post in (revision.post, other)}
    page.goto(f"/admin/media/image/{crane.pk}/change/")
    expect(page.get_by_text("What you change here changes in 1 live post. 1 post keeps its own.")).to_be_visible()
    page.get_by_label("Caption").fill("A crane by night")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Caption changed in 1 live post.")).to_be_visible()
    after = {post: client.get(post.live_revision().get_absolute_url()).content for post in (revision.post, other)}
    assert b"A crane by night" in after[revision.post]
    assert b"A crane by night" not in before[revision.post]
    assert after[other] == before[other]


def test_single_pictures_become_a_gallery_and_back_and_one_is_taken_out(page, desk, alma):
    one, two, three = (make_image((300, 200), by=alma) for _number in range(3))
    singles = "".join(map(figure, (one, two, three)))
    desk(make_draft(by=alma, body=f"<p>a</p>{singles}<p>b</p>").post)

    page.get_by_role("button", name="Make a gallery").nth(1).click()
    together = body_of(page)
    page.get_by_role("button", name="Take out of the gallery").first.click()
    taken_out = body_of(page)
    page.get_by_role("button", name="Single pictures").click()

    assert together == f"<p>a</p>{gallery(*map(figure, (one, two, three)))}<p>b</p>"
    assert taken_out == f"<p>a</p>{gallery(figure(two), figure(three))}{figure(one)}<p>b</p>"
    assert body_of(page) == f"<p>a</p>{figure(two)}{figure(three)}{figure(one)}<p>b</p>"


def test_a_picture_is_dragged_to_the_place_of_another_with_its_words(page, desk, alma):
    one, two, three, single = (make_image((300, 200), by=alma) for _number in range(4))
    own = figure(one, '<img alt="Own"><figcaption>Said here</figcaption>')
    before = f"<p>a</p>{gallery(own, figure(two), figure(three), layout='wide')}<p>b</p>{figure(single)}"
    desk(make_draft(by=alma, body=before).post)
    pictures = page.locator(".picture-itself img")

    drag(page, pictures.nth(0), pictures.nth(2))
    to_the_end = body_of(page)
    drag(page, pictures.nth(1), pictures.nth(0))
    to_the_beginning = body_of(page)
    drag(page, pictures.nth(3), pictures.nth(1))
    into_it = body_of(page)
    press(page, "Control+z", "Control+z", "Control+z")

    rest = f"<p>b</p>{figure(single)}"
    assert to_the_end == f"<p>a</p>{gallery(figure(two), figure(three), own, layout='wide')}{rest}"
    assert to_the_beginning == f"<p>a</p>{gallery(figure(three), figure(two), own, layout='wide')}{rest}"
    assert into_it == f"<p>a</p>{gallery(figure(three), figure(single), figure(two), own, layout='wide')}<p>b</p>"
    assert body_of(page) == before


def drag(page, picture, other) -> None:
    """Drag ``picture`` by the mouse onto ``other``, which says that its place will be taken."""
    picture.hover()
    page.mouse.down()
    box = other.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle[0] - 9, middle[1], steps=3)
    page.mouse.move(*middle)
    expect(page.locator("[data-taken] img")).to_have_attribute("src", other.get_attribute("src"))
    expect(page.locator(".prosemirror-dropcursor-block")).not_to_be_visible()
    page.mouse.up()
    expect(page.locator("[data-taken]")).to_have_count(0)


def test_the_layout_of_a_gallery_is_chosen_by_keyboard(page, desk, alma):
    one, two = (make_image((300, 200), by=alma) for _number in range(2))
    both = figure(one), figure(two)
    desk(make_draft(by=alma, body=f"<p>a</p>{gallery(*both)}<p>b</p>").post)
    radios = {
        name: page.locator(".gallery-in-text").get_by_role("radio", name=name) for name in ("Normal", "Full width")
    }

    page.locator(".picture-itself img").first.click()
    press(page, "Escape", "Enter")
    expect(radios["Normal"].first).to_be_focused()
    press(page, "ArrowRight")
    wide = body_of(page)
    press(page, "ArrowRight")
    expect(radios["Full width"].first).to_be_focused()
    full = body_of(page)
    press(page, "Tab")
    expect(page.get_by_role("button", name="Single pictures")).to_be_focused()
    press(page, "Shift+Tab", "ArrowRight")
    normal = body_of(page)
    press(page, "Escape", "Alt+ArrowDown")

    assert wide == f"<p>a</p>{gallery(*both, layout='wide')}<p>b</p>"
    assert full == f"<p>a</p>{gallery(*both, layout='full')}<p>b</p>"
    assert normal == f"<p>a</p>{gallery(*both)}<p>b</p>"
    assert body_of(page) == f"<p>a</p><p>b</p>{gallery(*both)}"


def test_a_gallery_without_pictures_keeps_its_words(page, desk, alma):
    image = make_image(by=alma)
    words = "<figcaption>Said</figcaption>"
    desk(make_draft(by=alma, body=gallery(figure(image), words=words) + "<p>b</p>").post)

    page.locator(".picture-itself img").click()
    press(page, "Delete")

    assert body_of(page) == "<p>Said</p><p>b</p>"


def test_the_cover_says_whose_words_it_has_and_gives_them_back(page, desk, alma):
    cover = make_image(by=alma, alt="Library alt", caption="Library caption")
    desk(make_draft(by=alma, cover=cover, cover_alt="Own").post)
    alt, caption = page.locator("#id_cover_alt"), page.locator("#id_cover_caption")
    expect(caption).to_have_attribute("placeholder", "From the library: Library caption")

    page.get_by_role("button", name="Use the library’s words: Alternative text of the cover").click()
    page.get_by_role("button", name="No caption: Caption of the cover").click()

    expect(alt).to_have_attribute("placeholder", "From the library: Library alt")
    revision = save(page)
    assert revision.cover_alt is None
    assert revision.cover_caption == ""
