"""The pages of authors: who writes here, what about, and with whom."""

import re

import pytest

from accounts.models import Author
from blog import workflow
from blog.views import subjects_of
from tests.bench.corpus import make_corpus
from tests.factories import make_draft, make_guest, make_live, make_post
from tests.plans import plan_of


def test_everybody_of_whom_something_is_live_is_listed(client, edith, alma, otto):
    make_post(by=edith, authors=[alma, make_guest()])
    make_draft(by=otto)
    workflow.withdraw(make_post(authors=[edith]), by=edith)

    page = client.get("/authors/").text

    assert re.findall(r'<h2><a href="([^"]+)"', page) == ["/authors/alma/", "/authors/gus-guest/"]
    assert "/authors/" in client.get("/sitemap/lists.xml").text


def test_authors_cost_the_same_however_many(client, edith, django_assert_max_num_queries):
    for number in range(12):
        make_post(by=edith, authors=[make_guest(f"Guest {number}")])

    with django_assert_max_num_queries(2):
        client.get("/authors/")


def test_a_post_written_with_others_says_so_on_the_page_of_each(client, edith, alma):
    make_post(by=edith, authors=[edith, alma], title="Both")
    make_post(by=edith, authors=[edith], title="Alone")

    hers, ediths = client.get("/authors/alma/").text, client.get("/authors/edith/").text

    assert re.findall(r'<span>with <a href="([^"]+)"', hers) == ["/authors/edith/"]
    assert re.findall(r'<span>with <a href="([^"]+)"', ediths) == ["/authors/alma/"]


def test_a_page_says_what_its_author_writes_about(client, edith):
    make_live(3, by=edith, tags=("Birds",))
    make_live(2, by=edith, tags=("Fish",))
    make_post(by=edith, tags=("Once",))
    workflow.withdraw(make_post(by=edith, tags=("Once",)), by=edith)

    assert [str(tag) for tag in subjects_of(edith.author)] == ["Birds", "Fish"]
    assert "Writes about" in client.get("/authors/edith/").text


def test_what_an_author_writes_about_is_found_by_an_index(db):
    people, _tags = make_corpus(1_500, withdrawn=300, scheduled=60, authors=5, tags=30)

    assert "listed_by_author" in plan_of(lambda: list(subjects_of(people[0])))


def move(author: Author, slug: str) -> None:
    author = Author.objects.get(pk=author.pk)
    author.slug = slug
    author.full_clean()
    author.save()


@pytest.mark.parametrize("rest", ["", "feed.xml", "feed.atom", "feed.json", "?before=9-9", "feed.json?before=9-9"])
def test_an_earlier_address_leads_to_the_author_in_one_step(rest, client, alma):
    move(alma.author, "almas-place")
    move(alma.author, "alma-s")

    for earlier in ("alma", "almas-place"):
        response = client.get(f"/authors/{earlier}/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/authors/alma-s/{rest}")


@pytest.mark.parametrize("written", ["Joaqui\u0301n", "JOAQUÍN", "Joaquín"])
def test_an_address_is_found_however_it_is_written(written, client, db):
    make_guest("Joaquín")

    response = client.get(f"/authors/{written}/feed.xml")

    assert (response.status_code, response["Location"]) == (301, "/authors/joaqu%C3%ADn/feed.xml")
    assert client.get(f"/authors/{written}/")["Location"] == "/authors/joaqu%C3%ADn/"


def test_an_author_takes_an_earlier_address_of_their_own_back(client, alma):
    move(alma.author, "alma-s")
    move(alma.author, "alma")

    assert client.get("/authors/alma/").status_code == 200
    assert client.get("/authors/alma-s/")["Location"] == "/authors/alma/"


def test_an_address_that_an_author_once_had_is_nobody_elses(db, alma):
    move(alma.author, "alma-s")

    assert make_guest("Alma").slug == "alma-2"


def test_who_reads_an_author_asks_no_more_for_their_earlier_addresses(client, alma, django_assert_num_queries):
    with django_assert_num_queries(4):  # the author, the settings, what they write about, the list
        client.get("/authors/alma/")
