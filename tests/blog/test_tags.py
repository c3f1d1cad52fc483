"""When two names are one tag, and where it lives."""

import unicodedata
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from blog import workflow
from blog.models import Tag, TagAddress, TagPlacement
from blog.models.tags import display_name, key_of, validate_name
from tests.factories import make_draft, make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("++", "plus-plus"),
        (".NET", "dot-net"),
        ("日本語", "日本語"),
        ("New  York", "new-york"),
        ("!?", "exclamation-mark-question-mark"),
        ("🎉", "party-popper"),
        ("🎉 party", "party-popper-party"),
        ("👩‍💻", "woman-personal-computer"),
        ("❤️", "heavy-black-heart"),
        ("F♯", "f-sharp"),
        ("C--", "c-minus-minus"),
        ("-1 °C", "minus-1-degree-c"),
        ("AC/DC", "ac-dc"),
        ("<b>bold</b>", "b-bold-b"),
        ("don't won’t", "dont-wont"),
        ("a → b", "a-rightwards-arrow-b"),
        ("*", "asterisk"),
        ("\ue000", "tag"),
    ],
)
def test_every_name_has_an_address_of_its_own(name, slug):
    assert Tag.objects.named([name])[0].slug == slug


def test_names_that_differ_in_case_width_or_form_are_one_tag():
    tags = Tag.objects.named(["Café", "CAFE\u0301", "café", "Ｃafé"])

    assert [tag.name for tag in tags] == ["Café"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("author's", "author’s"), ("night-sky", "night\u2011sky"), ("night–sky", "Night-Sky"), ('"x"', "„x“")],
)
def test_names_that_differ_in_what_a_keyboard_has_put_there_are_one_tag(one, other):
    assert Tag.objects.named([one, other]) == [Tag.objects.get()]


def test_a_synonym_of_a_synonym_is_one_of_the_tag():
    birds = Tag.objects.create(name="Birds")
    avians = Tag.objects.create(name="Avians", same_as=birds)

    Tag.objects.create(name="Fowl", same_as=avians)

    assert Tag.objects.named(["fowl"]) == [birds]


def test_a_synonym_stands_for_the_tag_it_is_the_same_as():
    birds = Tag.objects.create(name="Birds")
    Tag.objects.create(name="Avians", same_as=birds)

    assert Tag.objects.named(["avians", "birds"]) == [birds]


def test_names_that_collide_in_an_address_get_a_number():
    first, second = Tag.objects.named(["a b", "a-b"])

    assert (first.slug, second.slug) == ("a-b", "a-b-2")


def test_a_revision_keeps_the_order_of_its_tags(alma):
    Tag.objects.named(["b"])

    draft = make_draft(by=alma, tags=("c", "b", "a"))

    assert [tag.name for tag in draft.tags.all()] == ["c", "b", "a"]


@pytest.mark.parametrize("change", ["add", "remove", "set"])
def test_tags_of_a_revision_change_only_by_saving_a_new_one(change, alma):
    post = make_post(by=alma, tags=("a",))

    with pytest.raises(TypeError, match="save a new one"):
        getattr(post.live_revision().tags, change)("x")


NAMES = st.text(st.characters(exclude_characters=","), min_size=1, max_size=60)


@given(NAMES)
@example("İ").via("Turkish")
@example("ﬁﬂ ŉ ǰ ΐ ᾳ").via("letters that folding takes apart")
@example("\u0345\u0301").via("marks that change places")
@example("a\u200bb \u202exyz\x00").via("what nobody sees")
@hypothesis_settings(deadline=None)
def test_a_key_is_the_same_however_often_and_in_whatever_form_a_name_is_written(name):
    key = key_of(name)

    assert key_of(key) == key
    assert display_name(display_name(name)) == display_name(name)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert key_of(unicodedata.normalize(form, name)) == key
    assert key_of(f" {unicodedata.normalize('NFD', name).casefold()} ") == key


@given(st.lists(NAMES, min_size=2, max_size=4))
@example(["C", "C++", "C#", "c"])
@example(["İ", "ı", "i", "I"])
@example([".NET", "net", "dot net", "NET"])
@example(["日本語", "ﬁ", "fi", "Ｆｉ"])
@example(["café", "cafe\u0301", "cafe"])
@example(["+" * 60, "#" * 60])
@hypothesis_settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_names_with_different_keys_are_different_tags_with_a_page_each(client, names):
    with transaction.atomic():
        text = make_post().live_revision()
        tags = Tag.objects.named(names)
        TagPlacement.objects.bulk_create(TagPlacement(tag=tag, content_object=text, post=text.post) for tag in tags)
        pages = [client.get(tag.get_absolute_url()) for tag in tags]
        again = Tag.objects.named([tag.name for tag in tags])
        transaction.set_rollback(True)

    assert len(tags) == len({key_of(name) for name in names if key_of(name)})
    assert again == tags
    assert [page.status_code for page in pages] == [200] * len(tags)
    assert [page.context["tag"] for page in pages] == tags


@pytest.mark.parametrize(
    ("name", "code"), [("Oslo, Norway", "comma"), ("x" * 101, "tag_too_long"), ("ﷺ" * 12, "tag_too_long")]
)
def test_a_name_that_the_field_would_take_apart_or_has_no_room_is_refused_in_words(name, code):
    with pytest.raises(ValidationError) as refused:
        validate_name(name)

    assert refused.value.code == code


@pytest.mark.parametrize("name", ["\u200b", " \u00ad\u200e ", "\u0301", "\ufe0f", "\u3164\u2800", ""])
def test_a_name_that_nobody_sees_is_refused(name):
    with pytest.raises(ValidationError, match="can be seen"):
        validate_name(name)


@pytest.mark.parametrize("name", ["++", "🎉", "♯", "हि", "日", "!?", "ᄀ"])
def test_a_name_of_one_sign_that_is_seen_is_a_name(name):
    validate_name(name)

    assert Tag.objects.named([name])[0].name == name


@pytest.mark.parametrize("name", ["Oslo, Norway", "", "\u200b"])
def test_the_database_takes_no_comma_in_a_name_and_no_name_without_a_sign(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name=name)


def test_no_editor_makes_or_renames_a_tag_to_nothing(as_user, edith):
    birds = Tag.objects.create(name="birds")
    client = as_user(edith)

    pages = [
        client.post(address, {"name": "\u200b", "slug": ""})
        for address in (f"/admin/blog/tag/{birds.pk}/change/", "/admin/blog/tag/add/")
    ]

    assert all("Nothing of this name can be seen." in page.text for page in pages)
    assert [tag.name for tag in Tag.objects.all()] == ["birds"]


def test_an_earlier_address_leads_to_the_tag_and_to_its_feeds(client, edith):
    make_post(by=edith, tags=("Birds",))
    birds = Tag.objects.get(name="Birds")
    TagAddress.objects.create(slug="avians", tag=birds)

    for rest in ("", "feed.xml", "feed.atom", "feed.json"):
        response = client.get(f"/tags/avians/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/tags/birds/{rest}")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("C++", "c-plus-plus"),
        ("c%23", "c-sharp"),
        ("night%20sky", "night-sky"),
        ("STRASSE", "straße"),
        ("Fowl", "birds"),
    ],
)
@pytest.mark.parametrize("rest", ["", "feed.atom"])
def test_the_name_typed_as_an_address_leads_to_the_tag(typed, slug, rest, client, edith, django_assert_num_queries):
    make_post(by=edith, tags=("C++", "C#", "C", "night sky", "Straße", "Birds"))
    Tag.objects.create(name="Fowl", slug="other", same_as=Tag.objects.get(name="Birds"))

    with django_assert_num_queries(1):
        response = client.get(f"/tags/{typed}/{rest}")

    assert (response.status_code, unquote(response["Location"])) == (301, f"/tags/{slug}/{rest}")
    assert client.get("/tags/c/").status_code == 200


def test_an_address_that_a_tag_once_had_is_no_other_tags():
    TagAddress.objects.create(slug="avians", tag=Tag.objects.create(name="Birds"))

    assert Tag.objects.create(name="Avians").slug == "avians-2"


def test_an_address_says_how_many_posts_there_are(client, edith):
    make_post(by=edith, tags=("Birds",))
    make_post(by=edith, tags=("Birds",))

    assert "2 posts" in client.get("/tags/birds/").text


# -- tags that readers find nothing under


@pytest.fixture
def hidden(edith):
    """Tags that no reader has found a post under, each by how that came to be."""
    make_draft(by=edith, tags=("draft",))
    make_post(by=edith, tags=("scheduled",), at=timezone.now() + timezone.timedelta(hours=1))
    Tag.objects.create(name="unused")
    Tag.objects.create(name="synonym", same_as=Tag.objects.get(name="draft"))
    TagAddress.objects.create(slug="was-draft", tag=Tag.objects.get(name="draft"))
    return ["draft", "scheduled", "unused", "synonym", "was-draft", "Draft"]


@pytest.mark.parametrize("rest", ["", "feed.xml", "feed.atom", "feed.json"])
def test_what_no_reader_has_seen_is_tagged_with_cannot_be_found_out(rest, hidden, client, edith):
    make_post(by=edith, tags=("live",))
    nothing = client.get("/tags/zzz/").text.replace("zzz", "…")

    for slug in hidden:
        for address in (f"/tags/{slug}/{rest}", f"/tags/live+{slug}/{rest}", f"/tags/!{slug}+live/{rest}"):
            assert client.get(address).status_code == 404, address
        assert client.get(f"/tags/{slug}/").text.replace(slug, "…") == nothing


@pytest.mark.parametrize(
    "address",
    ["/search/?q=post&tag={}", "/search/?q={}", "/search/suggest/?q={}", "/search/feed.xml?q=post&tag={}", "/tags/"],
)
def test_nor_does_the_search_know_of_it(address, hidden, client, edith):
    make_post(by=edith, tags=("live",))
    nothing = client.get(address.format("zzz")).text.replace("zzz", "…")

    for slug in hidden:
        assert client.get(address.format(slug)).text.replace(slug, "…") == nothing, slug


def test_a_tag_whose_posts_are_gone_stays_for_who_follows_it_but_not_for_search_engines(client, edith):
    gone = make_post(by=edith, tags=("gone", "changed"))
    workflow.publish(make_draft(gone, by=edith, tags=("gone",)), by=edith)
    workflow.withdraw(gone, by=edith)

    for slug in ("gone", "changed"):
        page = client.get(f"/tags/{slug}/")
        assert page.status_code == 200
        assert '<meta name="robots" content="noindex, follow">' in page.text
        assert client.get(f"/tags/{slug}/feed.atom").status_code == 200
    workflow.publish(make_draft(gone, by=edith), by=edith)
    assert "robots" not in client.get("/tags/gone/").text


def test_a_page_that_no_list_has_is_found_with_its_tags(client, edith):
    make_post(by=edith, title="About", tags=("house",), listed=False)

    found, tag = client.get("/search/?q=house"), client.get("/tags/house/")

    assert 'href="/tags/house/"' in found.text
    assert (tag.status_code, tag.context["robots"]) == (200, "noindex, follow")


def test_a_tag_is_there_when_the_clock_has_published_its_first_post(client, edith, monkeypatch):
    later = timezone.now() + timezone.timedelta(hours=1)
    make_post(by=edith, tags=("first",), at=later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    page = client.get("/tags/first/")

    assert (page.status_code, page.context["robots"]) == (200, "")
