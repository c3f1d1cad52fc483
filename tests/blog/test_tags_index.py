"""The index of tags: letters of any script, and weight; at 2,000 tags a page of ordinary size."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import letters
from blog.models import Tag, TagCount
from tests.factories import make_live, make_post

TAGS = 2_000


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Birds", "B"),
        ("école", "E"),
        ("Ærø", "Æ"),
        (".NET", "N"),
        ("“Quoted”", "Q"),
        ("C++", "C"),
        ("ﬁre", "F"),
        ("Ｆull", "F"),
        ("2026", letters.FIGURES),
        ("٣ أقمار", letters.FIGURES),
        ("++", letters.OTHERS),
        ("🚲", letters.OTHERS),
        ("ωμέγα", "Ω"),
        ("أقمار", "ا"),
        ("Еда", "Е"),
        ("日本語", letters.IDEOGRAPHS),
    ],
)
def test_a_name_stands_under_its_first_letter_without_accents(name, letter):
    tag = Tag(name=name, key=name.casefold())

    assert [found.name for found in letters.by_letter([tag], "en")] == [letter]


def test_letters_come_in_order_and_names_within_them_without_regard_to_accents():
    names = ["2", "zoo", "ωmega", "ezra", "école", "Apple", "++", "apple pie", "日本"]

    found = letters.by_letter([Tag(name=name, key=name.casefold()) for name in names], "en")

    assert [letter.name for letter in found] == ["A", "E", "Z", "Ω", "漢字", "0–9", "…"]
    assert [tag.name for letter in found for tag in letter.tags][:5] == ["Apple", "apple pie", "école", "ezra", "zoo"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("sv", ["A", "O", "Z", "Å", "Ä", "Ö", "Ω"]), ("da", ["A", "O", "Z", "Å", "Ω"]), ("de", ["A", "O", "Z", "Ω"])],
)
def test_letters_after_z_are_letters_where_the_alphabet_has_them(language, expected):
    names = ["Ärla", "zon", "Ölandsbro", "ωmega", "ol", "Ålder", "alm"]

    found = letters.by_letter([Tag(name=name, key=name.casefold()) for name in names], language)

    assert [letter.name for letter in found] == expected


def test_weight_follows_how_many_posts_there_are():
    tags = [Tag(name=str(posts)) for posts in (1, 10, 100, 10_000)]
    for tag in tags:
        tag.posts = int(tag.name)

    letters.weigh(tags)

    assert [tag.weight for tag in tags] == [1, 2, 3, 5]


def test_the_index_leads_to_every_letter_and_every_tag(client, edith):
    make_post(by=edith, tags=("Birds", "日本語"))
    make_live(3, by=edith, tags=("Birds", "C++"))

    page = client.get("/tags/").text

    for target in re.findall(r'href="#(l-[^"]+)"', page):
        assert f'id="{target}"' in page
    assert re.findall(r"<bdi>([^<]+)</bdi></a> <span class=\"count\">(\d+)", page) == [
        ("Birds", "4"),
        ("C++", "3"),
        ("日本語", "1"),
    ]


def test_by_weight_the_most_used_come_first_and_search_engines_are_told_of_one_page(client, edith):
    make_post(by=edith, tags=("aaa", "zzz"))
    make_post(by=edith, tags=("zzz",))

    page = client.get("/tags/?by=weight").text

    assert page.index("zzz") < page.index("aaa")
    assert 'content="noindex, follow"' in page
    assert '/tags/">' in page.partition('rel="canonical"')[2][:60]


@pytest.mark.parametrize("address", ["/tags/", "/tags/?by=weight"])
def test_two_thousand_tags_are_three_queries_and_a_page_of_ordinary_size(address, client, db):
    names = [f"{chr(97 + number % 26)} tag {number}" for number in range(TAGS)]
    made = Tag.objects.bulk_create(Tag(name=name, key=name, slug=name.replace(" ", "-")) for name in names)
    TagCount.objects.bulk_create(TagCount(tag=tag, posts=1 + tag.pk % 50) for tag in made)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(address).content

    assert len(captured) == 3
    assert page.count(b'<a href="/tags/') >= TAGS
    assert len(page) < 30_000 + TAGS * 120
