"""What scripts add for readers: a button that copies code, a choice of colours. Every page is complete without them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_post
from tests.factories_media import make_image

CODE = '<pre><code class="language-python">if x &lt; 1:\n    print("é")</code></pre><pre><code>plain</code></pre>'
EMBED = (
    '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"><figcaption>A <em>song</em></figcaption></figure>'
)
SWIPE = """(dialog) => {
  const touch = (clientX) => [new Touch({ identifier: 1, target: dialog, clientX, clientY: 200 })]
  dialog.dispatchEvent(new TouchEvent("touchstart", { touches: touch(300), changedTouches: touch(300) }))
  dialog.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: touch(200) }))
}"""
PAPER = "getComputedStyle(document.body).backgroundColor"
DAY, NIGHT = "rgb(253, 252, 250)", "rgb(23, 22, 20)"


@pytest.fixture
def read(open_page, edith):
    """Return a function that publishes a text and opens its page in a window of its own."""

    def publish_and_open(body="<p>Words.</p>", **options):
        make_post(by=edith, title="Words", body=body)
        page = open_page(**options)
        page.goto("/words/")
        return page

    return publish_and_open


def test_code_is_copied_and_says_so(read):
    page = read(CODE, permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy", exact=True)

    button.first.focus()
    page.keyboard.press("Enter")

    assert button.count() == 2
    page.get_by_role("status").filter(has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == 'if x < 1:\n    print("é")'


def test_a_heading_may_be_called_what_a_script_is(read):
    page = read(f"<h2>Copy</h2><h2>Lightbox</h2>{CODE}")

    page.get_by_role("button", name="Copy", exact=True).first.wait_for()


def test_without_scripts_there_is_nothing_that_needs_them(read):
    page = read(CODE, java_script_enabled=False)

    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("radio").count() == 0
    assert page.get_by_text("plain").is_visible()


def test_a_choice_of_colours_is_kept_and_nothing_flashes(read):
    page = read(color_scheme="light")
    painted_first = f"addEventListener('DOMContentLoaded', () => window.paperAtFirst = {PAPER})"

    assert page.get_by_role("radio", name="As the system").is_checked()
    page.get_by_role("radio", name="Dark").check()
    assert page.evaluate(PAPER) == NIGHT
    page.add_init_script(painted_first)
    page.reload()

    assert page.evaluate("paperAtFirst") == NIGHT
    assert page.get_by_role("radio", name="Dark").is_checked()
    shown = "[...document.querySelectorAll('meta[name=theme-color]')].filter((meta) => matchMedia(meta.media).matches)"
    assert page.evaluate(f"{shown}.map((meta) => meta.content)") == ["#171614"]
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == DAY


@pytest.mark.parametrize(("system", "paper"), [("light", DAY), ("dark", NIGHT)])
def test_without_a_choice_or_with_a_broken_one_a_page_follows_the_system(system, paper, read):
    page = read(color_scheme=system)

    page.evaluate("localStorage.setItem('scheme', 'sepia')")
    page.reload()

    assert page.evaluate(PAPER) == paper
    assert page.get_by_role("radio", name="As the system").is_checked()


def test_a_browser_that_keeps_nothing_changes_the_page_alone(read):
    page = read(color_scheme="light")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('closed') } })")
    page.reload()

    page.get_by_role("radio", name="Dark").check()

    assert page.evaluate(PAPER) == NIGHT


def test_nothing_is_asked_of_another_host_before_the_button_is(read, live_server):
    page = read(EMBED)
    hosts = []
    page.on("request", lambda request: hosts.append(request.url.split("/")[2]))
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<p>Playing</p>"))
    page.reload(wait_until="networkidle")
    before = set(hosts)
    page.get_by_role("button", name="Load from youtube.com").press("Enter")

    page.frame_locator("iframe").get_by_text("Playing").wait_for()
    assert before == {live_server.url.removeprefix("http://")}
    assert set(hosts) - before == {"www.youtube-nocookie.com"}
    frame = page.locator("iframe")
    assert frame.get_attribute("title") == "A song"
    assert page.get_by_role("button", name="Load").count() == 0
    assert page.get_by_role("link", name="See it on YouTube").is_visible()


def test_a_post_of_another_place_is_as_high_as_it_says(read):
    page = read('<figure data-embed="https://mastodon.social/@ana/109312345678901234"></figure>')
    answering = """<body style="height:900px"><script>addEventListener("message", ({ data, source }) =>
      source.postMessage({ ...data, height: 900 }, "*"))</script>Ana wrote"""
    page.route("https://mastodon.social/**", lambda route: route.fulfill(body=answering, content_type="text/html"))

    page.get_by_role("button", name="Load from mastodon.social").click()

    page.frame_locator("iframe").get_by_text("Ana wrote").wait_for()
    expect(page.locator("iframe")).to_have_css("height", "900px")


def test_a_gist_is_shown_in_a_frame_that_has_nothing_of_the_page(read):
    gist = "https://gist.github.com/ana/0123456789abcdef0123456789abcdef"
    page = read(f'<figure data-embed="{gist}"><figcaption>A script</figcaption></figure>')
    script = """document.write('<p style="margin: 0; height: 700px">def f():</p>')
      try { document.title = parent.document.title } catch { document.write("<p>shut in</p>") }
      try { document.title = localStorage.length } catch { document.write("<p>nothing kept</p>") }"""
    page.route(f"{gist}.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))

    page.get_by_role("button", name="Load from gist.github.com").click()

    frame = page.frame_locator("iframe")
    for words in ("def f():", "shut in", "nothing kept"):
        frame.get_by_text(words).wait_for()
    assert page.locator("iframe").bounding_box()["height"] > 700


@pytest.fixture
def pictures(db):
    """Three pictures in a text: two larger than it shows them, one small."""
    large = [make_image((1300, 800), alt="A heron", caption="By the pond", credit="Ana"), make_image((1300, 900))]
    return "".join(
        f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>' for image in [*large, make_image()]
    )


def test_pictures_are_looked_at_by_keyboard_and_the_reader_goes_on_from_the_last(read, pictures):
    page = read(pictures)
    heron = page.get_by_role("link", name="A heron")
    dialog = page.get_by_role("dialog", name="Pictures")

    heron.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("img", name="A heron")).to_be_visible()
    expect(dialog).to_contain_text("By the pond Ana")
    expect(dialog).to_contain_text("1 / 2")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("2 / 2")
    expect(dialog).not_to_contain_text("By the pond")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("1 / 2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Larger picture")).to_be_focused()


def test_pictures_are_looked_at_by_mouse_and_by_finger(read, pictures):
    page = read(pictures, has_touch=True)
    dialog = page.get_by_role("dialog", name="Pictures")

    page.get_by_role("link", name="A heron").tap()
    expect(dialog).to_contain_text("1 / 2")
    dialog.evaluate(SWIPE)
    expect(dialog).to_contain_text("2 / 2")
    dialog.get_by_role("button", name="Previous picture").click()
    expect(dialog).to_contain_text("1 / 2")
    dialog.get_by_role("button", name="Close").click()

    expect(dialog).to_have_count(0)


def test_back_leads_out_of_the_pictures_and_not_out_of_the_post(read, pictures):
    page = read(pictures + "<p>Words.</p>" * 40)
    before = page.evaluate("history.length")
    dialog = page.get_by_role("dialog", name="Pictures")
    heron, other = page.get_by_role("link", name="A heron"), page.get_by_role("link", name="Larger picture")

    heron.click()
    page.keyboard.press("ArrowRight")
    page.go_back()
    expect(dialog).to_have_count(0)
    expect(other).to_be_focused()
    expect(other).to_be_in_viewport()
    page.go_forward()
    expect(dialog).to_contain_text("2 / 2")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    heron.click()
    page.reload()

    expect(dialog).to_have_count(0)
    page.get_by_role("link", name="A heron").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("/words/$"))
    assert page.evaluate("history.length") <= before + 2


def test_without_scripts_a_picture_is_a_link_to_a_larger_one(read, pictures):
    page = read(pictures, java_script_enabled=False)

    address = page.get_by_role("link", name="A heron").get_attribute("href")

    assert page.request.get(address).headers["content-type"] == "image/webp"


def test_a_post_is_passed_on_by_a_copy_of_its_address_and_by_what_the_system_offers(read, live_server):
    page = read(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = async (what) => { window.passedOn = what }")
    page.reload()

    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("navigation", name="Pass it on").get_by_role("status")).to_have_text("Copied")
    page.get_by_role("button", name="More ways").click()

    address = f"{live_server.url}/words/"
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.evaluate("passedOn") == {"url": address, "title": "Words"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(scheme, read, pictures):
    headings = "<h2>One</h2><h3>Two</h3><h2>Three</h2>"
    page = read(headings + CODE + EMBED + pictures, color_scheme=scheme, width=390)
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<title>Song</title><p>Playing"))
    faults = []

    def look():
        violations = Axe().run(page, options={"preload": False, "iframes": False}).response["violations"]
        faults.extend((fault["id"], [node["target"] for node in fault["nodes"]]) for fault in violations)

    page.get_by_text("Contents", exact=True).click()
    page.get_by_role("link", name="Link to section “One”").focus()
    page.get_by_role("button", name="Load from youtube.com").click()
    page.locator("iframe").wait_for()
    look()
    page.get_by_role("link", name="A heron").click()
    page.get_by_role("dialog").wait_for()
    look()

    assert faults == []


def test_a_heading_is_read_once_and_its_link_says_where_it_leads(read):
    page = read("<h2>One</h2><p>Words.</p>")

    assert page.get_by_role("heading", name="One", exact=True).count() == 1
    page.get_by_role("link", name="Link to section “One”").press("Enter")
    assert page.url.endswith("#one")
