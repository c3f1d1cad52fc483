"""The editor: what is typed, pasted and dropped is what is kept; pictures by mouse and by keyboard."""

import re
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from blog.models import Post
from media.models import Image
from tests.factories import make_draft
from tests.factories_media import make_bytes, make_image

RICH = (
    "<p>Plain, <strong>bold</strong>, <em>italic</em>, <s>gone</s>, <code>x &lt; y</code>, H<sub>2</sub>O.</p>"
    "<h2>One</h2><h3>Two</h3><h4>Three</h4><ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
    '<ol start="3"><li><p>c</p></li></ol><blockquote><p>Said.</p></blockquote><hr>'
    '<pre><code class="language-python">if x &lt; 1:\n    print("é")</code></pre>'
    '<p>A<br>b <a href="/tags/">tags</a> <a href="https://example.org/?a=1&amp;b=2">out</a></p>'
    '<p>Noted<sup data-footnote="See “there” &amp; here"></sup>.</p>'
    '<figure data-image-id="{0}"><img alt="typed"><figcaption>With <em>stress</em></figcaption></figure>'
    '<figure data-image-id="{0}"><img></figure>'
    '<figure data-image-id="{0}"><img alt=""><figcaption></figcaption></figure><p>End.</p>'
)
DROP = """([target, files]) => {
  const transfer = new DataTransfer()
  for (const { name, type, bytes } of files)
    transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }))
  const { left, bottom } = target.getBoundingClientRect()
  const place = { clientX: left + 20, clientY: bottom - 20 }
  target.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer, ...place }))
}"""
PASTE = """([target, html]) => {
  const transfer = new DataTransfer()
  transfer.setData("text/html", html)
  target.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }))
}"""


@pytest.fixture
def desk(page, sign_in, alma):
    """Return a function that opens a post of Alma's in the editor and gives back its text box."""
    sign_in(page, alma)

    def open_post(post=None):
        page.goto(f"/admin/blog/post/{post.pk}/change/" if post else "/admin/blog/post/add/")
        page.locator("[role=toolbar]").wait_for()
        if post is None:
            page.get_by_role("textbox", name="Title", exact=True).fill("A post")
        return page.get_by_role("textbox", name="Text", exact=True)

    return open_post


def save(page):
    page.get_by_role("group", name="Save and publish").get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved. Readers see nothing of it")).to_be_visible()
    return Post.objects.latest("pk").latest


def files(*names, content=None):
    bytes_ = b64encode(content or make_bytes((300, 200))).decode()
    return [{"name": name, "type": "image/jpeg", "bytes": bytes_} for name in names]


def test_typed_spaces_are_spaces(page, desk):
    text = desk()
    text.click()
    page.keyboard.type("Two  spaces and one at the end ")

    assert save(page).body.startswith("<p>Two  spaces and one at the end")
    assert "nbsp" not in Post.objects.latest("pk").latest.body
    assert "\xa0" not in Post.objects.latest("pk").latest.body


def test_a_text_that_nobody_touched_comes_back_letter_for_letter(page, desk, alma):
    image = make_image(alt="Library", caption="Library")
    draft = make_draft(by=alma, body=RICH.format(image.pk))

    desk(draft.post)
    page.get_by_role("textbox", name="Title", exact=True).fill("Another title")

    assert save(page).body == draft.body


def test_what_word_and_docs_put_on_the_clipboard_becomes_plain(page, desk):
    text = desk()
    text.click()
    html = (
        '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> '
        '<span style="font-style:italic">slanted</span> <span style="color:red">red</span></p></b>'
        '<h1 style="margin:0">Head</h1>'
        '<p><a href="https://www.google.com/url?q=https://example.org/&sa=D">out</a></p>'
        '<p style="mso-list:l0"><span style="mso-list:Ignore">1.</span>first</p>'
        '<p style="mso-list:l0"><span style="mso-list:Ignore">2.</span>second</p>'
    )

    page.evaluate(PASTE, [text.element_handle(), html])

    body = save(page).body
    assert "<strong>Bold</strong> <em>slanted</em> red" in body
    assert "<h2>Head</h2>" in body
    assert 'href="https://example.org/"' in body
    assert re.search(r"<ol[^>]*><li><p>first</p></li><li><p>second</p></li></ol>", body)


def test_pictures_dropped_together_stand_in_their_order(page, desk):
    text = desk()
    text.click()
    page.keyboard.type("Before")

    page.evaluate(DROP, [text.element_handle(), files("one.jpg", "two.jpg", "three.jpg")])
    expect(page.locator(".picture-in-text")).to_have_count(3)

    body = save(page).body
    ids = [Image.objects.get(original_name=name).pk for name in ("one.jpg", "two.jpg", "three.jpg")]
    assert body == "<p>Before</p>" + "".join(f'<figure data-image-id="{pk}"><img></figure>' for pk in ids)


def test_a_refused_picture_says_why_where_it_would_stand_and_loses_nothing(page, desk, open_page):
    text = desk()
    text.click()
    page.keyboard.type("Precious words")

    broken = files("broken.jpg", content=make_bytes((300, 200))[:200]) + files("good.jpg")
    page.evaluate(DROP, [text.element_handle(), broken])

    refusal = page.get_by_role("alert").filter(has_text="broken.jpg")
    expect(refusal).to_be_visible()
    expect(page.locator(".picture-in-text")).to_have_count(1)
    refusal.get_by_role("button", name="Dismiss").click()
    expect(refusal).to_have_count(0)
    assert "Precious words" in save(page).body
    open_page.complaints[:] = [text for text in open_page.complaints if "400" not in text]


def test_alt_text_and_caption_by_keyboard(page, desk, alma):
    image = make_image()
    draft = make_draft(by=alma, body=f'<p>Before</p><figure data-image-id="{image.pk}"><img></figure>')
    text = desk(draft.post)

    text.get_by_text("Before").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("A harbour")
    page.keyboard.press("Tab")
    page.keyboard.type("The harbour, ")
    page.keyboard.press("Control+i")
    page.keyboard.type("early")
    page.keyboard.press("Enter")
    page.keyboard.type("After")

    assert save(page).body == (
        f'<p>Before</p><figure data-image-id="{image.pk}"><img alt="A harbour">'
        "<figcaption>The harbour, <em>early</em></figcaption></figure><p>After</p>"
    )


def test_inherited_words_are_shown_and_own_ones_can_be_given_back(page, desk, alma):
    image = make_image(alt="Library alt", caption="Library caption")
    own = f'<figure data-image-id="{image.pk}"><img alt="Own"><figcaption>Own</figcaption></figure><p>x</p>'
    draft = make_draft(by=alma, body=own)
    desk(draft.post)

    page.get_by_role("button", name="Use the library’s words: description").click()
    page.get_by_role("button", name="Use the library’s words: caption").click()

    alt = page.get_by_role("textbox", name="Alternative text")
    expect(alt).to_have_attribute("placeholder", "From the library: Library alt")
    shown = "getComputedStyle(document.querySelector('.picture-caption'), '::before').content"
    assert page.evaluate(shown) == '"From the library: Library caption"'
    assert save(page).body == f'<figure data-image-id="{image.pk}"><img></figure><p>x</p>'


def test_pictures_from_the_library_by_keyboard(page, desk):
    make_image(alt="A crane")
    make_image(alt="A rope")
    text = desk()
    text.click()
    page.keyboard.type("Words")

    page.get_by_role("button", name="Insert pictures").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    dialog.get_by_label("Search the library").fill("crane")
    expect(dialog.locator(".chooser-grid button")).to_have_count(1)
    dialog.get_by_role("button", name="A crane").press("Enter")
    dialog.get_by_role("button", name="Insert", exact=True).press("Enter")

    expect(dialog).to_be_hidden()
    assert save(page).body.endswith(f'<figure data-image-id="{Image.objects.get(alt="A crane").pk}"><img></figure>')


def test_the_toolbar_is_one_stop_and_arrows_walk_it(page, desk):
    text = desk()
    page.get_by_role("textbox", name="Title", exact=True).focus()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != first
    page.keyboard.press("Tab")
    expect(text).to_be_focused()


def test_tags_and_authors_by_keyboard(page, desk, otto, edith):
    make_draft(by=edith, tags=("Birdsong",))
    desk()
    tags = page.get_by_label("Tags")
    tags.fill("bird")
    page.get_by_role("option", name="Birdsong").wait_for()
    tags.press("ArrowDown")
    tags.press("Enter")
    tags.press_sequentially("New York, C++,x")
    tags.press("Enter")
    tags.press("Backspace")
    authors = page.get_by_label("Authors")
    authors.fill("ott")
    page.get_by_role("option", name="Otto").wait_for()
    authors.press("ArrowDown")
    authors.press("Enter")
    page.get_by_role("button", name="Move up Otto").press("Enter")

    saved = save(page)

    assert [tag.name for tag in saved.tags.all()] == ["Birdsong", "New York", "C++"]
    assert [byline.author.name for byline in saved.bylines.all()] == ["Otto", "Alma"]


def test_a_refused_save_keeps_text_and_pictures_on_the_page(page, desk, alma):
    image = make_image()
    draft = make_draft(by=alma, body=f'<p>Before</p><figure data-image-id="{image.pk}"><img></figure>')
    make_draft(by=alma, slug="elsewhere")
    text = desk(draft.post)
    text.get_by_text("Before").click()
    page.keyboard.type("Unsaved ")
    page.get_by_text("Address and language").click()
    page.get_by_label("Address", exact=True).fill("admin")

    page.get_by_role("group", name="Save and publish").get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("is a page of the publication itself").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_contain_text("Unsaved")
    expect(page.locator(".picture-in-text img")).to_be_visible()
