"""Around a text in a language that we do not speak, our words are the publication's, and say so."""

import pytest

from blog.models import SiteSettings
from blog.spoken import spoken
from tests.factories import make_post

TEXT = (
    "<h2>یک</h2><h2>دو</h2><h2>سه</h2><pre><code>x</code></pre>"
    '<figure data-embed="https://vimeo.com/76979871"><figcaption>فیلم</figcaption></figure>'
)


@pytest.mark.parametrize(
    ("language", "ours"), [("fa", "sv"), ("de", "de"), ("de-at", "de-at"), ("en-gb", "en-gb"), ("sv", "sv")]
)
def test_our_words_are_in_the_language_of_the_text_where_we_speak_it(language, ours):
    assert spoken(language, "sv") == ours


def test_around_a_text_in_another_language_they_are_the_publications_and_marked(client, edith):
    SiteSettings(language="de").save()
    make_post(by=edith, title="شب", slug="shab", language="fa", body=TEXT)

    page = client.get("/shab/").text
    article = page.partition("<article")[2].partition("</article>")[0]

    assert '<article class="post" lang="fa" dir="rtl"' in page
    assert '<summary lang="de">Inhalt</summary>' in article
    assert '<span lang="de" dir="auto">1 Min. Lesezeit</span>' in article
    assert '<a href="https://vimeo.com/76979871" lang="de">Auf Vimeo ansehen</a>' in article
    assert '<nav class="share" lang="de" aria-label=' in article
    assert '<button type="button" lang="de">Kopieren</button>' in article
    assert '<span lang="de" dir="auto">1 Min. Lesezeit</span>' in client.get("/").text


def test_around_a_text_in_one_that_we_speak_nothing_is_marked(client, edith):
    SiteSettings(language="de").save()
    make_post(by=edith, title="Natt", language="sv", body=TEXT)

    article = client.get("/natt/").text.partition("<article")[2].partition("</article>")[0]

    assert article.count("lang=") == 1  # its own
    assert "<summary>Innehåll</summary>" in article


def test_the_words_around_a_text_in_another_language_follow_the_publications(edith):
    post = make_post(by=edith, title="شب", slug="shab", language="fa", body=TEXT)

    SiteSettings(language="sv").save()

    assert '<summary lang="sv">Innehåll</summary>' in post.live_revision().html


def test_how_long_a_text_takes_is_counted_as_its_own_language_is_read(client, edith):
    make_post(by=edith, title="夜", slug="yoru", language="ja", body=f"<p>{'夜' * 1500}</p>")

    assert '<span lang="en" dir="auto">3 min read</span>' in client.get("/yoru/").text
