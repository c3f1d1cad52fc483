"""When two names are one tag, and where it lives."""

import pytest

from blog.models import Tag
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
        ("!?", "tag"),
    ],
)
def test_every_name_has_an_address_of_its_own(name, slug):
    assert Tag.objects.named([name])[0].slug == slug


def test_names_that_differ_in_case_width_or_form_are_one_tag():
    tags = Tag.objects.named(["Café", "CAFE\u0301", "café", "Ｃafé"])

    assert [tag.name for tag in tags] == ["Café"]


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
