"""Pictures on readers' pages: no motion for who wants none, and a colour in their place until they are there."""

from playwright.sync_api import expect

from media.models import Image
from media.tasks import build_renditions
from tests.browser.test_accessibility import problems
from tests.factories import make_post
from tests.factories_media import make_animation, make_image, make_upload


def address_of(image: Image) -> str:
    body = f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>'
    return make_post(title="With a picture", body=body).get_absolute_url()


def test_an_animation_moves_only_for_those_who_do_not_mind(open_page):
    image = make_image(file=make_upload(content=make_animation()), alt="Three colours")
    build_renditions.call(image.pk)
    address = address_of(image)

    for motion, is_still in (("reduce", True), ("no-preference", False)):
        page = open_page(reduced_motion=motion)
        page.goto(address)
        shown = page.get_by_role("img", name="Three colours")
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("complete", True)

        assert ("-still-" in shown.evaluate("img => img.currentSrc")) is is_still
        assert problems(page) == []


def test_until_a_picture_is_there_its_colour_stands_in_its_place(open_page):
    image = make_image((300, 200), alt="Four quarters")
    page = open_page(java_script_enabled=False)
    page.route("**/uploads/**", lambda route: route.abort())

    page.goto(address_of(image))

    expect(page.get_by_role("img", name="Four quarters")).to_have_css("background-color", "rgb(153, 153, 153)")
    expect(page.get_by_role("img", name="Four quarters")).to_have_css("color", "rgb(0, 0, 0)")
    open_page.complaints[:] = [text for text in open_page.complaints if "ERR_FAILED" not in text]
