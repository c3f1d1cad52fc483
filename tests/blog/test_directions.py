"""Which way a text runs is decided once, by its language or by its letters, and is the same wherever it is shown."""

from io import StringIO

import pytest
from django.core.management import call_command

from blog import markup
from blog.models import Revision
from tests.factories import make_post

ENGLISH = "<p>Hello, world (as one says).</p>"
ARABIC = "<p>مرحبا بالعالم، كما يقال.</p>"


@pytest.mark.parametrize(
    ("title", "body", "language", "direction"),
    [
        ("مرحبا means hello", ENGLISH, "", "ltr"),
        ("Django برای همه", "<p>این نوشته دربارهٔ Django است و برای همه نوشته شده.</p>", "", "rtl"),
        ("Django برای همه", "<pre><code>import django.apps.registry as registry</code></pre>", "", "rtl"),
        ("What they said", f"{ENGLISH}<blockquote>{ARABIC * 9}</blockquote>", "", "ltr"),
        ("מה", f"<blockquote>{ENGLISH}</blockquote>", "", "rtl"),
        ("2026", f"<blockquote>{ARABIC}</blockquote>", "", "rtl"),
        ("Noted", '<p>a<sup data-footnote="مرحبا بالعالم"></sup></p>', "", "ltr"),
        ("2026", "<hr>", "", "auto"),
        ("Hello", ENGLISH, "ar", "rtl"),
        ("مرحبا", ARABIC, "en-gb", "ltr"),
        ("ދިވެހި", "<p>ދިވެހި</p>", "dv", "rtl"),  # a language that Django has no word for
    ],
)
def test_a_text_runs_as_its_language_does_or_most_of_its_letters(title, body, language, direction):
    assert markup.direction_of(title, body, language) == direction


@pytest.mark.parametrize(("title", "body", "direction"), [("مرحبا means hello", ENGLISH, "ltr"), ("!", ARABIC, "rtl")])
def test_it_runs_one_way_on_its_page_its_card_its_links_and_in_feeds(title, body, direction, client, edith):
    post = make_post(by=edith, title=title, slug="words", body=body)
    make_post(by=edith, title="Next", body='<p><a href="/words/">w</a></p>')

    assert f'<article class="post" lang="en" dir="{direction}">' in client.get("/words/").text
    assert f'<article class="card" lang="en" dir="{direction}">' in client.get("/").text
    assert f'dir="{direction}">{title}</a>' in client.get("/next/").text
    assert f'&lt;div lang="en" dir="{direction}"&gt;' in client.get("/feed.atom").text
    assert post.live_revision().direction == direction


def test_texts_of_an_older_version_learn_how_they_run(edith):
    post = make_post(by=edith, title="مرحبا", body=ARABIC)
    Revision.objects.update(direction="auto", markup_version=3)

    call_command("render_revisions", stdout=StringIO())

    assert post.live_revision().direction == "rtl"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (ENGLISH, ENGLISH),
        (ARABIC, '<p dir="rtl">مرحبا بالعالم، كما يقال.</p>'),
        ("<p>مرحبا means hello.</p>", "<p>مرحبا means hello.</p>"),
        ("<p>“نص عربي طويل” English.</p>", '<p dir="rtl">“نص عربي طويل” English.</p>'),
        (
            '<p>نص <a href="https://example.org/">https://example.org/</a></p>',
            '<p dir="rtl">نص <a href="https://example.org/" dir="ltr">https://example.org/</a></p>',
        ),
        ("<p>نص <code>f()</code></p>", '<p dir="rtl">نص <code dir="ltr">f()</code></p>'),
        ("<h2>نص</h2>", '<div class="heading" dir="rtl"><h2 id="نص">نص</h2> <a class="anchor" href="#نص" aria-label='),
        (
            "<ul><li><p>نص عربي</p></li><li><p>one</p></li><li><p>نص</p></li></ul>",
            '<ul dir="rtl"><li><p>نص عربي</p></li><li dir="ltr"><p>one</p></li><li><p>نص</p></li></ul>',
        ),
        (
            "<ol><li><p>one, two</p></li><li><p>نص</p></li></ol>",
            '<ol><li><p>one, two</p></li><li dir="rtl"><p>نص</p></li></ol>',
        ),
        (
            "<blockquote><p>نص عربي</p><p>said I.</p></blockquote>",
            '<blockquote dir="rtl"><p>نص عربي</p><p dir="ltr">said I.</p></blockquote>',
        ),
        (
            "<table><tbody><tr><th><p>نص</p></th><td><p>long words</p></td></tr></tbody></table>",
            '<table><tbody><tr><th dir="rtl"><p>نص</p></th><td><p>long words</p></td></tr></tbody></table></div>',
        ),
        ("<table><tbody><tr><th><p>نص</p></th></tr></tbody></table>", '<table dir="rtl"><tbody><tr><th><p>نص</p>'),
        ('<p>a<sup data-footnote="نص عربي"></sup></p>', '<li id="note-1" dir="rtl">نص عربي <a href="#note-mark-1"'),
        (
            '<figure data-image-id="9"><img><figcaption>نص</figcaption></figure>',
            '<p>Picture removed</p><span dir="rtl">نص</span></figure>',
        ),
        (
            '<figure data-embed="https://vimeo.com/1"><figcaption>نص</figcaption></figure>',
            '<figcaption dir="rtl">نص</figcaption></figure>',
        ),
        ("<p>1</p>", "<p>1</p>"),
    ],
)
def test_a_block_that_runs_the_other_way_says_so(body, html):
    assert html in markup.render(body, {})


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (ARABIC, ARABIC),
        (ENGLISH, '<p dir="ltr">Hello, world (as one says).</p>'),
        ("<p>Django مكتوب بلغة بايثون</p>", "<p>Django مكتوب بلغة بايثون</p>"),
        ("<p>نص <code>f()</code></p>", '<p>نص <code dir="ltr">f()</code></p>'),
        ("<pre><code>f()</code></pre>", '<pre class="code" tabindex="0" dir="ltr"><code>f()</code></pre>'),
        ('<p><a href="/a/">example.org/a/</a> نص</p>', '<p><a href="/a/" dir="ltr">example.org/a/</a> نص</p>'),
        ('<p><a href="/a/">a word</a> نص عربي طويل</p>', '<p><a href="/a/">a word</a> نص عربي طويل</p>'),
        (
            '<p>نص<sup data-footnote="https://example.org/"></sup></p>',
            '<li id="note-1"><a href="https://example.org/" dir="ltr">https://example.org/</a> <a href="#note-mark-1"',
        ),
    ],
)
def test_in_a_text_that_runs_left_code_and_addresses_do_not(body, html):
    assert html in markup.render(body, {}, direction="rtl")


def test_what_runs_one_way_stays_as_small_as_it_was():
    body = f'{ENGLISH}<p><code>f()</code> <a href="https://example.org/">https://example.org/</a></p>'

    assert markup.render(body, {}) == body


def test_how_blocks_run_is_not_asked_of_authors_and_not_kept(edith):
    post = make_post(by=edith, body=ARABIC + ENGLISH, language="en")

    assert "dir=" not in post.live_revision().body
    assert post.live_revision().html.startswith('<p dir="rtl">')
