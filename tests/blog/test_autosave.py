"""Words that are typed and not saved: kept in a row of their own, shown again, opened again, let go of by a save."""

from uuid import uuid4

import pytest
from django.urls import reverse

from blog.models import Autosave, Event, Post, Revision
from tests.blog.test_desk import ADD, change, form_data
from tests.factories import make_draft, make_post

NEW = "/admin/blog/post/autosave/"


def keep(post):
    return reverse("admin:blog_post_autosave", args=[post.pk])


def typed(post=None, form=None, **changes):
    return form_data(post, **changes) | {"form": form or uuid4()}


def test_autosave_writes_its_own_row_and_nothing_else(as_user, alma, django_capture_on_commit_callbacks, mailoutbox):
    post = make_post(by=alma)
    before = (Revision.objects.count(), Event.objects.count(), Post.objects.values().get())

    with django_capture_on_commit_callbacks() as late:
        response = as_user(alma).post(keep(post), typed(post, body="<p>Typed.</p>"))

    assert response.status_code == 200
    assert Autosave.objects.get().fields["body"] == ["<p>Typed.</p>"]
    assert (Revision.objects.count(), Event.objects.count(), Post.objects.values().get()) == before
    assert not late
    assert not mailoutbox


def test_autosave_costs_five_queries(as_user, alma, django_assert_max_num_queries):
    draft = make_draft(by=alma)
    data = typed(draft.post, body="<p>Typed.</p>")
    client = as_user(alma)
    client.post(keep(draft.post), data)

    with django_assert_max_num_queries(5):
        client.post(keep(draft.post), data)


def test_two_windows_with_one_post_never_write_over_one_another(as_user, alma):
    draft = make_draft(by=alma)

    as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>Left.</p>"))
    as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>Right.</p>"))

    assert {row.fields["body"][0] for row in Autosave.objects.all()} == {"<p>Left.</p>", "<p>Right.</p>"}


def test_the_form_says_that_there_are_unsaved_words_and_opens_them(as_user, alma):
    draft = make_draft(by=alma, tags=("old",))
    data = typed(draft.post, body="<p>Typed.</p>", title="", tags="new, old", summary="Short", date_given="2020-01-02")
    as_user(alma).post(keep(draft.post), data)
    row = Autosave.objects.get()

    assert reverse("admin:blog_post_recover", args=[row.pk]) in as_user(alma).get(change(draft.post)).text
    form = as_user(alma).get(f"{change(draft.post)}?unsaved={row.pk}").context["adminform"].form

    assert "Typed." in form["body"].value()
    assert (form["title"].value(), form["tags"].value(), form["summary"].value()) == ("", "new, old", "Short")
    assert (form["seen"].value(), str(form["form"].value())) == (1, str(row.form))
    assert form["date_given"].value() == "2020-01-02"


def test_what_says_the_same_as_the_post_is_not_offered(as_user, alma):
    draft = make_draft(by=alma)
    as_user(alma).post(keep(draft.post), typed(draft.post))

    assert as_user(alma).get(change(draft.post)).context["unsaved"] == []


def test_saving_the_form_lets_go_of_its_autosave_and_of_no_other(as_user, alma):
    draft = make_draft(by=alma)
    saved, other = typed(draft.post, body="<p>Saved.</p>"), typed(draft.post, body="<p>Other window.</p>")
    as_user(alma).post(keep(draft.post), saved)
    as_user(alma).post(keep(draft.post), other)

    as_user(alma).post(change(draft.post), saved)

    assert Autosave.objects.get().fields["body"] == ["<p>Other window.</p>"]


@pytest.mark.parametrize("button", ["_preview", "_publish"])
def test_what_is_not_saved_is_still_kept(button, as_user, cora):
    """A preview is taken back, a refused step as well: the words are where they were."""
    draft = make_draft(by=cora)
    data = typed(draft.post, body="<p>Typed.</p>")
    as_user(cora).post(keep(draft.post), data)

    as_user(cora).post(change(draft.post), data | {button: ""})

    assert Autosave.objects.get().fields["body"] == ["<p>Typed.</p>"]


def test_a_new_post_is_kept_before_it_is_one(as_user, alma):
    data = typed(authors=[alma.author.pk], title="Never saved")
    as_user(alma).post(NEW, data)
    row = Autosave.objects.get()

    assert not Post.objects.exists()
    assert reverse("admin:blog_post_recover", args=[row.pk]) in as_user(alma).get(ADD).text
    assert "Never saved" in as_user(alma).get(reverse("admin:blog_post_recover", args=[row.pk])).text
    assert as_user(alma).get(f"{ADD}?unsaved={row.pk}").context["adminform"].form["title"].value() == "Never saved"
    as_user(alma).post(ADD, data)
    assert not Autosave.objects.exists()


def test_the_recovery_page_shows_what_differs(as_user, alma, edith):
    draft = make_draft(by=alma, body="<p>The old words.</p>")
    as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>The typed words.</p>"))
    make_draft(draft.post, by=edith, summary="Meanwhile")

    page = as_user(alma).get(reverse("admin:blog_post_recover", args=[Autosave.objects.get().pk])).text

    assert "<del>old</del> <ins>typed</ins>" in page
    assert "you will be shown both" in page


def test_recovered_words_over_a_newer_text_are_asked_about(as_user, alma, edith):
    draft = make_draft(by=alma, body="<p>One.</p><p>Two.</p>")
    as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>Typed.</p><p>Two.</p>"))
    make_draft(draft.post, by=edith, body="<p>One.</p><p>Newer.</p>")

    opened = as_user(alma).get(f"{change(draft.post)}?unsaved={Autosave.objects.get().pk}").context["adminform"].form
    data = form_data(draft.post, body=opened["body"].value(), seen=opened["seen"].value())

    assert as_user(alma).post(change(draft.post), data).status_code == 409


def test_letting_go_takes_a_post_request(as_user, alma):
    as_user(alma).post(NEW, typed(authors=[alma.author.pk], title="Never saved"))
    address = reverse("admin:blog_post_let_go", args=[Autosave.objects.get().pk])

    assert as_user(alma).get(address).status_code == 405
    as_user(alma).post(address)

    assert not Autosave.objects.exists()


def test_a_copy_from_a_browser_is_compared_and_let_go_of_when_it_says_the_same(as_user, alma):
    draft = make_draft(by=alma)

    same = as_user(alma).post(keep(draft.post), typed(draft.post, compare="")).json()
    assert same["recover"] is None
    assert not Autosave.objects.exists()
    other = as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>Other.</p>", compare="")).json()
    assert other["recover"] == reverse("admin:blog_post_recover", args=[Autosave.objects.get().pk])


@pytest.mark.parametrize("form", ["", "x", "1234"])
def test_what_comes_from_no_form_is_refused_in_words(form, as_user, alma):
    response = as_user(alma).post(NEW, form_data() | {"form": form})

    assert response.status_code == 400
    assert "Open the post again" in response.json()["error"]


def test_nobody_keeps_words_for_a_post_in_the_trash(as_user, alma):
    draft = make_draft(by=alma)
    as_user(alma).post(change(draft.post), form_data(draft.post, _trash=""))

    assert as_user(alma).post(keep(draft.post), typed(draft.post)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("alma", 200), ("edith", 200), ("otto", 404), ("cora", 404), ("reader", 302)]
)
def test_who_may_keep_words_for_a_draft(who, status, as_user, alma, request):
    draft = make_draft(by=alma)

    assert as_user(request.getfixturevalue(who)).post(keep(draft.post), typed(draft.post)).status_code == status


@pytest.mark.parametrize("who", ["edith", "ada", "otto"])
def test_nobody_reads_what_somebody_else_has_typed(who, as_user, alma, request):
    draft = make_draft(by=alma)
    as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>Private.</p>"))
    row = Autosave.objects.get()
    stranger = as_user(request.getfixturevalue(who))

    assert stranger.get(reverse("admin:blog_post_recover", args=[row.pk])).status_code == 404
    assert stranger.post(reverse("admin:blog_post_let_go", args=[row.pk])).status_code == 404
    assert stranger.get(f"{change(draft.post)}?unsaved={row.pk}").status_code == 404
    assert Autosave.objects.exists()


def test_an_author_who_was_taken_off_reads_it_no_more(as_user, alma, edith, otto):
    draft = make_draft(by=edith, authors=[alma, edith])
    as_user(alma).post(keep(draft.post), typed(draft.post, body="<p>Typed.</p>"))
    make_draft(draft.post, by=edith, authors=[edith])

    assert as_user(alma).get(reverse("admin:blog_post_recover", args=[Autosave.objects.get().pk])).status_code == 404
