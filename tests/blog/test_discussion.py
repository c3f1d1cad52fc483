"""Notes on a post at the desk: who writes, answers, settles and takes back, and that nothing is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from blog import workflow
from blog.discussion import links, notes
from blog.discussion.models import Note
from blog.discussion.signals import noted
from blog.models import Post, Revision
from tests.factories import make_draft, make_post


@pytest.fixture
def draft(alma):
    return make_draft(by=alma, title="Leaving")


@pytest.fixture
def note(draft, edith):
    return notes.write(draft.post, by=edith, text="Shorter, please.", quote="Words")


@pytest.fixture
def guests_note(draft, alma):
    link, _address = links.make(draft.post, by=alma, label="Gus")
    return notes.write_as_guest(link, name="Gus", text="I said twelve.")


def page_of(post):
    return reverse("discussion:notes", args=[post.pk])


def test_a_note_stands_on_the_page_and_beside_the_form(as_user, alma, draft):
    client = as_user(alma)

    response = client.post(
        page_of(draft.post), {"text": "See https://example.org/a\nand <b>this</b>.", "quote": "Words", "about": 1}
    )

    note = Note.objects.get()
    assert response["Location"] == f"{page_of(draft.post)}#note-{note.pk}"
    assert (note.author, note.author_name, note.revision, note.quote) == (alma, "Alma", draft, "Words")
    page = client.get(page_of(draft.post)).text
    assert 'href="https://example.org/a"' in page
    assert "and &lt;b&gt;this&lt;/b&gt;." in page
    form = client.get(reverse("admin:blog_post_change", args=[draft.post_id])).text
    assert "1 open" in form
    assert "&lt;b&gt;this" in form


def test_beside_the_form_stands_no_form_of_its_own_and_nothing_it_would_send(as_user, alma, draft, note):
    page = as_user(alma).get(reverse("admin:blog_post_change", args=[draft.post_id])).text

    start = page.index("data-notes-summary")
    summary = page[start : page.index("</section>", start)]
    assert "<form" not in summary
    assert "name=" not in summary
    assert "data-notes-summary" not in as_user(alma).get("/admin/blog/post/add/").text


def test_beside_the_form_stand_the_newest_three_of_what_is_open(as_user, alma, draft):
    written = [notes.write(draft.post, by=alma, text=f"Note {number}") for number in range(5)]
    notes.resolve(written[4], by=alma)
    notes.write(draft.post, by=alma, text="To what is settled", parent=written[3])

    page = as_user(alma).get(reverse("admin:blog_post_change", args=[draft.post_id])).text

    assert "4 open" in page
    shown = [text for text in ["Note 1", "Note 2", "Note 3", "Note 4", "To what is settled"] if text in page]
    assert shown == ["Note 2", "Note 3", "To what is settled"]


def test_a_note_is_about_the_revision_that_its_writer_read(alma, draft):
    make_draft(draft.post, by=alma, title="Later")

    read = notes.write(draft.post, by=alma, text="Of the first", about=1)
    newest = notes.write(draft.post, by=alma, text="Of the newest")
    made_up = notes.write(draft.post, by=alma, text="Of none", about=99)

    assert [note.revision.number for note in (read, newest, made_up)] == [1, 2, 2]
    Revision.objects.get(number=1).delete()
    read.refresh_from_db()
    assert read.revision is None


def test_an_answer_stands_below_its_thread_and_opens_what_was_resolved(as_user, alma, edith, draft, note):
    notes.resolve(note, by=alma)

    as_user(alma).post(page_of(draft.post), {"text": "It is shorter now.", "parent": note.pk})

    note.refresh_from_db()
    assert note.resolved_at is None
    assert [answer.text for answer in note.answers.all()] == ["It is shorter now."]
    page = as_user(edith).get(page_of(draft.post)).text
    assert page.index("Shorter, please.") < page.index("It is shorter now.")


def test_answers_go_one_level_deep_and_keep_to_their_post(as_user, alma, draft, note):
    answer = notes.write(draft.post, by=alma, text="It is.", parent=note)
    elsewhere = notes.write(make_draft(by=alma).post, by=alma, text="Elsewhere")
    client = as_user(alma)

    for wrong in (answer, elsewhere):
        response = client.post(page_of(draft.post), {"text": "Precious words.", "parent": wrong.pk})

        assert "Precious words." in response.text
        assert "Send it as a note of its own." in response.text
        assert response.context["form"]["parent"].value() == ""
    assert Note.objects.count() == 3


@pytest.mark.parametrize("parent", [False, True])
def test_what_is_refused_stays_in_the_form_that_sent_it(parent, as_user, alma, draft, note):
    data = {"text": "Precious words." + " etc." * 1200, "parent": note.pk if parent else ""}

    response = as_user(alma).post(page_of(draft.post), data)

    [thread] = response.context["page"]
    form = thread.answer_form if parent else response.context["form"]
    assert "at most 5000" in form.errors["text"][0]
    assert response.text.count("Precious words.") == 1
    assert Note.objects.count() == 1


def test_resolving_and_opening_again(as_user, alma, draft, note):
    client = as_user(alma)

    client.post(reverse("discussion:resolve", args=[note.pk]))

    assert "Shorter, please." not in client.get(page_of(draft.post)).text.partition("<template>")[0]
    resolved = client.get(page_of(draft.post) + "?resolved").text
    assert "Shorter, please." in resolved
    assert "Resolved by Alma" in resolved
    client.post(reverse("discussion:reopen", args=[note.pk]))
    assert "Shorter, please." in client.get(page_of(draft.post)).text


def test_whoever_resolves_first_is_named(alma, edith, note):
    notes.resolve(note, by=edith)
    notes.resolve(note, by=alma)

    note.refresh_from_db()
    assert note.resolved_by == edith


def test_changing_ones_own_note_says_so(as_user, edith, draft, note):
    client = as_user(edith)
    address = reverse("discussion:change", args=[note.pk])

    assert "Shorter, please." in client.get(address).text
    empty = client.post(address, {"text": " "})
    client.post(address, {"text": "Longer, please.", "quote": ""})

    assert "text" in empty.context["form"].errors
    note.refresh_from_db()
    assert (note.text, note.quote) == ("Longer, please.", "")
    assert "edited" in client.get(page_of(draft.post)).text


def test_a_note_that_was_answered_leaves_its_place(as_user, alma, edith, draft, note):
    answer = notes.write(draft.post, by=alma, text="It is shorter now.", parent=note)
    client = as_user(edith)

    client.post(reverse("discussion:remove", args=[note.pk]))

    page = client.get(page_of(draft.post)).text
    assert "Shorter, please." not in page
    assert "removed" in page
    assert "It is shorter now." in page
    as_user(alma).post(reverse("discussion:remove", args=[answer.pk]))
    assert not Note.objects.exists()


def test_a_note_without_answers_is_gone_when_removed(as_user, edith, note):
    as_user(edith).post(reverse("discussion:remove", args=[note.pk]))

    assert not Note.objects.exists()


@pytest.mark.parametrize("page", ["change", "remove"])
@pytest.mark.parametrize(
    ("who", "own", "guests"),
    [
        ("edith", True, True),
        ("alma", False, True),
        ("ada", False, True),
        ("otto", None, None),
        ("cora", None, None),
        ("reader", None, None),
    ],
)
def test_who_may_change_or_remove_ediths_note_or_a_guests(page, who, own, guests, as_user, request, note, guests_note):
    client = as_user(request.getfixturevalue(who))
    guests = guests if page == "remove" else guests and False  # nobody puts words into a guest’s mouth

    for which, may in ((note, own), (guests_note, guests)):
        status = client.post(reverse(f"discussion:{page}", args=[which.pk]), {"text": "Other"}).status_code

        if who == "reader":
            assert status == 302
        else:
            assert status == {True: 302, False: 403, None: 404}[may]
    changed = Note.objects.filter(text="Other").count() + 2 - Note.objects.count()
    assert changed == (own is True) + (guests is True)


PAGES = ["notes", "links", "change", "remove", "resolve", "reopen", "revoke"]


def arguments(page, note, link):
    return [{"notes": note.post_id, "links": note.post_id, "revoke": link.pk}.get(page, note.pk)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "exists"),
    [("alma", True), ("edith", True), ("ada", True), ("otto", False), ("cora", False), ("reader", False)],
)
def test_for_whom_the_discussion_exists(page, who, exists, as_user, alma, guests_note, request):
    user = request.getfixturevalue(who)
    note = guests_note
    if page == "change":
        note = notes.write(note.post, by=user if exists else alma, text="Own")
    client = as_user(user)
    send = client.get if page in ("notes", "links", "change") else client.post

    response = send(reverse(f"discussion:{page}", args=arguments(page, note, guests_note.link)))

    if who == "reader":
        assert response.status_code == 302
        assert "login" in response["Location"]
    else:
        assert response.status_code in ((200, 302) if exists else (404,))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_sent_to_sign_in(page, method, client, guests_note):
    address = reverse(f"discussion:{page}", args=arguments(page, guests_note, guests_note.link))

    response = getattr(client, method)(address)

    assert response.status_code == 302
    assert "login" in response["Location"]
    guests_note.refresh_from_db()
    assert guests_note.resolved_at is None


@pytest.mark.parametrize("page", ["remove", "resolve", "reopen", "revoke"])
def test_what_changes_something_is_no_link(page, as_user, alma, guests_note):
    address = reverse(f"discussion:{page}", args=arguments(page, guests_note, guests_note.link))

    assert as_user(alma).get(address).status_code == 405


def test_a_strangers_note_is_refused_by_the_verb_itself(otto, draft):
    with pytest.raises(workflow.Refused) as refusal:
        notes.write(draft.post, by=otto, text="Me, too")

    assert refusal.value.code == "not_allowed"


def test_in_the_trash_all_can_be_read_and_nothing_added(as_user, alma, edith, draft, note):
    workflow.trash(draft.post, by=alma)
    client = as_user(edith)

    page = client.get(page_of(draft.post)).text
    refused = client.post(page_of(draft.post), {"text": "Too late."})
    client.post(reverse("discussion:resolve", args=[note.pk]))

    assert "Shorter, please." in page
    assert "in the trash" in page
    assert "Take it out first" in " ".join(refused.context["form"].non_field_errors())
    assert Note.objects.get().resolved_at is None


def test_names_outlive_their_accounts(alma, edith, draft, note):
    notes.resolve(note, by=edith)
    edith.delete()

    note.refresh_from_db()
    assert (note.author, note.author_name, note.resolved_by) == (None, "Edith", None)


def test_a_post_that_is_deleted_takes_its_discussion_along(alma, guests_note):
    notes.write(guests_note.post, by=alma, text="Thank you.", parent=guests_note)

    Post.objects.get().delete()

    assert not Note.objects.exists()


def test_every_note_is_announced_inside_its_transaction(alma, draft, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, note, **kwargs):
        heard.append((note.text, note.is_guests))
        if note.text == "Undone":
            raise RuntimeError

    noted.connect(listen)
    try:
        notes.write(draft.post, by=alma, text="Heard")
        link, _address = links.make(draft.post, by=alma, label="Gus")
        notes.write_as_guest(link, name="Gus", text="From outside")
        with pytest.raises(RuntimeError):
            notes.write(draft.post, by=alma, text="Undone")
    finally:
        noted.disconnect(listen)

    assert heard == [("Heard", False), ("From outside", True), ("Undone", False)]
    assert Note.objects.count() == 2


def test_the_database_keeps_its_promises(alma, draft, note):
    answer = notes.write(draft.post, by=alma, text="It is.", parent=note)

    for wrong in ({"resolved_at": timezone.now()}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.filter(pk=answer.pk).update(**wrong)


def test_the_page_costs_the_same_for_three_threads_and_for_thirty(
    as_user, alma, edith, draft, django_assert_max_num_queries
):
    client = as_user(alma)
    link, _address = links.make(draft.post, by=alma, label="Gus")
    for threads in (3, 27):
        for number in range(threads):
            if number % 2:
                thread = notes.write(draft.post, by=edith, text="A note")
            else:
                thread = notes.write_as_guest(link, name="Gus", text="A note")
            notes.write(draft.post, by=alma, text="An answer", parent=thread)
            Note.objects.update(at=timezone.now() - timedelta(hours=2))  # not too many an hour
        with django_assert_max_num_queries(16):
            client.get(page_of(draft.post))


def test_many_threads_stand_on_several_pages(as_user, alma, draft):
    for number in range(51):
        notes.write(draft.post, by=alma, text=f"Note {number}.")
    client = as_user(alma)

    first, second = (client.get(f"{page_of(draft.post)}?page={page}") for page in (1, 2))

    assert [len(response.context["page"]) for response in (first, second)] == [50, 1]
    assert "Note 0." in second.text


def test_notes_are_nothing_that_readers_see(client, alma):
    post = make_post(by=alma, authors=[alma])
    notes.write(post, by=alma, text="Between us")

    assert "Between us" not in client.get(post.get_absolute_url()).text
