"""Links for people without an account: what they show, whom they keep out, and comments that come by them."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog import workflow
from blog.discussion import links, notes
from blog.discussion.models import Note, ShareLink
from blog.discussion.shared import NOTES_A_MINUTE
from blog.models import Post
from blog.workflow import Refused
from tests.factories import make_draft, make_post

COMMENT = {"name": "Gus Guest", "text": "I said twelve, not ten.", "quote": "ten", "website": ""}


@pytest.fixture(autouse=True)
def rested(db):
    cache.clear()


@pytest.fixture
def draft(alma):
    return make_draft(by=alma, title="Leaving", body="<p>Ten boats.</p>", slug="a-secret-address")


@pytest.fixture
def shared(draft, alma, settings):
    """A fresh link and the path of its address."""
    link, address = links.make(draft.post, by=alma, label="Gus, who was asked")
    return link, address.removeprefix(settings.BYLINE_URL)


@pytest.fixture
def guest():
    """Somebody without an account, whose forms must carry their token."""
    return Client(enforce_csrf_checks=True)


def send(guest, path, **changes):
    """Fill in the form as it stands on the page."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', guest.get(path).text)
    return guest.post(path, COMMENT | changes | {"csrfmiddlewaretoken": token[1]})


def test_the_address_is_shown_once_and_kept_nowhere(as_user, alma, draft):
    client = as_user(alma)
    page = reverse("discussion:links", args=[draft.post_id])

    made = client.post(page, {"label": "Gus", "days": 7})

    address = made.context["address"]
    token = address.rstrip("/").rpartition("/")[2]
    assert address in made.text
    assert "no-store" in made["Cache-Control"]
    assert len(token) >= 43
    later = client.get(page).text
    assert "Gus" in later
    assert token not in later
    assert token not in str(client.session.items())
    assert not any(token in morsel.value for morsel in client.cookies.values())
    assert not [table for table in connection.introspection.table_names() if token in everything_in(table)]
    assert ShareLink.objects.with_token(token).get().label == "Gus"


def everything_in(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return str(cursor.fetchall())


@pytest.mark.parametrize(("days", "is_made"), [(1, True), (90, True), (0, False), (91, False), ("", False)])
def test_a_link_works_for_1_to_90_days(days, is_made, as_user, alma, draft):
    response = as_user(alma).post(reverse("discussion:links", args=[draft.post_id]), {"label": "Gus", "days": days})

    assert bool(response.context["address"]) is is_made
    assert ("days" in response.context["form"].errors) is not is_made
    if is_made:
        link = ShareLink.objects.get()
        assert abs(link.expires_at - link.made_at - timedelta(days=days)) < timedelta(minutes=1)


def test_the_rule_of_days_and_of_who_holds_without_the_form(alma, otto, draft):
    with pytest.raises(Refused, match="1 to 90 days"):
        links.make(draft.post, by=alma, label="Gus", days=91)
    with pytest.raises(Refused, match="may not share"):
        links.make(draft.post, by=otto, label="Gus")


def test_a_guest_reads_the_newest_revision_as_readers_will(guest, alma, draft, shared):
    _link, path = shared
    make_draft(draft.post, by=alma, body="<p>Twelve boats.</p>")

    response = guest.get(path)

    assert "Twelve boats." in response.text
    assert "Ten boats." not in response.text
    assert "please do not pass it on" in response.text


def test_a_withdrawn_posts_newest_words_are_rendered_anew(guest, edith):
    post = make_post(by=edith, body="<p>Once public.</p>")
    _link, address = links.make(post, by=edith, label="Gus")
    workflow.withdraw(post, by=edith)

    assert "Once public." in guest.get(address[address.index("/shared/") :]).text


def test_what_is_shared_stays_out_of_caches_search_engines_and_other_hosts_logs(guest, shared):
    response = guest.get(shared[1])

    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert 'rel="canonical"' not in response.text
    assert "a-secret-address" not in response.text
    assert "og:" not in response.text
    assert "application/ld+json" not in response.text
    assert 'rel="alternate"' not in response.text
    assert "Disallow: /shared/" in guest.get("/robots.txt").text


def test_a_guest_gets_no_session(guest, shared):
    guest.get(shared[1])
    send(guest, shared[1])

    assert set(guest.cookies) == {"csrftoken"}


def test_somebody_signed_in_is_a_guest_there_too(as_user, alma, shared, guest):
    client = as_user(alma)
    before = dict(client.session.items())

    client.post(shared[1], COMMENT)

    assert Note.objects.get().author is None
    assert dict(client.session.items()) == before


def test_a_comment_is_a_note_of_the_desk_and_stands_below_the_text(guest, as_user, alma, draft, shared):
    link, path = shared

    response = send(guest, path, about=1)

    note = Note.objects.get()
    assert response["Location"] == f"{path}?sent#_comment-{note.pk}"
    assert (note.link, note.author, note.author_name) == (link, None, "Gus Guest")
    assert (note.text, note.quote, note.revision) == (COMMENT["text"], "ten", draft)
    assert "I said twelve" in guest.get(path).text
    assert "Your comment has been sent" in guest.get(f"{path}?sent").text
    desk = as_user(alma).get(reverse("discussion:notes", args=[draft.post_id])).text
    assert "I said twelve" in desk
    assert "guest · Gus, who was asked" in desk


def test_a_form_without_its_token_is_refused(guest, shared):
    assert guest.post(shared[1], COMMENT).status_code == 403
    assert not Note.objects.exists()


def test_guests_see_their_links_threads_and_the_answers_and_nothing_else(guest, alma, draft, shared):
    link, path = shared
    other, _address = links.make(draft.post, by=alma, label="Somebody else")
    asked = notes.write_as_guest(link, name="Gus", text="Is it ten?")
    notes.write(draft.post, by=alma, text="It is twelve.", parent=asked)
    internal = notes.write(draft.post, by=alma, text="Do not tell Gus.")
    notes.write(draft.post, by=alma, text="Never.", parent=internal)
    notes.write_as_guest(other, name="Olga", text="From another link.")

    page = guest.get(path).text

    assert "Is it ten?" in page
    assert "It is twelve." in page
    assert not [words for words in ("Do not tell", "Never.", "another link", "Olga") if words in page]
    assert "Gus, who was asked" not in page


def test_a_guest_answers_in_own_threads_alone(guest, alma, draft, shared):
    link, path = shared
    own = notes.write_as_guest(link, name="Gus", text="Is it ten?")
    internal = notes.write(draft.post, by=alma, text="Do not tell Gus.")
    notes.resolve(own, by=alma)

    send(guest, path, text="Or eleven?", parent=own.pk)
    forged = send(guest, path, text="Precious words.", parent=internal.pk)

    own.refresh_from_db()
    assert own.resolved_at is None
    assert [answer.text for answer in own.answers.all()] == ["Or eleven?"]
    assert not internal.answers.exists()
    assert "Precious words." in forged.text
    assert "Send it as a note of its own." in forged.text


def test_what_guests_write_is_words_and_no_markup(guest, shared):
    send(guest, shared[1], name="<i>Gus</i>", text="<script>x()</script> https://example.org/", quote="<b>")

    page = guest.get(shared[1]).text
    assert "<script>x" not in page
    assert "&lt;i&gt;Gus" in page
    assert 'href="https://example.org/" rel="nofollow"' in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", ""), ("name", "x" * 151), ("text", " "), ("text", "x" * 5001), ("quote", "x" * 301), ("website", "spam")],
)
def test_a_comment_that_is_refused_keeps_its_words(field, typed, guest, shared):
    changes = {"text": "Precious words."} | {field: typed}

    response = send(guest, shared[1], **changes)

    assert field in response.context["form"].errors
    assert response.context["form"]["text"].value() == changes["text"]
    assert not Note.objects.exists()


def end(how, link, by):
    if how == "expired":
        ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "revoked":
        links.revoke(link, by=by)
    elif how == "trashed":
        workflow.trash(link.post, by=by)
    else:
        Post.objects.get().delete()


@pytest.mark.parametrize(("how", "status"), [("expired", 410), ("revoked", 410), ("trashed", 410), ("deleted", 404)])
def test_a_link_that_has_ended_gives_back_the_words(how, status, guest, alma, shared):
    link, path = shared
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', guest.get(path).text)[1]
    end(how, link, alma)

    opened = guest.get(path)
    sent = guest.post(path, COMMENT | {"csrfmiddlewaretoken": token})

    assert (opened.status_code, sent.status_code) == (status, status)
    assert "Ten boats." not in opened.text + sent.text
    assert COMMENT["text"] in sent.text
    assert not Note.objects.exists()
    if how != "deleted":
        assert "does not work any more" in opened.text
        assert opened["Cache-Control"] == "no-store, private"
        assert opened["X-Robots-Tag"].startswith("noindex")


@pytest.mark.parametrize("how", ["open", "expired", "revoked", "trashed"])
def test_one_link_and_many_agree_on_which_are_open(how, alma, shared):
    link, _path = shared
    if how != "open":
        end(how, link, alma)

    link = ShareLink.objects.get()

    assert link.is_open is (how == "open")
    assert ShareLink.objects.open().exists() is link.is_open


def test_a_link_that_ends_while_the_comment_is_on_its_way_refuses_it(alma, shared):
    link, _path = shared
    links.revoke(link, by=alma)

    with pytest.raises(Refused) as refusal:
        notes.write_as_guest(link, name="Gus", text="Too late.")

    assert refusal.value.code == "closed"


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "ö", "..%2f"])
def test_a_made_up_address_is_not_found(token, guest, shared):
    assert guest.get(f"/shared/{token}/").status_code == 404


def test_openings_are_counted(guest, shared):
    link, path = shared
    for _ in range(2):
        guest.get(path)
    guest.head(path)
    guest.get(f"{path}?sent")

    link.refresh_from_db()
    assert link.opened == 2
    assert link.last_opened_at


def test_taking_a_link_back_from_the_desk(as_user, guest, alma, shared):
    link, path = shared

    page = as_user(alma).post(reverse("discussion:revoke", args=[link.pk]), follow=True)

    assert "The link for Gus, who was asked does not work any more." in page.text
    assert "taken back" in page.text
    assert guest.get(path).status_code == 410


def test_one_machine_sends_so_many_comments_a_minute(guest, shared, monkeypatch):
    monkeypatch.setattr("blog.discussion.shared.time.time", lambda: 1_800_000_000)
    for number in range(NOTES_A_MINUTE):
        assert send(guest, shared[1], text=f"Number {number}").status_code == 302

    refused = send(guest, shared[1], text="Precious words.")

    assert refused.status_code == 429
    assert "wait a minute" in refused.text
    assert refused.context["form"]["text"].value() == "Precious words."
    assert Note.objects.count() == NOTES_A_MINUTE
    monkeypatch.setattr("blog.discussion.shared.time.time", lambda: 1_800_000_060)
    assert send(guest, shared[1]).status_code == 302


def test_one_link_carries_so_many_comments_an_hour(guest, alma, draft, shared):
    link, path = shared
    for number in range(notes.GUEST_NOTES_AN_HOUR):
        notes.write_as_guest(link, name="Gus", text=f"Number {number}")

    refused = send(guest, path, text="Precious words.")

    assert refused.status_code == 429
    assert "in an hour" in refused.text
    assert refused.context["form"]["text"].value() == "Precious words."
    Note.objects.update(at=timezone.now() - timedelta(hours=1))
    assert send(guest, path).status_code == 302


def test_the_page_costs_the_same_for_one_thread_and_for_twelve(guest, alma, draft, shared, django_assert_num_queries):
    link, path = shared
    for threads in (1, 11):
        for _ in range(threads):
            thread = notes.write_as_guest(link, name="Gus", text="A note")
            notes.write(draft.post, by=alma, text="An answer", parent=thread)
        with django_assert_num_queries(11):
            guest.get(path)
