"""Tags that look alike: what is taken for one tag written in two ways, and the page that shows them to an editor."""

import pytest

from blog import alike, counts
from blog.models import Tag
from blog.models.tags import key_of
from blog.tagcare.models import Apart
from tests.factories import make_live, make_post

ALIKE = [
    ("night sky", "night-sky"),
    ("night sky", "nightsky"),
    ("city", "cities"),
    ("dish", "dishes"),
    ("night-skies", "Night Sky"),
    ("astronomy", "astronmy"),
    ("harbour", "harbor"),
    ("colour", "colouur"),
    ("gráfica", "grafica"),
    ("مدينة", "مدينه"),
    ("café", "Cafe"),
    ("İstanbul", "istanbul"),
    ("Øl", "ol"),
    ("élan", "elan"),
    ("C ++", "C++"),
    ("Node.js", "NodeJS"),
    ("AI", "A.I."),
    ("résumé", "resume"),
    ("author's", "authors"),
    ("کتاب", "كتاب"),
]
DIFFERENT = [
    ("cat", "car"),
    ("c", "css"),
    ("report 2023", "report 2024"),
    ("python", "python 3"),
    ("東京都港区", "東京都北区"),
    ("astronomy", "astrology"),
    ("c", "c++"),
    ("бой", "бои"),
    ("が", "か"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_are_found_in_the_table_and_in_groups(one, other, db):
    there = Tag.objects.create(name=other)

    assert Tag.objects.looking_like([key_of(one)]) == [(key_of(one), there)]
    assert alike.groups_of([key_of(one), key_of(other)]) == [sorted([key_of(one), key_of(other)])]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_mean_two_things_are_left_alone(one, other, db):
    Tag.objects.create(name=other)

    assert Tag.objects.looking_like([key_of(one)]) == []
    assert alike.groups_of([key_of(one), key_of(other)]) == []


def test_a_group_holds_all_that_look_like_one_of_it():
    keys = ["harbors", "sea", "harbour", "harbor", "harbours", "see"]

    assert alike.groups_of(keys) == [["harbor", "harbors", "harbour", "harbours"]]


def test_a_text_with_hundreds_of_tags_is_looked_over_too(db):
    Tag.objects.create(name="tags")

    assert len(Tag.objects.looking_like(["tag", *(f"word number {number}" for number in range(2_000))])) == 1


def test_ten_thousand_tags_are_grouped_while_an_editor_waits(as_user, edith, django_assert_max_num_queries):
    names = [f"{one}{two}{number:02}word" for number in range(100) for one in "abcdefghij" for two in "abcdefghij"]
    Tag.objects.bulk_create(Tag(name=name, key=name, slug=name) for name in names)
    client = as_user(edith)

    with django_assert_max_num_queries(12):
        page = client.get("/admin/blog/tag/look-alikes/")

    assert len(page.context["groups"]) == 100
    assert len(page.context["groups"][0][0]) == 100


def test_an_editor_goes_from_two_that_look_alike_to_merging_them(as_user, edith):
    make_live(2, by=edith, tags=("Harbour",))
    make_post(by=edith, tags=("Harbor", "sea"))
    Tag.objects.create(name="Harbours", same_as=Tag.objects.get(name="Harbour"))
    counts.rebuild()
    client = as_user(edith)

    page = client.get("/admin/blog/tag/look-alikes/")
    [(group, query)] = page.context["groups"]
    plan = client.get(f"/admin/blog/tag/merge/?{query}")

    assert [(tag.name, tag.posts_counted) for tag in group] == [("Harbour", 2), ("Harbor", 1)]
    assert f'href="/admin/blog/tag/merge/?{query.replace("&", "&amp;")}"' in page.text
    assert [it.tag.name for it in plan.context["tags"]] == ["Harbour", "Harbor"]


@pytest.mark.parametrize(
    ("who", "status"), [("reader", 302), ("cora", 403), ("alma", 403), ("edith", 200), ("ada", 200)]
)
def test_who_sees_tags_that_look_alike(who, status, as_user, request):
    assert as_user(request.getfixturevalue(who)).get("/admin/blog/tag/look-alikes/").status_code == status


def test_those_that_mean_two_things_are_put_aside_until_another_one_looks_like_them(as_user, edith):
    one, other = (Tag.objects.create(name=name) for name in ("color", "colour"))
    client, page = as_user(edith), "/admin/blog/tag/look-alikes/"

    def groups() -> list[set[str]]:
        return [{tag.name for tag in group} for group, _query in client.get(page).context["groups"]]

    aside = client.post(f"{page}aside/", {"tag": [one.pk, other.pk]}, follow=True)
    assert groups() == []
    Tag.objects.create(name="colours")
    assert groups() == [{"color", "colour", "colours"}]
    Tag.objects.get(name="colours").delete()
    client.post(f"{page}{aside.context['aside'][0].pk}/back/")

    assert "color, colour" in aside.text
    assert groups() == [{"color", "colour"}]


@pytest.mark.parametrize(("who", "may"), [("reader", 0), ("cora", 0), ("alma", 0), ("edith", 1), ("ada", 1)])
def test_who_puts_tags_aside_and_brings_them_back(who, may, as_user, request):
    tags = [Tag.objects.create(name=name).pk for name in ("color", "colour")]
    Apart.objects.create().tags.set(tags)
    client = as_user(request.getfixturevalue(who))

    client.post(f"/admin/blog/tag/look-alikes/{Apart.objects.get().pk}/back/")
    client.post("/admin/blog/tag/look-alikes/aside/", {"tag": tags})

    assert Apart.objects.filter(made_by__isnull=False).count() == may
    assert Apart.objects.count() == 1


# -- what readers are told


def test_readers_are_told_what_else_a_tag_is_called_but_no_misspellings(client, edith):
    make_post(by=edith, tags=("Birds",))
    for name in ("Bird", "Byrds", "Avians", "<Fowl>"):
        Tag.objects.create(name=name, same_as=Tag.objects.get(name="Birds"))

    page = client.get("/tags/birds/")

    assert page.context["tag"].also == ["<Fowl>", "Avians"]
    assert "Also: <bdi>&lt;Fowl&gt;</bdi>, <bdi>Avians</bdi>" in page.text


def test_a_tag_without_other_names_says_nothing_of_them(client, edith):
    make_post(by=edith, tags=("Birds",))

    assert "Also:" not in client.get("/tags/birds/").text
