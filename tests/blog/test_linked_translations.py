"""Posts that say the same in several languages: linking them at the desk, and what readers and search engines learn."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from blog import workflow
from blog.models import Revision, SiteSettings
from blog.translations import linking, reading
from blog.translations.models import Translation
from tests.bench.corpus import make_corpus
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_post
from tests.plans import explain, queries_of


@pytest.fixture(autouse=True)
def address(settings):
    settings.BYLINE_URL = "https://example.org"


@pytest.fixture
def tides(edith):
    """The same in English, the publication’s language, in Swedish and in Arabic."""
    english = make_post(by=edith, title="Tides")
    for title, language in (("Tidvatten", "sv"), ("Almadd", "ar")):
        linking.link(make_post(by=edith, title=title, language=language), english, by=edith)
    return english


def hreflangs(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="https://example.org([^"]+)"', page))


def also_in(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" rel="alternate" hreflang', page)


# -- for readers


@pytest.mark.parametrize("here", ["/tides/", "/tidvatten/", "/almadd/"])
def test_each_version_leads_to_all_of_them(here, client, tides):
    page = client.get(here).text

    assert hreflangs(page) == {"en": "/tides/", "sv": "/tidvatten/", "ar": "/almadd/", "x-default": "/tides/"}
    assert also_in(page) == [other for other in ("/tides/", "/tidvatten/", "/almadd/") if other != here]


def test_languages_have_the_names_their_readers_give_them(client, tides):
    page = client.get("/tides/").text

    assert "Also in" in page
    assert 'lang="sv" title="Tidvatten"><bdi>svenska</bdi>' in page
    assert "العربيّة" in page


def test_only_what_is_live_is_named(client, edith, tides):
    german = make_post(by=edith, title="Gezeiten", language="de", at=timezone.now() + timedelta(days=1))
    linking.link(german, tides, by=edith)
    workflow.withdraw(Translation.objects.get(post__latest__language="sv").post, by=edith)

    page = client.get("/tides/").text

    assert set(hreflangs(page)) == {"en", "ar", "x-default"}
    assert also_in(page) == ["/almadd/"]


def test_the_others_know_each_other_without_the_original(client, edith, tides):
    workflow.withdraw(tides, by=edith)

    assert set(hreflangs(client.get("/tidvatten/").text)) == {"sv", "ar", "x-default"}


def test_a_post_without_translations_says_nothing_of_languages(client, edith):
    make_post(by=edith, title="Alone")

    page = client.get("/alone/").text

    assert "hreflang" not in page


def test_of_two_that_say_they_are_in_one_language_the_first_counts(client, edith, tides):
    swedish = Translation.objects.get(post__latest__language="sv").post
    workflow.publish(make_draft(swedish, by=edith, language="ar"), by=edith)

    assert hreflangs(client.get("/tides/").text)["ar"] == "/tidvatten/"
    assert hreflangs(client.get("/almadd/").text) == {}


def test_what_was_first_published_elsewhere_is_a_link_for_readers_alone(client, edith, tides):
    swedish = Translation.objects.get(post__latest__language="sv").post
    workflow.publish(make_draft(swedish, by=edith, canonical_url="https://elsewhere.example/t"), by=edith)

    assert "sv" not in hreflangs(client.get("/tides/").text)
    assert "/tidvatten/" in also_in(client.get("/tides/").text)
    assert hreflangs(client.get("/tidvatten/").text) == {}


def test_a_page_such_as_about_has_translations_too(client, edith):
    about = make_post(by=edith, title="About", listed=False)
    linking.link(make_post(by=edith, title="Om oss", language="sv", listed=False), about, by=edith)

    assert also_in(client.get("/about/").text) == ["/om-oss/"]


def test_the_sitemap_names_the_versions_of_each(client, edith, tides):
    make_post(by=edith, title="Alone")
    part = tides.pk // 1000

    tree = ElementTree.fromstring(client.get(f"/sitemap/posts-{part}.xml").content)

    found = {
        entry.findtext("{*}loc").removeprefix("https://example.org"): [
            link.get("hreflang") for link in entry.findall("{http://www.w3.org/1999/xhtml}link")
        ]
        for entry in tree
    }
    assert found["/tides/"] == found["/almadd/"] == ["en", "sv", "ar"]
    assert found["/alone/"] == []


# -- linking


def test_a_translation_of_a_translation_is_one_of_the_original(edith, tides):
    swedish = Translation.objects.get(post__latest__language="sv").post
    german = make_draft(by=edith, title="Gezeiten", language="de").post

    linking.link(german, swedish, by=edith)

    assert linking.original_of(german) == tides


def test_unlinking_the_last_one_leaves_nothing_behind(edith, tides):
    for translation in linking.translations_of(tides):
        linking.link(translation, None, by=edith)

    assert not Translation.objects.exists()


@pytest.mark.parametrize(
    ("title", "language", "why"),
    [("Ebb", "", "same language"), ("Ebb", "en", "same language"), ("Ebb", "sv", "Tidvatten")],
)
def test_there_is_one_post_per_language(title, language, why, edith, tides):
    with pytest.raises(workflow.Refused, match=why):
        linking.link(make_draft(by=edith, title=title, language=language).post, tides, by=edith)


def test_a_post_is_no_translation_of_itself_nor_of_two_originals(edith, tides):
    other = make_post(by=edith, title="Ebbe", language="de")

    with pytest.raises(workflow.Refused, match="of itself"):
        linking.link(tides, tides, by=edith)
    with pytest.raises(workflow.Refused, match="translations of its own"):
        linking.link(tides, other, by=edith)


def test_the_desk_asks_for_the_original_and_keeps_the_answer(as_user, edith):
    original, draft = make_post(by=edith, title="Tides"), make_draft(by=edith, title="Tidvatten")
    client = as_user(edith)

    client.post(change(draft.post), form_data(draft.post, language="sv", translation_of=original.pk))
    assert linking.original_of(draft.post) == original
    assert f'<option value="{original.pk}" selected' in client.get(change(draft.post)).text
    assert "This is the original of: Tidvatten." in client.get(change(original)).text

    client.post(change(draft.post), form_data(draft.post, language="sv", translation_of=""))
    assert linking.original_of(draft.post) is None


def test_a_refused_original_loses_no_word(as_user, edith):
    original, draft = make_post(by=edith, title="Tides"), make_draft(by=edith, title="Ebb")

    page = as_user(edith).post(change(draft.post), form_data(draft.post, title="New words", translation_of=original.pk))

    assert 'value="New words"' in page.text
    assert "is in the same language (en)" in page.text
    assert draft.post.revisions.count() == 1


@pytest.mark.parametrize("sent", ["x", "999999", "-1"])
def test_an_original_that_is_not_there_is_refused(sent, as_user, edith):
    draft = make_draft(by=edith)

    page = as_user(edith).post(change(draft.post), form_data(draft.post, translation_of=sent))

    assert page.status_code == 200
    assert 'data-state="refused"' in page.text


# -- who may


@pytest.mark.parametrize(
    ("who", "of_own", "of_almas", "of_almas_by_form"),
    [
        ("cora", True, False, False),
        ("otto", True, False, False),
        ("alma", True, True, True),
        ("edith", True, True, True),
    ],
)
def test_who_links_what(who, of_own, of_almas, of_almas_by_form, as_user, request, alma, edith):
    user = request.getfixturevalue(who)
    own, almas = make_draft(by=user, title="Own").post, make_post(authors=[alma], title="Alma’s")

    def links(original):
        swedish = make_draft(by=user, language="sv").post
        try:
            linking.link(swedish, original, by=user)
        except workflow.Refused:
            return False
        return True

    draft = make_draft(by=user, language="sv")
    as_user(user).post(change(draft.post), form_data(draft.post, language="sv", translation_of=almas.pk))

    assert (linking.original_of(draft.post) is not None) is of_almas_by_form
    if not of_almas_by_form:
        assert links(almas) is of_almas
    assert links(own) is of_own


def test_a_contributor_changes_nothing_that_readers_see(cora, edith):
    english, swedish = make_post(authors=[cora]), make_post(authors=[cora], language="sv")

    with pytest.raises(workflow.Refused):
        linking.link(swedish, english, by=cora)


# -- finding the original


def offered(client, words: str) -> list[str]:
    asked = {"app_label": "translations", "model_name": "translation", "field_name": "original", "term": words}
    return [each["text"] for each in client.get("/admin/autocomplete/", asked).json()["results"]]


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("reader", None),
        ("cora", ["Tides by Cora"]),
        ("otto", []),
        ("alma", ["Tides by Alma, a draft", "Tides by Alma"]),
        ("edith", ["Tides by Alma, a draft", "Tides by Cora", "Tides by Alma"]),
    ],
)
def test_everybody_is_offered_what_they_may_see(who, titles, as_user, request, alma, cora):
    make_post(by=alma, title="Tides by Alma")
    make_draft(by=cora, title="Tides by Cora")
    make_draft(by=alma, title="Tides by Alma, a draft")
    client = as_user(request.getfixturevalue(who))

    if titles is None:
        assert client.get("/admin/autocomplete/").status_code == 302
    else:
        assert offered(client, "tides") == titles
        assert offered(client, "tid al") == [title for title in titles if "Alma" in title]


def test_titles_are_looked_at_and_nothing_in_the_trash_is_offered(as_user, edith):
    make_post(by=edith, title="Herons", body="<p>Of tides.</p>", tags=("tides",))
    make_post(by=edith, title="Now and then", body="<p>Words.</p>")
    workflow.trash(make_post(by=edith, title="Tides, thrown away"), by=edith)
    make_draft(make_post(by=edith, title="Was called Ebb"), by=edith, title="Tides at last")

    assert offered(as_user(edith), "tides") == ["Tides at last"]
    assert offered(as_user(edith), "ebb") == []
    assert offered(as_user(edith), "") == ["Tides at last", "Now and then", "Herons"]
    assert offered(as_user(edith), '"\0*') == []


def test_offering_twelve_takes_few_queries_and_reads_through_no_titles(as_user, edith):
    for number in range(12):
        make_draft(title=f"Tides {number}")
    client = as_user(edith)

    queries = queries_of(lambda: offered(client, "tides"))

    assert len(queries) <= 10  # four of which ask who it is
    assert any("search_" in query for query in queries)
    assert not any("LIKE" in query for query in queries)


# -- what it costs


def test_versions_are_found_by_indexes(db):
    make_corpus(1_500, withdrawn=300, scheduled=60, authors=5, tags=30)
    first, *others = list(Revision.objects.live().order_by("pk")[:30])
    Translation.objects.bulk_create(Translation(post=each.post, original=first.post) for each in (first, *others))
    site = SiteSettings.load()

    for run in (lambda: reading.versions_of(first, site), lambda: reading.versions_between(1, 10**9)):
        queries = queries_of(run)
        plan = explain(queries[0])
        assert re.search("times_of_a_post|blog_revision_post_id", plan), plan
        assert not re.search(r"SCAN blog_rev|SCAN blog_post|Seq Scan on blog_(rev|post)", plan), plan
