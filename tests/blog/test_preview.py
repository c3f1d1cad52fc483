"""The preview: what is saved, what was, and what is not saved yet, in a frame that cannot do harm."""

import html
import re

import pytest
from django.urls import reverse

from blog import workflow
from blog.models import Revision
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_post


def framed(response) -> str:
    """What stands inside the frame."""
    return html.unescape(re.search(r'<iframe [^>]*srcdoc="([^"]*)"', response.text)[1])


def preview(post, number=None):
    if number is None:
        return reverse("admin:blog_post_preview", args=[post.pk])
    return reverse("admin:blog_post_preview_of", args=[post.pk, number])


def test_what_is_saved_stands_in_a_frame_under_a_choice_of_widths(as_user, alma):
    draft = make_draft(by=alma, title="Leaving", body="<p>Words.</p>")

    response = as_user(alma).get(preview(draft.post))

    assert "<h1>Leaving</h1>" in framed(response)
    assert "<p>Words.</p>" in framed(response)
    assert re.findall(r'value="(phone|tablet|desktop)"( checked)?', response.text) == [
        ("phone", ""),
        ("tablet", ""),
        ("desktop", " checked"),
    ]
    assert "Number 1, saved" in response.text


def test_unsaved_words_stand_in_the_frame_and_nothing_is_kept(as_user, alma):
    draft = make_draft(by=alma)

    response = as_user(alma).post(change(draft.post), form_data(draft.post, body="<p>Unsaved.</p>", _preview=""))

    assert "<p>Unsaved.</p>" in framed(response)
    assert "Not saved" in response.text
    assert Revision.objects.get() == draft


def test_a_post_that_was_never_saved_has_a_preview(as_user, alma):
    data = form_data(title="Brand new", authors=[alma.author.pk], _preview="")

    response = as_user(alma).post("/admin/blog/post/add/", data)

    assert "<h1>Brand new</h1>" in framed(response)
    assert not Revision.objects.exists()


def test_an_older_revision_is_rendered_anew(as_user, alma):
    first = make_draft(by=alma, title="One", body="<p>First.</p>")
    make_draft(first.post, by=alma, title="Two", body="<p>Second.</p>")
    first.refresh_from_db()
    assert first.html == ""

    response = as_user(alma).get(preview(first.post, 1))

    assert "<p>First.</p>" in framed(response)
    first.refresh_from_db()
    assert first.html == ""
    assert as_user(alma).get(preview(first.post, 9)).status_code == 404


@pytest.mark.parametrize("how", ["withdrawn", "trashed"])
def test_what_nobody_reads_any_more_has_a_preview(how, as_user, edith):
    post = make_post(by=edith, body="<p>Words.</p>")
    (workflow.withdraw if how == "withdrawn" else workflow.trash)(post, by=edith)

    assert "<p>Words.</p>" in framed(as_user(edith).get(preview(post)))


def test_the_frame_is_kept_from_running_sending_and_leaving(as_user, alma):
    body = '<h2>Head</h2><p>A <a href="/tags/">link</a>, a note<sup data-footnote="Noted."></sup></p>'
    draft = make_draft(by=alma, body=body + '<pre><code>&lt;a href="#x"&gt;</code></pre>')

    response = as_user(alma).get(preview(draft.post))

    allowed = re.search(r'sandbox="([^"]*)"', response.text)[1].split()
    assert set(allowed) == {"allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"}
    page = framed(response)
    assert '<base target="_blank">' in page
    assert '<a href="/tags/">link</a>' in page
    assert 'target="_self" href="about:srcdoc#note-1"' in page
    assert '&lt;a href="#x"&gt;' in page.replace("&quot;", '"')


def test_no_page_is_allowed_to_be_framed_for_it(as_user, alma):
    draft = make_draft(by=alma)

    response = as_user(alma).get(preview(draft.post))

    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("no-store, private")
    assert response["X-Robots-Tag"] == "noindex"
    assert "<style" not in response.text
    assert " style=" not in response.text


@pytest.mark.parametrize("number", [None, 1])
@pytest.mark.parametrize(
    ("who", "status"),
    [("alma", 200), ("edith", 200), ("ada", 200), ("otto", 404), ("cora", 404), ("reader", 302), (None, 302)],
)
def test_for_whom_there_is_a_preview(number, who, status, client, alma, request):
    draft = make_draft(by=alma, body="<p>Secret.</p>")
    if who:
        client.force_login(request.getfixturevalue(who))

    response = client.get(preview(draft.post, number))

    assert response.status_code == status
    assert ("Secret." in response.text) is (status == 200)


def test_somebody_elses_revision_is_not_shown_under_ones_own_post(as_user, alma, otto):
    own, others = make_draft(by=alma), make_draft(by=otto, body="<p>Secret.</p>")
    make_draft(others.post, by=otto)

    assert as_user(alma).get(preview(own.post, 2)).status_code == 404
