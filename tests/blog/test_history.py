"""The history of a post: every revision, any two compared, one restored; and who may see it."""

import pytest
from django.urls import reverse

from blog.models import Post, State
from tests.factories import make_draft
from tests.factories_media import make_image


def history(post):
    return reverse("admin:blog_post_history", args=[post.pk])


def compare(post, a=1, b=2):
    return reverse("admin:blog_post_compare", args=[post.pk]) + f"?a={a}&b={b}"


def test_any_two_revisions_are_compared(as_user, alma):
    draft = make_draft(by=alma, body="<p>The long day.</p>", tags=("sea",), slug="first")
    make_draft(draft.post, by=alma, body="<p>The short day.</p>", tags=("sea", "wind"))
    make_draft(draft.post, by=alma, slug="second", cover=make_image(), seo_title="For robots")

    page = as_user(alma).get(compare(draft.post, 3, 1)).text

    assert "<del>long</del> <ins>short</ins>" in page
    for label in ("Address", "Tags", "Cover picture", "Title for search engines"):
        assert f"<h2>{label}</h2>" in page
    assert "<del>first</del> <ins>second</ins>" in page


def test_a_list_of_hundreds_comes_in_pages(as_user, alma):
    draft = make_draft(by=alma)
    for number in range(59):
        make_draft(draft.post, by=alma, title=f"Title {number}")

    first = as_user(alma).get(history(draft.post))
    rest = as_user(alma).get(history(draft.post) + f"?before={first.context['older']}")

    numbers = [revision.number for page in (first, rest) for revision in page.context["revisions"]]
    assert numbers == list(range(60, 0, -1))
    assert rest.context["older"] is None


def test_the_history_costs_the_same_with_three_and_with_many_revisions(as_user, alma, django_assert_max_num_queries):
    draft = make_draft(by=alma)
    for number in range(40):
        make_draft(draft.post, by=alma, title=f"Title {number}")
    client = as_user(alma)

    with django_assert_max_num_queries(9):
        client.get(history(draft.post))


def test_restoring_says_again_what_was_said(as_user, alma):
    draft = make_draft(by=alma, body="<p>First.</p>")
    make_draft(draft.post, by=alma, body="<p>Second.</p>")

    as_user(alma).post(reverse("admin:blog_post_restore", args=[draft.post.pk, 1]))

    latest = Post.objects.get().latest
    assert (latest.number, latest.body, latest.state) == (3, "<p>First.</p>", State.DRAFT)


@pytest.mark.parametrize("query", ["", "?a=1", "?a=x&b=2", "?a=1&b=" + "9" * 40])
def test_two_that_are_no_numbers_are_asked_for_again(query, as_user, alma):
    draft = make_draft(by=alma)

    response = as_user(alma).get(reverse("admin:blog_post_compare", args=[draft.post.pk]) + query, follow=True)

    assert "Choose two revisions to compare." in response.text


def test_a_number_that_never_was_is_not_found(as_user, alma):
    assert as_user(alma).get(compare(make_draft(by=alma).post, 1, 7)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("alma", 200), ("edith", 200), ("otto", 404), ("cora", 404), ("reader", 302)]
)
def test_who_may_read_what_a_post_once_said(who, status, as_user, alma, request):
    draft = make_draft(by=alma)
    make_draft(draft.post, by=alma, title="Another")
    client = as_user(request.getfixturevalue(who))

    for address in (history(draft.post), compare(draft.post)):
        assert client.get(address).status_code == status
    restoring = reverse("admin:blog_post_restore", args=[draft.post.pk, 1])
    assert client.post(restoring).status_code == (302 if status == 200 else status)
    assert client.get(restoring).status_code == (405 if status != 302 else 302)
