"""Whatever changes a reader's page says so, inside its own transaction."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Author
from blog import workflow
from blog.models import Post, SiteSettings, Tag
from blog.popular.models import Reads
from blog.popular.ranking import rank_anew
from blog.redirects import pasting
from blog.redirects.models import Redirect
from blog.related import waiting
from blog.related.models import Gist, Term
from blog.series.models import Part, Series
from blog.signals import content_changed
from blog.translations.models import Translation
from media.models import Image
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

BY_THE_WORKFLOW = {
    "publishing": lambda post, by: workflow.publish(make_draft(post, by=by, title="Changed"), by=by),
    "scheduling": lambda post, by: workflow.publish(
        make_draft(post, by=by, title="Changed"), by=by, at=timezone.now() + timedelta(hours=1)
    ),
    "withdrawing": lambda post, by: workflow.withdraw(post, by=by),
    "the trash": lambda post, by: workflow.trash(post, by=by),
    "deleting": lambda post, by: post.delete(),
}


def another_order():
    Reads.objects.create(post=Post.objects.first(), day=timezone.now().date(), reads=9)
    rank_anew()


def another_neighbour():
    """A post that says the same, of which nobody has heard yet."""
    post = Post.objects.first()
    waiting.relate(post.pk)
    same = Gist.objects.create(post=Post.objects.create(), revision=post.live_revision(), step=Gist.Step.DONE)
    Term.objects.bulk_create(Term(gist=same, term=each.term, weight=each.weight) for each in post.gist.terms.all())
    Gist.objects.filter(pk=post.pk).update(step=Gist.Step.RELATE)
    waiting.relate(post.pk)


BY_A_SAVE = {
    "an author": lambda: Author.objects.first().save(),
    "a tag": lambda: Tag.objects.first().save(),
    "a picture": lambda: Image.objects.first().save(),
    "a redirect": lambda: Redirect.objects.create(path="/old", target="/new/"),
    "a deleted redirect": lambda: Redirect.objects.create(path="/old").delete(),
    "pasted redirects": lambda: pasting.keep("/old /new/"),
    "the settings": lambda: SiteSettings.load().save(),
    "a series": lambda: Series.objects.first().save(),
    "a part of one": lambda: Part.objects.first().delete(),
    "a translation": lambda: Translation.objects.create(post=Post.objects.first(), original=Post.objects.first()),
    "another order of what is read most": another_order,
    "another neighbour": another_neighbour,
    "a deleted tag": lambda: Tag.objects.create(name="unused").delete(),
    "a deleted author": lambda: Author.objects.create(name="Nobody").delete(),
    "a deleted picture": lambda: make_image().delete(),
}
# Every table that reader pages read, and what changes it.
CHANGED_BY = {
    "blog_post": BY_THE_WORKFLOW,
    "blog_address": BY_THE_WORKFLOW,
    "blog_revision": BY_THE_WORKFLOW,
    "blog_byline": BY_THE_WORKFLOW,
    "blog_tagplacement": BY_THE_WORKFLOW,
    "blog_imageplacement": BY_THE_WORKFLOW,
    "blog_linkplacement": BY_THE_WORKFLOW,
    "blog_tagcount": BY_THE_WORKFLOW,
    "blog_monthcount": BY_THE_WORKFLOW,
    "blog_countedat": BY_THE_WORKFLOW,
    "search_document": BY_THE_WORKFLOW,
    "search_index": BY_THE_WORKFLOW,
    "search_language": BY_THE_WORKFLOW,
    "search_spelling": BY_THE_WORKFLOW,
    "blog_tag": BY_A_SAVE,
    "blog_tagaddress": BY_A_SAVE,
    "accounts_author": BY_A_SAVE,
    "accounts_authoraddress": BY_A_SAVE,
    "media_image": BY_A_SAVE,
    "search_name": BY_A_SAVE,
    "series_series": BY_A_SAVE,
    "series_part": BY_A_SAVE,
    "translations_translation": BY_A_SAVE,
    "popular_rank": BY_A_SAVE,
    "related_neighbour": BY_A_SAVE,
    "blog_sitesettings": BY_A_SAVE,
    "redirects_redirect": BY_A_SAVE,
}
PAGES = [
    *("/", "/words/", "/tags/", "/tags/birds/", "/archive/", "/archive/2020/", "/archive/2020/05/", "/authors/edith/"),
    *("/feed.xml", "/feed.atom", "/feed.json", "/tags/birds/feed.xml", "/authors/edith/feed.atom", "/sitemap.xml"),
    *("/search/?q=words", "/search/?q=wrods", "/search/suggest/?q=wo", "/search/feed.atom?q=words"),
    *("/authors/", "/series/", "/series/tides/", "/series/tides/feed.atom", "/sitemap/lists.xml"),
    *("/tags/birds+sea/", "/tags/was-birds/"),
    *("/nothing-here/", "/withdrawn/"),
]


@pytest.fixture
def heard():
    """Every announcement so far: whether it came inside a transaction."""
    announced = []

    def listen(sender, **kwargs):
        announced.append(connection.in_atomic_block)

    content_changed.connect(listen)
    yield announced
    content_changed.disconnect(listen)


@pytest.fixture
def post(edith):
    image = make_image()
    body = f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>'
    dated = datetime(2020, 5, 4, 12, tzinfo=UTC)
    post = make_post(by=edith, title="Words", body=body, cover=image, tags=("Birds",), date_given=dated)
    Part.objects.create(series=Series.objects.create(title="Tides"), post=post, position=1)
    return post


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", BY_THE_WORKFLOW)
def test_a_step_announces_what_readers_can_see_of_it(change, post, edith, heard):
    BY_THE_WORKFLOW[change](post, edith)

    assert heard
    assert all(heard)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", BY_A_SAVE)
def test_a_change_of_what_pages_show_beside_the_text_is_announced(change, post, heard):
    BY_A_SAVE[change]()

    assert heard
    assert all(heard)


def test_a_draft_is_nobodys_news(post, edith, heard):
    make_draft(post, by=edith, title="Not yet")

    assert not heard


def test_no_page_reads_a_table_whose_changes_are_not_announced(post, edith, client):
    make_post(by=edith, title="Withdrawn")
    workflow.withdraw(Post.objects.latest("pk"), by=edith)

    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        read = {table for query in captured for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
        assert read <= CHANGED_BY.keys(), page


def test_no_page_writes(post, client):
    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        assert [query["sql"] for query in captured if re.match("INSERT|UPDATE|DELETE|SAVEPOINT", query["sql"])] == [], (
            page
        )
