"""What differs between two texts, as people read it."""

from dataclasses import replace

from blog.comparing import compare_words, described, differing_fields, passages
from blog.workflow import Text


def test_words_that_went_and_came_are_marked():
    assert compare_words("a long day", "a short day") == "a <del>long</del> <ins>short</ins> day"


def test_what_is_typed_never_becomes_markup():
    html = compare_words("<b>x</b>", "<script>x</script>")

    assert "<b>" not in html
    assert "<script>" not in html
    assert "&lt;" in html


def test_a_body_is_shown_in_runs_of_same_and_changed_blocks():
    found = passages("<p>One</p><p>Two</p><p>Three</p>", "<p>One</p><p>2</p><p>Three</p><h2>Four</h2>")

    assert [passage.same for passage in found] == [True, False, True, False]
    assert "<del>Two</del> <ins>2</ins>" in found[1].html[0]
    assert "<ins>Four</ins>" in found[3].html[0]


def test_a_changed_form_is_told_though_the_words_are_the_same():
    (passage,) = passages("<p>One</p>", "<p><strong>One</strong></p>")

    assert not passage.same
    assert "only its form has changed" in passage.html[0]


def test_pictures_captions_footnotes_and_links_are_compared_as_words():
    figure = '<figure data-image-id="7"><img alt="A &amp; B"><figcaption>The <em>sea</em></figcaption></figure>'

    assert described(figure) == "[Picture 7; alternative text: A & B; caption: The sea]"
    assert described('<p>See<sup data-footnote="x &lt; y"></sup></p>') == "See[Footnote: x < y]"
    assert described('<p><a href="/a/">here</a></p>') == "here [/a/]"


def test_fields_are_compared_by_name():
    before = Text(title="Old title", tags=("a",), seo_title="", listed=True)

    found = differing_fields(before, replace(before, title="New title", tags=("a", "b"), listed=False))

    assert [(difference.label, difference.html) for difference in found] == [
        ("Title", "<del>Old</del> <ins>New</ins> title"),
        ("In lists and feeds", "<del>yes</del> <ins>no</ins>"),
        ("Tags", "<del>a</del> <ins>a, b</ins>"),
    ]


def test_two_very_long_paragraphs_are_shown_one_after_the_other():
    before, after = ("word " * 3000).strip(), ("other " * 3000).strip()

    assert compare_words(before, after) == f"<del>{before}</del> <ins>{after}</ins>"
