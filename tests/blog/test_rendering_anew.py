"""Rendered text follows its pictures and the version of the markup; what an author typed stays as it was."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils.translation import get_language
from django_tasks_db.models import DBTaskResult

from blog import inheriting, workflow
from blog.markup import rendering
from blog.models import Revision, SiteSettings
from blog.tasks import render_without_language
from tests.factories import make_draft, make_post
from tests.factories_media import make_image


def body_with(image, words=""):
    return f'<p>Words.</p><figure data-image-id="{image.pk}"><img>{words}</figure>'


def test_new_words_in_the_library_reach_the_posts_that_inherit_them(edith):
    image = make_image(caption="Old words")
    inherits = make_post(by=edith, body=body_with(image))
    has_own = make_post(by=edith, body=body_with(image, "<figcaption>Own words</figcaption>"))
    body = inherits.live_revision().body

    image.caption = "New words"
    image.save()

    assert "New words" in inherits.live_revision().html
    assert inherits.live_revision().body == body
    assert "Own words" in has_own.live_revision().html
    assert "New words" not in has_own.live_revision().html


def test_renditions_that_come_later_reach_the_page(edith):
    image = make_image((1000, 600))
    post = make_post(by=edith, body=body_with(image))

    image.renditions = {"webp": [400, 1000], "avif": [400]}
    image.save(update_fields=["renditions"])

    assert "image/avif" in post.live_revision().html


def test_a_picture_that_a_post_shows_is_not_deleted(edith):
    image, cover = make_image(), make_image()
    make_post(by=edith, body=body_with(image), cover=cover)

    for shown in (image, cover):
        with pytest.raises(ProtectedError):
            shown.delete()


def test_a_picture_of_a_withdrawn_post_may_go_and_leaves_a_note(edith):
    image = make_image()
    post = make_post(by=edith, body=body_with(image), cover=image)
    workflow.withdraw(post, by=edith)

    image.delete()

    again = make_draft(post, by=edith, title="Again")
    assert "Picture removed" in again.html
    assert again.cover is None


def test_a_new_version_of_the_markup_renders_what_is_older(edith):
    post = make_post(by=edith, body="<h2>Head</h2>")
    Revision.objects.update(html="old", markup_version=0, word_count=0)
    out = StringIO()

    call_command("render_revisions", stdout=out)
    call_command("render_revisions", stdout=out)

    assert '<h2 id="head">Head</h2>' in post.live_revision().html
    assert post.live_revision().word_count == 1
    assert out.getvalue() == "1 rendered.\n0 rendered.\n"


@pytest.mark.parametrize(("own", "expected"), [("", "de"), ("sv", "sv"), ("en", "en")])
def test_what_we_say_in_a_text_is_in_its_language_not_in_that_of_the_desk(own, expected, edith, monkeypatch):
    monkeypatch.setattr(rendering, "_", lambda words: f"{words} ({get_language()})")
    SiteSettings(language="de").save()
    post = make_post(by=edith, language=own, body='<p>a<sup data-footnote="b"></sup></p>')
    saved = post.live_revision().html

    call_command("render_revisions", "--again", stdout=StringIO())

    assert f'aria-label="Footnotes ({expected})"' in saved
    assert post.live_revision().html == saved


def test_another_language_of_the_publication_is_that_of_what_we_say_in_texts_at_once(edith):
    noted = '<p>a<sup data-footnote="b"></sup></p>'
    follows = make_post(by=edith, body=noted)
    has_own = make_post(by=edith, body=noted, language="sv")
    draft = make_draft(by=edith, body=noted)

    SiteSettings(language="de").save()

    draft.refresh_from_db()
    assert [revision.html.count("Fußnoten") for revision in (follows.live_revision(), draft)] == [1, 1]
    assert "Fotnoter" in has_own.live_revision().html


def test_of_very_many_texts_the_last_follow_the_language_late(edith, monkeypatch):
    monkeypatch.setattr(inheriting, "AT_ONCE", 1)
    monkeypatch.setattr("blog.tasks.BATCH", 2)
    posts = [make_post(by=edith, body='<p>a<sup data-footnote="b"></sup></p>') for _number in range(4)]

    SiteSettings(language="de").save()

    assert ["Fußnoten" in post.live_revision().html for post in posts] == [False, False, False, True]
    (late,) = DBTaskResult.objects.filter(task_path="blog.tasks.render_without_language")
    for _time in range(2):
        render_without_language.call(*late.args_kwargs["args"])
        assert all("Fußnoten" in post.live_revision().html for post in posts)


def test_a_late_task_of_a_language_that_is_no_more_does_nothing(edith):
    SiteSettings(language="de").save()
    post = make_post(by=edith, body='<p>a<sup data-footnote="b"></sup></p>')
    Revision.objects.update(html="as it was")

    render_without_language.call("sv")

    assert post.live_revision().html == "as it was"


def test_settings_that_keep_their_language_render_nothing(edith):
    SiteSettings(language="de").save()
    make_post(by=edith)
    Revision.objects.update(html="as it was")

    site = SiteSettings.load()
    site.tagline = "New"
    site.save()

    assert Revision.objects.get().html == "as it was"


def test_a_navigation_that_nobody_has_changed_follows_the_language(db):
    site = SiteSettings.load()
    labels = {}
    for language in ("de", "ar", "en"):
        site.language = language
        site.save()
        labels[language] = [link["label"] for link in SiteSettings.load().navigation]

    assert labels["de"] == ["Schlagwörter", "Archiv", "Suche"]
    assert labels["ar"] == ["الوسوم", "الأرشيف", "بحث"]
    assert labels["en"] == ["Tags", "Archive", "Search"]


def test_a_navigation_of_ones_own_stays(db):
    own = [{"label": "Tags", "address": "/tags/"}, {"label": "About", "address": "/about/"}]
    SiteSettings(navigation=own).save()

    site = SiteSettings.load()
    site.language = "de"
    site.save()

    assert SiteSettings.load().navigation == own
