"""The language of a text: a tag that browsers and search engines know, whatever has been typed or stored."""

import pytest
from django.core.exceptions import ValidationError

from blog import workflow
from blog.models import Revision
from blog.sitemaps import POSTS_PER_PART
from blog.translations import linking
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_post

NO_TAGS = [
    "Swedish",
    "s",
    "sv SE",
    "en-",
    "-en",
    "en--gb",
    "e1",
    "pt-Brazil1234",
    "sv;drop",
    '"><b>',
    "../../etc",
    "zh-123456789",
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("SV", "sv"),
        ("PT-br", "pt-BR"),
        ("zh_hant", "zh-Hant"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("ES-419", "es-419"),
        ("de-ch-1996", "de-CH-1996"),
        ("gsw", "gsw"),
        (" en-GB ", "en-GB"),
        ("EN-X-Twain", "en-x-twain"),
    ],
)
def test_a_tag_is_kept_in_its_usual_case(typed, kept, edith):
    assert make_draft(by=edith, language=typed).language == kept


@pytest.mark.parametrize("typed", NO_TAGS)
def test_what_is_no_tag_is_refused_and_says_what_one_is(typed, edith):
    with pytest.raises(workflow.Refused) as refused:
        make_draft(by=edith, language=typed)

    assert refused.value.code == "language"
    assert "pt-BR for the Portuguese of Brazil" in refused.value.message_dict["language"][0]


def test_the_form_says_so_beside_the_field_and_keeps_the_words(as_user, alma):
    post = make_draft(by=alma).post

    page = as_user(alma).post(change(post), form_data(post, body="<p>Precious.</p>", language="Swedish")).text

    assert "“Swedish” is no tag of a language." in page
    assert "Precious." in page
    assert 'value="Swedish"' in page
    assert post.revisions.count() == 1


def test_the_same_tag_in_another_case_is_no_change(as_user, alma):
    post = make_draft(by=alma, language="pt-BR").post

    as_user(alma).post(change(post), form_data(post, language="PT-br"))

    assert post.revisions.count() == 1


@pytest.mark.parametrize("stored", NO_TAGS)
def test_what_something_has_stored_past_the_workflow_breaks_no_page(stored, client, edith):
    original = make_post(by=edith, title="Tides", tags=("sea",), language="sv")
    linking.link(make_post(by=edith, title="Gezeiten", language="de"), original, by=edith)
    Revision.objects.filter(post=original).update(language=stored[:12])

    pages = ["/tides/", "/gezeiten/", "/", "/tags/sea/", "/search/?q=tides", "/feed.xml", "/feed.atom", "/feed.json"]
    for address in [*pages, f"/sitemap/posts-{original.pk // POSTS_PER_PART}.xml"]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert f'"{stored[:12]}"' not in response.text, address
    assert '<article class="post" lang="en"' in client.get("/tides/").text
    assert 'hreflang="en" href="http' in client.get("/gezeiten/").text


def test_a_tag_that_was_stored_in_another_case_reads_as_usual(client, edith):
    post = make_post(by=edith, title="Marés", slug="words", language="pt")
    Revision.objects.filter(post=post).update(language="PT-br")

    assert 'lang="pt-BR"' in client.get("/words/").text


def test_a_language_has_the_name_its_readers_give_it_whatever_its_case(client, edith):
    original = make_post(by=edith, title="Tides")
    linking.link(make_post(by=edith, title="潮汐", slug="chaoxi", language="zh-Hant"), original, by=edith)

    assert "<bdi>繁體中文</bdi>" in client.get("/tides/").text


def test_the_model_refuses_what_is_no_tag(edith):
    revision = make_draft(by=edith)
    revision.language = "Swedish"

    with pytest.raises(ValidationError, match="no tag of a language"):
        revision.clean_fields()
