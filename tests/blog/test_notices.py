"""Notices: who is told of a step, by mail and at the desk, and what is said about whether it reached them."""

import smtplib
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import workflow
from blog.models import Event, Post, SiteSettings, Verb
from blog.notices.mail import compose
from blog.notices.models import MailChoice, Notice
from blog.notices.tasks import deliver
from blog.notices.telling import TO_AUTHORS, tell
from tests.factories import make_draft, make_guest, make_post, make_user
from tests.plans import plan_of

pytestmark = pytest.mark.django_db

CONSOLE = "django.core.mail.backends.console.EmailBackend"


def last_event():
    return Event.objects.order_by("pk").last()


def told(event=None):
    notices = Notice.objects.filter(event=event or last_event()).order_by("user__name")
    return [notice.user.name for notice in notices]


def submitted(by, **text):
    draft = make_draft(by=by, **text)
    workflow.submit(draft, by=by)
    return draft


def notice_for(user, **event):
    """Tell ``user`` of something that somebody else did."""
    said = {"verb": Verb.ASKED, "subject": "A post", "actor_name": "Edith"} | event
    tell(Event.objects.create(**said), [user])
    return Notice.objects.get(user=user, event=last_event())


def delivered(notice):
    deliver.call(notice.pk)
    notice.refresh_from_db()
    return notice


# -- who is told


def test_a_submission_is_told_to_every_editor(cora, edith, ada, alma):
    gone = make_user("Gone", role="editor")
    gone.is_active = False
    gone.save()

    submitted(cora)

    assert told() == ["Ada", "Edith"]


def test_who_did_it_is_not_told(edith, ada):
    submitted(edith)

    assert told() == ["Ada"]


def test_a_submission_that_somebody_has_claimed_is_told_to_them_alone(cora, edith, ada, monkeypatch):
    monkeypatch.setattr(Post, "claimed_by", edith, raising=False)

    submitted(cora)

    assert told() == ["Edith"]


def test_a_claim_of_somebody_who_is_no_editor_any_more_is_no_claim(cora, edith, otto, monkeypatch):
    monkeypatch.setattr(Post, "claimed_by", otto, raising=False)

    submitted(cora)

    assert told() == ["Edith"]


def test_taking_back_is_told_to_those_who_were_told_of_the_submission(cora, edith):
    draft = submitted(cora)
    make_user("Later", role="editor")

    workflow.take_back(draft, by=cora)

    assert told() == ["Edith"]


def step_ask(draft, by):
    workflow.submit(draft, by=by)
    workflow.ask_for_changes(draft, by=by, note="Shorter.")


def step_approve(draft, by):
    workflow.submit(draft, by=by)
    workflow.approve(draft, by=by)


def step_schedule(draft, by):
    return workflow.publish(draft, by=by, at=timezone.now() + timedelta(days=1))


def step_discard(draft, by):
    workflow.publish(draft, by=by)
    make_draft(draft.post, by=by, title="Changed")
    workflow.discard(draft.post, by=by)


@pytest.mark.parametrize(
    "step",
    [
        step_ask,
        step_approve,
        lambda draft, by: workflow.publish(draft, by=by),
        step_schedule,
        lambda draft, by: workflow.unschedule(step_schedule(draft, by), by=by),
        lambda draft, by: workflow.trash(draft.post, by=by),
    ],
    ids=["asked", "approved", "published", "scheduled", "unscheduled", "trashed"],
)
def test_what_an_editor_decides_is_told_to_the_authors_and_the_creator(step, cora, alma, edith, otto):
    draft = make_draft(by=cora, authors=[alma, edith, make_guest()])

    step(draft, edith)

    assert told() == ["Alma", "Cora"]


def step_withdraw(draft, by):
    workflow.publish(draft, by=by)
    workflow.withdraw(draft.post, by=by)


@pytest.mark.parametrize("step", [step_withdraw, step_discard])
def test_after_publication_a_creator_without_a_byline_hears_no_more(step, cora, alma, edith):
    draft = make_draft(by=cora, authors=[alma])

    step(draft, edith)

    assert told() == ["Alma"]
    assert told(Event.objects.get(verb=Verb.PUBLISHED)) == ["Alma", "Cora"]


def test_putting_own_work_in_the_trash_is_nobody_elses_news(alma):
    draft = make_draft(by=alma)

    workflow.trash(draft.post, by=alma)

    assert told() == []


def test_a_live_piece_in_the_trash_is_one_notice(alma, edith):
    post = make_post(by=edith, authors=[alma])
    Notice.objects.all().delete()

    workflow.trash(post, by=edith)

    assert [notice.event.verb for notice in Notice.objects.filter(user=alma)] == [Verb.TRASHED]


def test_what_is_rolled_back_is_told_to_nobody(cora, edith):
    draft = make_draft(by=cora)

    with transaction.atomic():
        workflow.submit(draft, by=cora)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_each_person_has_a_task_of_their_own(cora, edith, ada):
    submitted(cora)

    tasks = DBTaskResult.objects.filter(task_path="blog.notices.tasks.deliver")
    assert {tuple(task.args_kwargs["args"]) for task in tasks} == set(Notice.objects.values_list("pk"))


# -- the mail


def test_the_mail_says_who_did_what_and_where_to_go(cora, edith, settings):
    settings.BYLINE_URL = "https://news.example.org"
    SiteSettings(name="The Paper").save()
    cora.time_zone = "Asia/Tokyo"
    cora.save()
    draft = submitted(cora, title="Tides & <ferries>")
    note = "Shorter, please.\n\nAnd who is “Åsa” < Bob?"
    workflow.ask_for_changes(draft, by=edith, note=note)
    Event.objects.filter(verb=Verb.ASKED).update(at="2026-05-05T22:30Z")

    notice = delivered(Notice.objects.get(user=cora))

    (sent,) = mail.outbox
    assert sent.subject == "Changes asked: Tides & <ferries>"
    assert sent.to == ["cora@example.org"]
    assert sent.from_email == f"The Paper <{settings.DEFAULT_FROM_EMAIL}>"
    link = f"https://news.example.org/admin/notices/{notice.pk}/"
    assert "Edith asks for changes to “Tides & <ferries>”." in sent.body
    assert note in sent.body
    assert "6 May 2026, 07:30 (Asia/Tokyo)" in sent.body
    assert link in sent.body
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert "“Tides &amp; &lt;ferries&gt;”" in html
    assert "&lt; Bob?" in html
    assert f'href="{link}"' in html
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert notice.sent_at


def test_a_time_that_was_chosen_is_told_in_the_recipients_zone(alma, edith):
    alma.time_zone = "Europe/Stockholm"
    alma.save()
    at = timezone.now().replace(year=2099, month=1, day=2, hour=8, minute=30)

    workflow.publish(make_draft(by=alma), by=edith, at=at)
    delivered(Notice.objects.get(user=alma))

    assert "For 2 January 2099, 09:30 CET" in mail.outbox[0].body


def test_the_mails_about_a_piece_are_a_thread_and_keep_their_names(cora, edith):
    draft = submitted(cora)
    workflow.ask_for_changes(draft, by=edith, note="Shorter.")
    workflow.submit(draft, by=cora)

    first, second = Notice.objects.filter(user=edith).order_by("pk")

    messages = [compose(first).message(), compose(second).message()]
    assert messages[0]["References"] == messages[1]["References"] == messages[0]["In-Reply-To"]
    assert messages[0]["Message-ID"] != messages[1]["Message-ID"]
    assert messages[0]["Message-ID"] == compose(first).message()["Message-ID"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_no_title_and_no_name_can_add_a_header(end, alma):
    SiteSettings(name=f"Paper{end}Bcc: all@example.org").save()
    notice = notice_for(alma, subject=f"A post{end}Bcc: all@example.org", actor_name=f"Edith{end}Bcc: x@example.org")

    delivered(notice)

    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Changes asked: A post Bcc: all@example.org"
    assert b"\nBcc" not in message.as_bytes().partition(b"\n\n")[0]


def test_every_told_verb_has_words_of_its_own(alma):
    for verb in {Verb.SUBMITTED, Verb.TOOK_BACK, *TO_AUTHORS}:
        notice = notice_for(alma, verb=verb, subject="The title")

        message = compose(notice)

        assert message.subject.endswith(": The title")
        assert "Edith has" in message.body or "Edith asks" in message.body


def test_a_verb_that_others_bring_is_told_in_its_own_words(alma):
    message = compose(notice_for(alma, verb=Verb.RESTORED, subject="The title"))

    assert message.subject == "The title"
    assert "Edith, “The title”: restored an earlier revision." in message.body


# -- late work


def test_a_task_that_runs_again_sends_nothing_again(alma):
    notice = notice_for(alma)

    for _time in range(3):
        delivered(notice)

    assert len(mail.outbox) == 1


def test_two_workers_with_the_same_task_send_one_mail(alma, monkeypatch):
    notice = notice_for(alma)
    send = mail.EmailMultiAlternatives.send

    def slow(message):
        deliver.call(notice.pk)  # the other worker, while this one is talking to the server
        return send(message)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", slow)
    delivered(notice)

    assert len(mail.outbox) == 1
    assert notice.attempts == 1


def test_a_task_whose_worker_died_while_sending_is_done_by_the_next(alma):
    notice = notice_for(alma)
    Notice.objects.update(tried_at=timezone.now() - timedelta(minutes=10), attempts=1)

    delivered(notice)

    assert notice.sent_at
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("gone", ["notice", "post", "user"])
def test_what_is_gone_meanwhile_is_no_error(gone, cora, edith):
    draft = submitted(cora)
    notice = Notice.objects.get()
    {"notice": notice, "post": draft.post, "user": edith}[gone].delete()

    deliver.call(notice.pk)

    assert len(mail.outbox) == (1 if gone == "post" else 0)


def test_nobody_who_wants_no_mail_gets_any(alma, settings):
    notice = notice_for(alma)
    MailChoice.objects.create(user=alma, wants_mail=False)

    delivered(notice)

    assert not mail.outbox
    assert (notice.sent_at, notice.failed_at, notice.attempts) == (None, None, 0)


def test_nobody_is_mailed_without_a_mail_server(alma, settings, capsys):
    notice = notice_for(alma)
    settings.EMAIL_BACKEND = CONSOLE

    delivered(notice)

    assert capsys.readouterr().out == ""
    assert notice.sent_at is None


def test_nobody_is_mailed_who_has_left(alma):
    notice = notice_for(alma)
    alma.is_active = False
    alma.save()

    assert delivered(notice).sent_at is None


def failing(monkeypatch, error):
    def send(message):
        raise error

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)


REFUSED = smtplib.SMTPRecipientsRefused({"alma@example.org": (550, b"5.1.1 No such mailbox")})


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (REFUSED, "550 5.1.1 No such mailbox"),
        (smtplib.SMTPSenderRefused(553, b"Who is that?", "byline@example.org"), "553 Who is that?"),
        (smtplib.SMTPDataError(554, b"Spam\r\nspam"), "554 Spam spam"),
        (ValueError("Invalid address"), "ValueError: Invalid address"),
    ],
)
def test_what_the_server_will_not_have_fails_for_good(error, said, alma, monkeypatch, caplog):
    DBTaskResult.objects.all().delete()
    notice = notice_for(alma)
    DBTaskResult.objects.all().delete()
    failing(monkeypatch, error)

    delivered(notice)

    assert notice.failed_at
    assert notice.error == said
    assert not DBTaskResult.objects.exists()
    assert "alma@" not in caplog.text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (TimeoutError("timed out"), "TimeoutError: timed out"),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "SMTPServerDisconnected: Connection unex"),
        (smtplib.SMTPAuthenticationError(535, b"Bad password"), "535 Bad password"),
        (smtplib.SMTPRecipientsRefused({"alma@example.org": (451, b"Greylisted, try later")}), "451 Greylisted"),
    ],
)
def test_a_server_that_cannot_now_is_asked_again_and_given_up_at_last(error, said, alma, monkeypatch, caplog):
    notice = notice_for(alma)
    failing(monkeypatch, error)
    pauses = []

    for _attempt in range(5):
        DBTaskResult.objects.all().delete()
        assert notice.failed_at is None
        Notice.objects.update(tried_at=timezone.now() - timedelta(minutes=1))
        now = timezone.now()
        delivered(notice)
        pauses += [round((task.run_after - now) / timedelta(minutes=1)) for task in DBTaskResult.objects.all()]

    assert pauses == [1, 5, 25, 125]
    assert notice.attempts == 5
    assert notice.failed_at
    assert notice.error.startswith(said)


def test_one_persons_failure_is_not_anothers(cora, edith, ada, monkeypatch):
    submitted(cora)
    send = mail.EmailMultiAlternatives.send

    def picky(message):
        if message.to == ["ada@example.org"]:
            raise REFUSED
        return send(message)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", picky)
    for notice in Notice.objects.order_by("user__name"):
        delivered(notice)

    assert [message.to for message in mail.outbox] == [["edith@example.org"]]


def test_a_mail_that_gets_through_late_is_a_mail(alma, monkeypatch):
    notice = notice_for(alma)
    with monkeypatch.context() as patched:
        failing(patched, TimeoutError("timed out"))
        delivered(notice)
    Notice.objects.update(tried_at=timezone.now() - timedelta(minutes=1))

    delivered(notice)

    assert notice.sent_at
    assert notice.error == ""


@pytest.mark.django_db(transaction=True)  # the package's worker drops a connection that is in a transaction
def test_the_worker_mails_at_once_and_tries_again_no_sooner_than_told(cora, edith, ada, monkeypatch, caplog):
    submitted(cora)
    send = mail.EmailMultiAlternatives.send

    def away_for_ada(message):
        if message.to == ["ada@example.org"] and not caplog.records:
            raise TimeoutError("timed out")
        return send(message)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", away_for_ada)
    run_worker()
    assert [message.to for message in mail.outbox] == [["edith@example.org"]]
    run_worker()
    assert len(mail.outbox) == 1

    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    Notice.objects.filter(user=ada).update(tried_at=timezone.now() - timedelta(minutes=1))
    run_worker()

    assert [message.to for message in mail.outbox] == [["edith@example.org"], ["ada@example.org"]]
    assert not Notice.objects.undelivered().exists()


def run_worker():
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


class SmallServer(socketserver.StreamRequestHandler):
    """As much of SMTP as a conversation needs; whoever is called gone has no mailbox."""

    received: list[bytes] = []

    def handle(self):
        self.wfile.write(b"220 small\r\n")
        for line in self.rfile:
            command = line.split()[0].upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(b"550 5.1.1 No such mailbox\r\n" if b"TO:<gone@" in line else b"250 fine\r\n")
            if command == b"QUIT":
                return


@pytest.fixture
def mail_server(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), SmallServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 10
        SmallServer.received.clear()
        yield server
        server.shutdown()


def test_a_conversation_with_a_real_server(alma, mail_server):
    gone = make_user("Gone")

    refused, sent = delivered(notice_for(gone)), delivered(notice_for(alma, subject="Über allem"))

    assert refused.failed_at
    assert refused.error == "550 5.1.1 No such mailbox"
    assert sent.sent_at
    (message,) = SmallServer.received
    assert b"Subject: =?utf-8?" in message
    assert b"multipart/alternative" in message


def test_a_server_that_is_not_there_is_asked_again(alma, mail_server):
    mail_server.shutdown()
    mail_server.server_close()

    notice = delivered(notice_for(alma))

    assert notice.error == "Connection refused"
    assert notice.failed_at is None


# -- at the desk


def form(post):
    return reverse("admin:blog_post_change", args=[post.pk])


def opened(notice):
    notice.refresh_from_db()
    return bool(notice.opened_at)


def test_the_link_of_a_mail_leads_to_the_piece_and_counts_as_opened(as_user, cora, edith):
    draft = submitted(cora)
    notice = Notice.objects.get()

    response = as_user(edith).get(reverse("notices:open", args=[notice.pk]))

    assert response["Location"] == form(draft.post)
    assert opened(notice)


def test_the_first_opening_is_the_one_that_counts(as_user, cora, edith):
    submitted(cora)
    long_ago = timezone.now() - timedelta(days=1)
    Notice.objects.update(opened_at=long_ago)
    notice = Notice.objects.get()

    as_user(edith).get(reverse("notices:open", args=[notice.pk]))

    notice.refresh_from_db()
    assert notice.opened_at == long_ago


@pytest.mark.parametrize(
    ("method", "headers"),
    [("get", {"Sec-Purpose": "prefetch;prerender"}), ("get", {"Purpose": "prefetch"}), ("head", {})],
)
def test_what_is_only_fetched_ahead_is_not_opened(method, headers, as_user, cora, edith):
    draft = submitted(cora)
    notice = Notice.objects.get()
    client = as_user(edith)

    getattr(client, method)(reverse("notices:open", args=[notice.pk]), headers=headers)
    getattr(client, method)(form(draft.post), headers=headers)

    assert not opened(notice)


def test_opening_the_piece_opens_all_that_one_was_told_of_it(as_user, cora, edith, ada):
    draft = submitted(cora)
    workflow.take_back(draft, by=cora)
    other = submitted(cora, title="Another")

    response = as_user(edith).get(form(draft.post))

    unopened = Notice.objects.unopened()
    assert {notice.event.post for notice in unopened.filter(user=edith)} == {other.post}
    assert unopened.filter(user=ada).count() == 3
    assert "<strong>1<" in response.text  # the link above counts what is left


def test_a_refused_form_opens_nothing(as_user, cora, edith):
    draft = submitted(cora)

    as_user(edith).post(form(draft.post), {"title": ""})

    assert not opened(Notice.objects.get())


def test_a_piece_that_is_no_longer_ones_own_leads_to_the_notices(as_user, alma, edith, cora):
    post = make_post(by=edith, authors=[alma])
    make_draft(post, by=edith, authors=[cora])
    notice = Notice.objects.get(user=alma)
    workflow.publish(post.open_revision(), by=edith)

    response = as_user(alma).get(reverse("notices:open", args=[notice.pk]), follow=True)

    assert response.redirect_chain[0][0] == reverse("notices:inbox")
    assert "no longer yours" in response.text


def test_a_notice_of_a_deleted_piece_leads_to_the_notices(as_user, cora, edith):
    submitted(cora).post.delete()

    response = as_user(edith).get(reverse("notices:open", args=[Notice.objects.get().pk]))

    assert response["Location"] == reverse("notices:inbox")


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 302), ("reader", 302), ("cora", 404), ("alma", 404), ("edith", 302), ("ada", 404), ("otto", 404)],
)
def test_a_notice_exists_for_its_own_recipient(who, status, client, alma, edith, request):
    submitted(alma)
    notice = notice_for(edith)
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    response = client.get(reverse("notices:open", args=[notice.pk]))

    assert response.status_code == status
    assert opened(notice) is (who == "edith")
    if who in ("nobody", "reader"):
        assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", ["inbox", "mail_choice"])
@pytest.mark.parametrize(
    ("who", "may"), [("nobody", False), ("reader", False), ("cora", True), ("alma", True), ("edith", True)]
)
def test_whoever_is_at_the_desk_has_notices(page, who, may, client, otto, request):
    notice_for(otto, subject="Otto’s own")
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    send = client.post if page == "mail_choice" else client.get

    response = send(reverse(f"notices:{page}"), {"wants_mail": "no"}, follow=may)

    assert (response.status_code == 200) is may
    assert "Otto’s own" not in response.text
    assert MailChoice.objects.exists() is (may and page == "mail_choice")


def test_the_inbox_says_what_is_new(as_user, alma):
    notice_for(alma, subject="Older <one>", note="Shorter.\nPlease.")
    Notice.objects.update(opened_at=timezone.now())
    notice_for(alma, subject="Newer")

    text = as_user(alma).get(reverse("notices:inbox")).text

    assert text.index("“Newer”") < text.index("“Older &lt;one&gt;”")
    assert "Shorter.<br>Please." in text
    assert text.count(">New</span>") == 1


def test_the_inbox_goes_on_where_a_page_has_ended(as_user, alma):
    for number in range(31):
        notice_for(alma, subject=f"Post {number}.")
    inbox = reverse("notices:inbox")
    client = as_user(alma)

    first = client.get(inbox)
    second = client.get(inbox, {"before": first.context["older"]})

    assert [notice.event.subject for notice in second.context["notices"]] == ["Post 0."]
    assert "Older notices" in first.text
    assert "Older notices" not in second.text


@pytest.mark.parametrize("before", ["x", "", "-1", "9" * 30, "²"])
def test_a_page_that_no_page_led_to_is_not_found(before, as_user, alma):
    assert as_user(alma).get(reverse("notices:inbox"), {"before": before}).status_code == 404


def test_mail_is_everybodys_own_choice(as_user, alma):
    client = as_user(alma)
    choice = reverse("notices:mail_choice")

    off = client.post(choice, {"wants_mail": "no"}, follow=True)
    assert "You get no mail from now on." in off.text
    assert delivered(notice_for(alma)).sent_at is None
    client.post(choice, {"wants_mail": "yes"})

    assert delivered(notice_for(alma)).sent_at
    assert client.get(choice).status_code == 405


def test_the_form_says_who_was_told_and_who_has_opened_it(as_user, cora, edith, ada):
    draft = submitted(cora)
    now = timezone.now()
    Notice.objects.filter(user=edith).update(opened_at=now)
    Notice.objects.filter(user=ada).update(failed_at=now, error="550 No such mailbox")

    text = " ".join(as_user(cora).get(form(draft.post)).text.split())

    assert "Cora submitted for review" in text
    assert f"Told: Ada — not opened yet, Edith — opened {now:%H:%M}</p>" in text
    assert "Mail to Ada failed: 550 No such mailbox" in text
    assert "No mail server" not in text


def test_the_form_says_that_a_mail_went_out_or_is_late(as_user, cora, edith, ada, monkeypatch):
    draft = submitted(cora)
    sent = delivered(Notice.objects.get(user=edith))
    failing(monkeypatch, ConnectionRefusedError(111, "Connection refused"))
    delivered(Notice.objects.get(user=ada))

    text = " ".join(as_user(cora).get(form(draft.post)).text.split())

    assert f"Told: Ada — not opened yet, Edith — mailed {sent.sent_at:%H:%M}</p>" in text
    assert "Mail to Ada is late and will be tried again: Connection refused" in text


def test_the_form_shows_the_note_of_the_last_step(as_user, cora, edith):
    draft = submitted(cora)
    workflow.ask_for_changes(draft, by=edith, note="Shorter & <sweeter>.")

    assert "<p>Shorter &amp; &lt;sweeter&gt;.</p>" in as_user(cora).get(form(draft.post)).text


def test_the_form_says_that_nobody_gets_mail(as_user, cora, edith, settings):
    settings.EMAIL_BACKEND = CONSOLE
    draft = submitted(cora)

    assert "No mail server is set up: nobody gets mail" in as_user(cora).get(form(draft.post)).text
    assert "No mail server is set up" in as_user(cora).get(reverse("notices:inbox")).text


def test_a_new_post_has_nobody_to_tell(as_user, cora):
    assert "Told:" not in as_user(cora).get(reverse("admin:blog_post_add")).text
    assert "Told:" not in as_user(cora).get(form(make_draft(by=cora).post)).text


def test_the_history_says_of_each_step_who_was_told(as_user, cora, edith):
    draft = submitted(cora)
    workflow.ask_for_changes(draft, by=edith, note="Shorter.")

    text = " ".join(as_user(cora).get(reverse("admin:blog_post_history", args=[draft.post_id])).text.split())

    assert text.index("Told: Cora") < text.index("Told: Edith")


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["change", "history"])
def test_a_long_past_costs_no_more(page, as_user, cora, edith, ada):
    draft = submitted(cora)
    address = reverse(f"admin:blog_post_{page}", args=[draft.post_id])
    client = as_user(edith)
    client.get(address)
    before = queries(client, address)

    events = Event.objects.bulk_create(
        Event(post=draft.post, verb=Verb.SUBMITTED, actor=cora, actor_name="Cora") for _number in range(300)
    )
    Notice.objects.bulk_create(
        Notice(event=event, user=user, opened_at=timezone.now()) for event in events for user in (ada, edith)
    )

    assert queries(client, address) == before


def test_a_full_inbox_costs_no_more_than_one_notice(as_user, alma):
    client = as_user(alma)
    notice_for(alma)
    before = queries(client, reverse("notices:inbox"))
    for _number in range(12):
        notice_for(alma)

    assert queries(client, reverse("notices:inbox")) == before


def test_the_lists_are_read_from_their_indexes(alma, otto):
    events = Event.objects.bulk_create(Event(verb=Verb.ASKED) for _number in range(600))
    Notice.objects.bulk_create(Notice(event=each, user=alma if n < 30 else otto) for n, each in enumerate(events))
    mine = Notice.objects.filter(user=alma)

    assert "unopened_notices" in plan_of(lambda: mine.unopened()[:100].count())
    assert "notices_of_a_person" in plan_of(lambda: list(mine.order_by("-pk")[:30]))


def test_many_unread_are_counted_no_further_than_one_reads(as_user, alma):
    event = Event.objects.create(verb=Verb.ASKED)
    tell(event, [alma])
    others = Event.objects.bulk_create(Event(verb=Verb.ASKED) for _number in range(120))
    Notice.objects.bulk_create(Notice(event=other, user=alma) for other in others)

    assert "<strong>99+<" in as_user(alma).get(reverse("admin:index")).text


# -- health


def test_health_tells_how_many_mails_did_not_get_through(client, alma, otto, cora, monkeypatch):
    assert "notices" not in client.get("/health/").json()
    failing(monkeypatch, REFUSED)
    for _number in range(3):
        delivered(notice_for(alma))
    failing(monkeypatch, TimeoutError("timed out"))
    delivered(notice_for(otto))
    MailChoice.objects.create(user=cora, wants_mail=False)
    delivered(notice_for(cora))

    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json()["notices"] == ("3 mails could not be delivered in the last 7 days, 1 mail to be tried again")
    Notice.objects.filter(user=alma).update(failed_at=timezone.now() - timedelta(days=8))
    assert client.get("/health/").json()["notices"] == "1 mail to be tried again"


def test_troubles_are_read_from_their_index(client):
    from blog.notices.tasks import troubles

    assert "troubled_notices" in plan_of(troubles)
