"""The door between what is written and what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import markup
from tests.factories_media import make_image

RICH = (
    "<p>Plain, <strong>bold</strong>, <em>italic</em>, <s>gone</s>, <code>x &lt; y</code>, H<sub>2</sub>O.</p>"
    "<h2>One</h2><h3>Two</h3><h4>Three</h4><ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
    '<ol start="3"><li><p>c</p></li></ol><blockquote><p>Said.</p></blockquote><hr>'
    '<pre><code class="language-python">if x &lt; 1:\n    print("é")</code></pre>'
    "<table><tbody><tr><th><p>h</p></th></tr><tr><td><p>d</p></td></tr></tbody></table>"
    '<p>A<br>b <a href="/tags/">tags</a> <a href="https://example.org/?a=1&amp;b=2">out</a></p>'
    '<p>Noted<sup data-footnote="See “there” &amp; here"></sup>.</p>'
    '<figure data-image-id="7"><img alt="typed"><figcaption>With <em>stress</em></figcaption></figure>'
    '<figure data-image-id="8"><img></figure><figure data-image-id="9"><img alt=""><figcaption></figcaption></figure>'
)


def test_what_is_clean_comes_back_letter_for_letter():
    assert markup.clean(RICH) == RICH


@given(st.text(alphabet=st.sampled_from(list("<>/=\"' abpimgfure&;#x")), max_size=60))
def test_cleaning_twice_is_cleaning_once(text):
    once = markup.clean(text)

    assert markup.clean(once) == once


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ("<script>alert(1)</script><p>ok</p>", "<p>ok</p>"),
        ('<p onclick="x()" style="color:red" class="a">ok</p>', "<p>ok</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<p><img src="https://tracker.example/x.gif" alt="x">ok</p>', "<p>ok</p>"),
        ('<figure><img src="/x.png" alt="x"><figcaption>Words</figcaption></figure>', "<p>Words</p>"),
        (
            '<figure data-image-id="7" data-library-alt="l"><img src="/u/x.webp" width="9" height="9"></figure>',
            '<figure data-image-id="7"><img></figure>',
        ),
        ('<figure data-image-id="7 onload=x"><img></figure>', ""),
        ('<pre><code class="language-python evil">x</code></pre>', "<pre><code>x</code></pre>"),
        ("<p></p><p> </p>", ""),
        ('<iframe src="https://example.org"></iframe>', ""),
    ],
)
def test_what_is_not_in_the_subset_goes(dirty, kept):
    assert markup.clean(dirty) == kept


def test_pictures_get_their_words_from_the_text_before_the_library(db):
    image = make_image(alt="Library alt", caption="Library caption", credit="Ada")
    typed = f'<figure data-image-id="{image.pk}"><img alt="Own"><figcaption>Own <em>words</em></figcaption></figure>'
    inherited = f'<figure data-image-id="{image.pk}"><img></figure>'

    own, library = markup.render(typed), markup.render(inherited)

    assert 'alt="Own"' in own
    assert "Own <em>words</em>" in own
    assert "Library" not in own
    assert 'alt="Library alt"' in library
    assert library.count("Library caption") == 1


def test_a_removed_picture_says_so(db):
    html = markup.render('<figure data-image-id="404"><img><figcaption>Kept words</figcaption></figure>')

    assert "Picture removed" in html
    assert "Kept words" in html


def test_headings_get_an_anchor_each():
    html = markup.render("<h2>Über <em>Uns</em></h2><h2>Über Uns</h2><h3>…</h3>", {})

    assert '<h2 id="über-uns">' in html
    assert '<h2 id="über-uns-2">' in html
    assert '<h3 id="section">' in html
    assert '</h2> <a class="anchor" href="#über-uns-2" aria-label="Link to section “Über Uns”">#</a></div>' in html


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Content", "content-2"),  # what the page calls its text
        ("Note 1", "note-1-2"),  # what footnotes are called
        ('Tides<sup data-footnote="High"></sup>', "tides"),
    ],
)
def test_an_anchor_is_of_the_headings_words_and_nobody_elses(heading, anchor):
    assert f'<h2 id="{anchor}">' in markup.render(f"<h2>{heading}</h2>", {})


def test_a_heading_without_words_leads_nowhere():
    assert markup.render("<h2></h2>", {}) == '<h2 id="section"></h2>'


def test_three_headings_make_a_table_of_contents_and_two_do_not():
    three = "<h2>One</h2><h3>Two &amp; <em>a half</em></h3><h4>Deep</h4><h2>Three</h2>"

    html = markup.render(three + "<blockquote><h2>Said</h2></blockquote>", {})

    assert html.startswith('<nav class="contents" aria-label="Contents"><details><summary>Contents</summary>')
    table = html.partition("</nav>")[0].partition("</summary>")[2]
    assert table == (
        '<ol><li><a href="#one">One</a><ol><li><a href="#two-a-half">Two &amp; a half</a></li></ol></li>'
        '<li><a href="#three">Three</a></li></ol></details>'
    )
    assert "<nav" not in markup.render("<h2>One</h2><h3>Two</h3><h4>Three</h4>", {})


def test_a_text_that_begins_below_has_its_headings_in_one_row():
    html = markup.render("<h3>One</h3><h2>Two</h2><h3>Three</h3>", {})

    assert '<ol><li><a href="#one">One</a></li><li><a href="#two">Two</a><ol><li><a href="#three">' in html


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>It’s well-known, isn’t it?</p>", 4),
        ("<p>One—two – three/four…five</p><p>six</p>", 6),
        ("<p>日本語の文。</p>", 5),
        ("<p>東京 Tower 2024年</p>", 5),
        ("<p>हिन्दी भाषा</p>", 2),
        ("<p>مُدَوَّنَة</p>", 1),
        ("<p>한국어 문장</p>", 2),
        ("<p>… — !</p>", 0),
        ("<p>" + "=" * 100_000 + "</p>", 0),
    ],
)
def test_words_are_counted_as_their_script_has_them(body, words):
    assert markup.count_words(body) == words


def test_footnotes_are_numbered_over_the_whole_post_and_lead_back():
    body = (
        '<p>a<sup data-footnote="One: https://example.org/x."></sup></p><p>b<sup data-footnote="&lt;Two&gt;"></sup></p>'
    )

    html = markup.render(body, {})

    assert html.count('role="doc-noteref"') == 2
    assert 'id="note-2"' in html
    assert "&lt;Two&gt;" in html
    assert '<a href="https://example.org/x">https://example.org/x</a>.' in html


def test_code_is_coloured_and_keeps_every_letter():
    html = markup.render(
        '<pre><code class="language-python">def f():\n    return "&lt;b&gt;"\n\n\nx = 1</code></pre>', {}
    )

    assert 'class="k"' in html
    assert markup.plain(html) == 'def f():\n    return "<b>"\n\n\nx = 1'


def test_only_what_is_coloured_gets_a_class():
    html = markup.render('<pre><code class="language-python">x = y + f(1)  # sum</code></pre>', {})

    assert 'data-language="Python"' in html
    assert '<code>x = y + f(<span class="m">1</span>)  <span class="c"># sum</span></code>' in html


def test_very_much_code_stays_plain():
    html = markup.render(f'<pre><code class="language-python">{"x = 1; " * 20_000}</code></pre>', {})

    assert 'data-language="Python"' in html
    assert "<span" not in html


def test_code_in_an_unknown_language_stays_plain():
    html = markup.render('<pre><code class="language-klingon">a &lt; b</code></pre>', {})

    assert "a &lt; b" in html


def test_words_are_counted_and_the_first_ones_make_the_excerpt():
    body = "<h2>Head</h2><p>It’s a well-known “fact”.</p><p>" + "word " * 200 + "</p>"

    assert markup.count_words(body) == 1 + 4 + 200
    assert markup.excerpt(body).startswith("It’s a well-known “fact”. word word")
    assert markup.excerpt(body).endswith("word…")
    assert len(markup.excerpt(body)) <= 240


@pytest.mark.parametrize(
    ("here", "in_a_feed"),
    [
        ('<a href="/tags/">', '<a href="https://example.org/tags/">'),
        ('<a href="/">', '<a href="https://example.org/">'),
        ('<a href="#note-1">', '<a href="https://example.org/post/#note-1">'),
        ('<a href="?before=1-2">', '<a href="https://example.org/post/?before=1-2">'),
        ('<a href="//x.org/">', '<a href="//x.org/">'),
        ('<a href="https://x.org/">', '<a href="https://x.org/">'),
        ('<img src="/u/a" alt="a, /b">', '<img src="https://example.org/u/a" alt="a, /b">'),
        (
            '<source srcset="/u/a 1w, /u/b 2w">',
            '<source srcset="https://example.org/u/a 1w, https://example.org/u/b 2w">',
        ),
        ('<nav class="contents"><details></details></nav><p>a</p>', "<p>a</p>"),
        (
            '<div class="heading"><h2>a</h2> <a class="anchor" href="#a">#</a></div>',
            '<div class="heading"><h2>a</h2></div>',
        ),
        ('<p>Write href="/tags/" or &lt;a href="/"&gt;.</p>', '<p>Write href="/tags/" or &lt;a href="/"&gt;.</p>'),
    ],
)
def test_feeds_get_whole_addresses(here, in_a_feed):
    assert markup.for_feed(here, "https://example.org", "/post/") == in_a_feed


def test_opening_and_saving_gives_back_the_same_body(db):
    image = make_image(alt="Library alt")
    body = f'<p>a</p><figure data-image-id="{image.pk}"><img><figcaption>c</figcaption></figure>'

    opened = markup.opened(body)

    assert 'data-library-alt="Library alt"' in opened
    assert "src=" in opened
    assert markup.clean(opened) == body
