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
