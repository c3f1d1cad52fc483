"""The editor: what is typed and pasted is what is kept, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.writing import body_of, paste, press, press_save, save
from tests.factories import make_draft
from tests.factories_media import make_image

RICH = (
    "<p>Plain, <strong>bold</strong>, <em>italic</em>, <s>gone</s>, <code>x &lt; y</code>, H<sub>2</sub>O.</p>"
    "<h2>One</h2><h3>Two</h3><h4>Three</h4><ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
    '<ol start="3"><li><p>c</p></li></ol><ol type="a"><li><p>d</p></li></ol>'
    "<blockquote><p>Said.</p></blockquote><hr>"
    '<pre><code class="language-python">if x &lt; 1:\n    print("é")</code></pre><pre><code>plain</code></pre>'
    '<p>A<br>b <a href="/tags/">tags</a> <a href="https://example.org/?a=1&amp;b=2">out</a></p>'
    '<p>Noted<sup data-footnote="See “there” &amp; here"></sup>, x<sup>2</sup>.</p>'
    '<table><tbody><tr><th colspan="2"><p>h</p></th></tr><tr><td><p>d</p></td><td><p></p></td></tr></tbody></table>'
    '<figure data-image-id="{0}"><img alt="typed"><figcaption>With <em>stress</em></figcaption></figure>'
    '<figure data-image-id="{0}"><img></figure>'
    '<figure data-image-id="{0}"><img alt=""><figcaption></figcaption></figure>'
    '<figure data-embed="https://vimeo.com/76979871"><figcaption>A <em>film</em></figcaption></figure><p>End.</p>'
)


def test_typed_spaces_are_spaces(page, desk):
    text = desk()
    text.click()
    page.keyboard.type("Two  spaces and one at the end ")

    body = save(page).body
    assert body.startswith("<p>Two  spaces and one at the end")
    assert "nbsp" not in body
    assert "\xa0" not in body


def test_a_text_that_nobody_touched_comes_back_letter_for_letter(page, desk, alma):
    image = make_image(alt="Library", caption="Library")
    draft = make_draft(by=alma, body=RICH.format(image.pk))

    desk(draft.post)
    page.get_by_role("textbox", name="Title", exact=True).fill("Another title")

    assert save(page).body == draft.body


def test_a_text_changes_where_it_was_touched_and_nowhere_else(page, desk, alma):
    image = make_image(alt="Library", caption="Library")
    draft = make_draft(by=alma, body=RICH.format(image.pk))

    text = desk(draft.post)
    text.get_by_text("End.").click()
    press(page, "End")
    page.keyboard.type(" Really.")

    assert save(page).body == draft.body.replace("End.", "End. Really.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\"Hello,\" she said -- it's 'fine'...", "<p>“Hello,” she said – it’s ‘fine’…</p>"),
        ("## Head", "<h2>Head</h2>"),
        ("- one", "<ul><li><p>one</p></li></ul>"),
        ("1. one", "<ol><li><p>one</p></li></ol>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("---after", "<hr><p>after</p>"),
        ('```python "x" -- ...', '<pre><code class="language-python">"x" -- ...</code></pre>'),
        ("**bold** `code`", "<p><strong>bold</strong> <code>code</code></p>"),
        ("see example.org now", '<p>see <a href="https://example.org">example.org</a> now</p>'),
    ],
)
def test_typing_means_what_it_looks_like(typed, kept, page, desk):
    desk().click()

    page.keyboard.type(typed)

    assert body_of(page) == kept


def test_backspace_takes_a_curly_quote_back(page, desk):
    desk().click()

    page.keyboard.type('"')
    press(page, "Backspace")

    assert body_of(page) == '<p>"</p>'


def test_quotation_marks_are_those_of_the_posts_language(page, desk):
    text = desk()
    page.get_by_text("Address and language").click()
    page.get_by_label("Language", exact=True).fill("de")
    text.click()

    page.keyboard.type('Er sagte "nein".')

    assert body_of(page) == "<p>Er sagte „nein“.</p>"


def test_what_word_and_docs_put_on_the_clipboard_becomes_plain(page, desk):
    text = desk()
    text.click()
    html = (
        '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> '
        '<span style="font-style:italic">slanted</span> <span style="color:red">red</span></p><br></b>'
        '<h1 style="margin:0">Head</h1><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<p><a href="https://www.google.com/url?q=https://example.org/&sa=D">out</a></p>'
        '<p style="mso-list:l0"><span style="mso-list:Ignore">1.</span>first</p>'
        '<p style="mso-list:l0"><span style="mso-list:Ignore">2.</span>second</p>'
    )

    paste(text, html=html)

    assert body_of(page) == (
        "<p><strong>Bold</strong> <em>slanted</em> red</p><h2>Head</h2>"
        '<p><a href="https://example.org/">out</a></p><ol><li><p>first</p></li><li><p>second</p></li></ol>'
    )


def test_pictures_in_pasted_text_are_left_out_and_that_is_said(page, desk):
    text = desk()
    text.click()

    paste(text, html='<p>Words <img src="https://tracker.example/x.gif"> and more</p>')

    assert "Words" in body_of(page)
    expect(page.get_by_text("Only the words were pasted.")).to_be_visible()


def test_pasted_markdown_becomes_what_it_means_and_with_shift_stays_as_it_is(page, desk):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = desk()
    text.click()
    markdown = "# Head\n\nSome **bold** words\n\n- a\n- b\n\n```python\nx = 1\n```\n"
    page.evaluate("(text) => navigator.clipboard.writeText(text)", markdown)

    press(page, "Control+V")
    expect(text.locator("h2")).to_have_text("Head")
    meant = body_of(page)
    press(page, "Control+A", "Control+Shift+V")
    expect(text.locator("h2")).to_have_count(0)

    assert meant == (
        "<h2>Head</h2><p>Some <strong>bold</strong> words</p><ul><li><p>a</p></li><li><p>b</p></li></ul>"
        '<pre><code class="language-python">x = 1</code></pre>'
    )
    expect(text).to_contain_text("# Head")


def test_a_link_is_completed_and_one_that_leads_nowhere_is_refused(page, desk):
    desk().click()
    page.keyboard.type("somewhere")
    press(page, "Control+A", "Control+K")
    dialog = page.get_by_role("dialog", name="Link")

    dialog.get_by_label("Address").fill("javascript:alert(1)")
    press(page, "Enter")
    expect(dialog).to_contain_text("not an address that readers can follow")
    dialog.get_by_label("Address").fill("example.org/about")
    press(page, "Enter")

    expect(dialog).to_have_count(0)
    assert body_of(page) == '<p><a href="https://example.org/about">somewhere</a></p>'


def test_the_language_of_code_is_chosen_from_the_keyboard(page, desk):
    desk().click()
    page.keyboard.type("``` x = 1")

    press(page, "Shift+Tab")
    expect(page.get_by_label("Language of the code")).to_be_focused()
    page.keyboard.type("Python")
    press(page, "Tab")
    page.keyboard.type("0")

    assert body_of(page) == '<pre><code class="language-python">x = 10</code></pre>'


def test_a_footnote_is_written_opened_again_and_emptied_away(page, desk):
    desk().click()
    page.keyboard.type("Noted")
    note = page.get_by_role("dialog", name="Footnote").get_by_role("textbox")

    page.get_by_role("button", name="Footnote").click()
    note.fill("See “there”")
    page.get_by_role("button", name="Keep").click()
    written = body_of(page)
    press(page, "ArrowLeft", "Enter")
    expect(note).to_have_value("See “there”")
    note.fill("")
    page.get_by_role("button", name="Keep").click()

    assert written == '<p>Noted<sup data-footnote="See “there”"></sup></p>'
    assert body_of(page) == "<p>Noted</p>"


def test_the_toolbar_is_one_stop_and_arrows_walk_it(page, desk, alma):
    draft = make_draft(by=alma, body=RICH.format(make_image().pk))
    text = desk(draft.post)
    page.get_by_role("textbox", name="Title", exact=True).focus()

    press(page, "Tab")
    expect(page.get_by_role("toolbar").get_by_role("button").first).to_be_focused()
    press(page, "ArrowRight")
    expect(page.get_by_role("toolbar").get_by_role("button").nth(1)).to_be_focused()
    press(page, "Tab")
    expect(text).to_be_focused()
    press(page, "Alt+F10")
    expect(page.get_by_role("toolbar").get_by_role("button").nth(1)).to_be_focused()
    press(page, "Tab", "Tab")
    expect(page.get_by_role("link", name="History")).to_be_focused()


def test_every_tool_is_named(page, desk):
    desk()

    names = page.get_by_role("toolbar").locator("button").evaluate_all("(all) => all.map((one) => one.ariaLabel)")

    assert all(name and name[0].isupper() for name in names), names
    assert len(set(names)) == len(names)


def test_a_refused_save_keeps_text_and_pictures_on_the_page(page, desk, alma):
    image = make_image()
    draft = make_draft(by=alma, body=f'<p>Before</p><figure data-image-id="{image.pk}"><img></figure>')
    text = desk(draft.post)
    text.get_by_text("Before").click()
    page.keyboard.type("Unsaved ")
    page.get_by_text("Address and language").click()
    page.get_by_label("Address", exact=True).fill("admin")

    press_save(page)

    expect(page.get_by_text("is a page of the publication itself").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_contain_text("Unsaved")
    expect(page.locator(".picture-in-text img")).to_be_visible()
