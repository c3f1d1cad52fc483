"""Pictures as they arrive: the size that fits the screen, the first one at once, and nothing moves when they come."""

import math
import re
import time
import urllib.request

import pytest

from tests.pages.serving import kinds

# Every picture once it has loaded: how wide it is painted, which file came, and which there were.
PICTURES = """async () => {
  const images = [...document.querySelectorAll("main picture img, .masthead img")]
  for (const image of images) { image.loading = "eager" }
  await Promise.all(images.map((image) => image.decode()))
  return images.map((image) => ({
    painted: image.getBoundingClientRect().width,
    came: image.currentSrc,
    offered: (image.parentElement.querySelector("source") ?? image).srcset,
    box: [image.getAttribute("width"), image.getAttribute("height")],
  }))
}"""
SHIFTS = """new Promise((done) => {
  new PerformanceObserver((list) => {
    const shifts = list.getEntries().filter((entry) => !entry.hadRecentInput)
    done(shifts.reduce((sum, entry) => sum + entry.value, 0))
  }).observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(0), 300)
})"""
SECONDS_TO_RENDER = 240


@pytest.fixture(scope="module")
def finished(site):
    """The demo, once the worker has made the pictures of its pages in every format."""
    end = time.monotonic() + SECONDS_TO_RENDER
    while time.monotonic() < end:
        with urllib.request.urlopen(f"{site}/", timeout=30) as answer:
            home = answer.read().decode()
        if home.count("<picture") == home.count('type="image/avif"'):
            return site
        time.sleep(2)
    pytest.fail("The worker has not made all pictures of the front page.")


def widths_of(offered: str) -> list[int]:
    return [int(width) for width in re.findall(r" (\d+)w", offered)]


def right(widths: list[int], painted: float, scale: int) -> set[int]:
    """Return the smallest width with a pixel for each of the screen's. On a screen of several per point Chromium may
    also take the next smaller one where that is nearer (by ratio): that is its choice, not the page's.
    """
    enough = next((width for width in widths if width >= painted * scale), widths[-1])
    smaller = [width for width in widths if width < enough]
    if scale > 1 and smaller and painted * scale < math.sqrt(smaller[-1] * enough):
        return {smaller[-1], enough}
    return {enough}


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_every_picture_comes_in_the_smallest_size_that_fills_its_place(width, scale, finished, chromium):
    wrong, seen = {}, 0
    for kind, path in kinds(finished).items():
        # A window of its own for each: Chromium shows a larger file that it has rather than ask for a smaller one.
        page = chromium.new_page(viewport={"width": width, "height": 900}, device_scale_factor=scale)
        page.goto(finished + path)
        for picture in page.evaluate(PICTURES):
            seen += 1
            came = int(re.search(r"-(\d+)\.\w+$", picture["came"])[1])
            if came not in right(widths_of(picture["offered"]), picture["painted"], scale) or not all(picture["box"]):
                wrong.setdefault(kind, []).append((picture["painted"], came, widths_of(picture["offered"])))
        page.close()

    assert wrong == {}
    assert seen > 30


def test_one_picture_of_a_page_is_hastened_and_it_is_in_view(finished, chromium):
    phone, desk = (
        chromium.new_page(viewport={"width": width, "height": height}) for width, height in ((390, 844), (1280, 900))
    )
    found = {}
    for kind, path in kinds(finished).items():
        is_seen = []
        for page in (phone, desk):
            page.goto(finished + path)
            images = page.locator("main picture img")
            is_seen.append(images.count() > 0 and images.first.bounding_box()["y"] < page.viewport_size["height"])
        which = [bool(image.get_attribute("fetchpriority")) for image in images.all()]
        late = page.locator('main picture img:not([fetchpriority]):not([loading="lazy"])').count()
        # What only one of the two shows may be hastened or not: the page is the same for both.
        is_right = any(which[:1]) in is_seen and not any(which[1:])
        if late or not is_right:
            found[kind] = which, late, is_seen
    phone.close()
    desk.close()

    assert found == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_pictures_come(width, finished, chromium):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    shifts = {}
    for kind, path in kinds(finished).items():
        page.goto(finished + path)
        while page.evaluate("scrollBy(0, 700), scrollY + innerHeight < document.documentElement.scrollHeight - 1"):
            page.wait_for_timeout(30)
        shift = page.evaluate(SHIFTS)
        if shift > 0.001:
            shifts[kind] = shift
    page.close()

    assert shifts == {}
