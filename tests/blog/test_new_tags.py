"""Who may make a tag by writing it on a post, and what the field for tags suggests."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError

from blog.models import Post, Tag
from tests.blog.test_desk import form_data
from tests.factories import make_draft, make_live, make_post


@pytest.mark.parametrize(("who", "may"), [("cora", False), ("alma", True), ("edith", True), ("ada", True)])
def test_who_makes_a_new_tag(who, may, request, db):
    user = request.getfixturevalue(who)

    with nullcontext() if may else pytest.raises(ValidationError, match="no tag “new” yet"):
        make_draft(by=user, tags=("new",))

    assert Tag.objects.filter(name="new").exists() == may


def test_somebody_who_may_not_is_told_of_what_is_there_and_loses_nothing(as_user, cora):
    Tag.objects.create(name="Birds")
    post = make_draft(by=cora, body="<p>Words.</p>").post
    data = form_data(post, body="<p>Other words.</p>", tags="Bird")

    page = as_user(cora).post(f"/admin/blog/post/{post.pk}/change/", data).text

    assert "There is no tag “Bird” yet" in page
    assert "There is: “Birds”." in page
    assert "Other words." in page
    assert 'value="Bird"' in page
    assert not Tag.objects.filter(name="Bird").exists()


def test_a_contributor_uses_tags_and_synonyms_that_are_there(cora):
    Tag.objects.create(name="avians", same_as=Tag.objects.create(name="Birds"))

    make_draft(by=cora, tags=("avians",))

    assert [tag.name for tag in Post.objects.get().latest.tags.all()] == ["Birds"]


def test_a_comma_in_a_name_is_refused_beside_the_field(edith):
    with pytest.raises(ValidationError) as refused:
        make_draft(by=edith, tags=("Oslo, Norway",))

    assert list(refused.value.message_dict) == ["tags"]


def test_suggestions_say_how_many_posts_there_are_and_what_a_synonym_means(as_user, cora, edith):
    make_live(2, by=edith, tags=("Birds",))
    make_post(by=edith, tags=("Avenues",))
    Tag.objects.create(name="avians", same_as=Tag.objects.get(name="Birds"))
    Tag.objects.create(name="avocets")

    results = as_user(cora).get("/admin/blog/post/suggest/tags/?q=AV").json()["results"]

    assert results == [
        {"name": "Birds", "posts": 2, "typed": "avians"},
        {"name": "Avenues", "posts": 1},
        {"name": "avocets", "posts": 0},
    ]


NAMES = (
    "night sky",
    "Sky",
    "NIGHT-SKY 2",
    "tides & weather",
    ".NET",
    "naïve",
    "C",
    "C++",
    "🎉 party",
    "日本語",
    "skyline",
)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sky", ["Sky", "skyline", "night sky", "NIGHT-SKY 2"]),
        ("Night S", ["night sky", "NIGHT-SKY 2"]),
        ("weather", ["tides & weather"]),
        ("& we", ["tides & weather"]),
        ("net", [".NET"]),
        (".ne", [".NET"]),
        ("NAI", ["naïve"]),
        ("naï", ["naïve"]),
        ("c", ["C", "C++"]),
        ("c+", ["C++"]),
        ("🎉", ["🎉 party"]),
        ("日本", ["日本語"]),
        ("ky", []),
    ],
)
def test_suggestions_begin_with_any_word_and_the_whole_name_comes_first(typed, names, as_user, cora):
    for name in NAMES:
        Tag.objects.create(name=name)

    results = as_user(cora).get("/admin/blog/post/suggest/tags/", {"q": typed}).json()["results"]

    assert [found["name"] for found in results] == names


@pytest.mark.parametrize(
    ("who", "typed", "said"),
    [
        ("cora", "BIRDS", {"known": True, "may_add": False}),
        ("cora", "bird", {"known": False, "may_add": False}),
        ("alma", "avians", {"known": True, "may_add": True}),
        ("alma", "fowl", {"known": False, "may_add": True}),
    ],
)
def test_the_field_is_told_whether_there_is_such_a_tag_and_who_may_make_one(who, typed, said, as_user, request):
    Tag.objects.create(name="avians", same_as=Tag.objects.create(name="Birds"))

    answer = as_user(request.getfixturevalue(who)).get("/admin/blog/post/suggest/tags/", {"q": typed}).json()

    assert answer == answer | said


@pytest.mark.parametrize(("who", "status"), [("reader", 302), ("cora", 200), ("alma", 200), ("edith", 200)])
def test_who_is_given_suggestions(who, status, as_user, request):
    client = as_user(request.getfixturevalue(who))

    assert client.get("/admin/blog/post/suggest/tags/?q=a").status_code == status
