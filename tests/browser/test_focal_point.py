"""The focal point in a browser: by mouse, by finger and by arrow keys, with crops that follow at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import problems
from tests.factories import make_post
from tests.factories_media import make_image


@pytest.fixture
def image(alma):
    return make_image((600, 400), by=alma)


@pytest.fixture
def opened(page, sign_in, alma, image):
    sign_in(page, alma)
    page.goto(f"/admin/media/image/{image.pk}/change/")
    expect(page.locator(".focus-point")).to_be_visible()
    return page


def point(page) -> tuple[float, float]:
    return tuple(float(page.get_by_role("slider", name=f"from the {side}").input_value()) for side in ("left", "top"))


def crops(page) -> set[str]:
    found = page.locator("[data-crop] img").evaluate_all("all => all.map(one => getComputedStyle(one).objectPosition)")
    assert len(found) == 5
    return set(found)


def test_a_click_and_a_drag_move_it_and_every_crop_follows(opened, image):
    page = opened
    box = page.locator(".focus-picture").bounding_box()

    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    assert point(page) == (0.25, 0.75)
    assert crops(page) == {"25% 75%"}

    page.locator(".focus-point").hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.move(box["x"] + box["width"] * 2, box["y"] + box["height"] * 0.1, steps=4)
    page.mouse.up()
    assert point(page)[0] == 1
    assert point(page)[1] == pytest.approx(0.1, abs=0.02)

    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == point(page)
    assert crops(page) == {f"100% {image.focal_y:.0%}"}


def test_arrow_keys_move_it_by_the_way_they_point_and_the_value_is_said(opened):
    page = opened
    left, top = (page.get_by_role("slider", name=f"from the {side}") for side in ("left", "top"))

    left.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "ArrowDown"):
        page.keyboard.press(key)

    assert point(page) == (0.58, 0.51)
    expect(top).to_be_focused()
    expect(left).to_have_attribute("aria-valuetext", "58 % from the left")
    expect(top).to_have_attribute("aria-valuetext", "51 % from the top")
    page.keyboard.press("Shift+ArrowUp")
    assert point(page) == (0.58, 0.41)
    assert crops(page) == {"58% 41%"}
    assert problems(page) == []


def test_a_finger_taps_it_elsewhere(open_page, sign_in, alma, image):
    page = sign_in(open_page(width=390, has_touch=True), alma)
    page.goto(f"/admin/media/image/{image.pk}/change/")
    box = page.locator(".focus-picture").bounding_box()

    page.touchscreen.tap(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.9)

    assert point(page) == pytest.approx((0.1, 0.9), abs=0.02)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def slide(page, begin: tuple[float, float], *ways: tuple[float, float]) -> None:
    """Put a finger down at ``begin``, move it by each of ``ways`` from there, and lift it."""
    cdp = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", begin)
    for across, down in ways:
        touch("touchMove", (begin[0] + across, begin[1] + down))
    touch("touchEnd")


def middle_of(page, part: str) -> tuple[float, float]:
    box = page.locator(part).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_finger_drags_it_by_the_point_and_scrolls_by_the_picture(open_page, sign_in, alma, image):
    page = sign_in(open_page(width=390, height=600, has_touch=True), alma)
    page.goto(f"/admin/media/image/{image.pk}/change/")
    page.locator(".focus-picture").evaluate("(picture) => picture.scrollIntoView({ block: 'center' })")
    box, scrolled = page.locator(".focus-picture").bounding_box(), page.evaluate("scrollY")

    slide(page, middle_of(page, ".focus-point"), (20, 10), (box["width"] * 0.2, -box["height"] * 0.3))

    assert point(page) == pytest.approx((0.7, 0.2), abs=0.02)
    assert crops(page) == {"{:.0%} {:.0%}".format(*point(page))}
    assert page.evaluate("scrollY") == scrolled

    dragged = point(page)
    slide(page, (box["x"] + 20, box["y"] + box["height"] - 20), (0, -20), (0, -60), (0, -100))

    page.wait_for_function("(before) => scrollY > before", arg=scrolled)
    assert point(page) == dragged


def test_who_may_not_change_it_sees_it_and_cannot_move_it(page, sign_in, otto, image):
    image.focal_x = 0.2
    image.save()
    sign_in(page, otto)
    page.goto(f"/admin/media/image/{image.pk}/change/")
    expect(page.locator(".focus-point")).to_be_visible()

    page.locator(".focus-picture").click(position={"x": 5, "y": 5})

    assert crops(page) == {"20% 50%"}
    expect(page.get_by_role("slider")).to_have_count(0)


def test_readers_see_every_crop_around_it(page, alma, image):
    image.focal_x, image.focal_y = 0.33, 1
    image.save()
    alma.author.portrait = image
    alma.author.save()
    make_post(by=alma, cover=image)

    page.goto(alma.author.get_absolute_url())

    for place in (".portrait img", ".thumb img"):
        expect(page.locator(place)).to_have_css("object-fit", "cover")
        expect(page.locator(place)).to_have_css("object-position", "35% 100%")
