"""Inviting somebody: the mail, the link that works once, and who may send one into which role."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import invitations
from accounts.models import AuditEntry, Invitation, User
from accounts.roles import role_of
from accounts.tasks import send_invitation
from tests.factories import make_user

PASSWORD = "a long and lonely word"
ADD = "/admin/accounts/invitation/add/"
LIST = "/admin/accounts/invitation/"
NORA = {"email": "nora@example.org", "name": "Nora New", "role": "author"}
STEPS = ["send-again", "revoke"]


def invite(by, **words) -> Invitation:
    invitation = Invitation(**NORA | words)
    invitations.invite(invitation, by=by)
    return invitation


def path(invitation) -> str:
    return reverse("invitation", args=[invitation.token])


def step(invitation, name: str) -> str:
    return f"{LIST}{invitation.pk}/{name}/"


def accept(client, address, **words):
    return client.post(address, {"name": "Nora New", "password": PASSWORD} | words)


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_an_invitation_is_mailed_in_text_and_html_with_its_link(mail_server, as_user, ada):
    response = as_user(ada).post(ADD, NORA, follow=True)
    invitation = Invitation.objects.get()
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[invitation.pk]]
    send_invitation.call(invitation.pk)

    assert "on its way to nora@example.org" in response.text
    assert invitation.token not in response.text
    (sent,) = mail.outbox
    assert sent.to == ["nora@example.org"]
    assert sent.subject.startswith("Ada invites you to write for ")
    assert invitation.link in sent.body
    assert invitation.link in sent.alternatives[0].content


def test_a_mail_is_sent_once_however_often_its_task_runs(as_user, ada, mail_server):
    invitation = invite(ada)

    for _time in range(2):
        send_invitation.call(invitation.pk)

    assert len(mail.outbox) == 1
    assert Invitation.objects.get().mailed_at


def test_the_database_never_holds_the_token(as_user, ada):
    as_user(ada).post(ADD, NORA)
    invitation = Invitation.objects.get()

    held = [*Invitation.objects.values_list().get(), *DBTaskResult.objects.values_list().get()]

    assert not [value for value in held if invitation.token in str(value)]


def test_without_a_mail_server_the_link_is_shown_once(settings, as_user, ada):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    shown = as_user(ada).post(ADD, NORA)

    invitation = Invitation.objects.get()
    assert invitation.link in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert invitation.token not in as_user(ada).get(LIST).text


def test_accepting_makes_the_user_with_the_role_and_signs_them_in(client, ada):
    invitation = invite(ada, role="editor")

    response = accept(client, path(invitation), name="Nora Newer")

    nora = User.objects.get(email="nora@example.org")
    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert (nora.name, role_of(nora), nora.author.name) == ("Nora Newer", "editor", "Nora Newer")
    assert nora.check_password(PASSWORD)
    assert Invitation.objects.get().state == "accepted"


def test_a_link_works_once(client, ada):
    address = path(invite(ada))
    accept(client, address)
    client.logout()

    again = accept(client, address)

    assert again.status_code == 410
    assert "the account is there" in again.text
    assert User.objects.filter(email="nora@example.org").count() == 1


def test_a_link_ends_after_seven_days(client, ada):
    invitation = invite(ada)
    address = path(invitation)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = accept(client, address)

    assert response.status_code == 410
    assert "older than seven days" in response.text
    assert not User.objects.filter(email="nora@example.org").exists()
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now() < timedelta(days=7)


def test_a_revoked_link_leads_nowhere(client, as_user, ada):
    invitation = invite(ada)

    as_user(ada).post(step(invitation, "revoke"))
    client.logout()

    response = accept(client, path(invitation))
    assert response.status_code == 410
    assert "taken back" in response.text


def test_sending_again_makes_a_fresh_link_and_ends_the_one_before(client, as_user, ada, mail_server):
    invitation = invite(ada)
    old = path(invitation)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    as_user(ada).post(step(invitation, "send-again"))
    client.logout()

    invitation.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(path(invitation)).status_code == 200
    assert DBTaskResult.objects.count() == 2


def test_a_made_up_link_is_a_wrong_address(client, ada):
    invite(ada)

    assert client.get(reverse("invitation", args=["0" * 64])).status_code == 404


def test_a_task_that_comes_too_late_mails_nothing(ada, mail_server):
    invitation = invite(ada)
    invitations.revoke(invitation, by=ada)

    send_invitation.call(invitation.pk)

    assert mail.outbox == []


def test_an_address_that_has_an_account_is_said_to(as_user, ada, alma):
    response = as_user(ada).post(ADD, NORA | {"email": "ALMA@example.org"})

    assert "Alma has an account with this address already" in response.text
    assert not Invitation.objects.exists()


def test_an_address_that_is_invited_already_is_said_to(as_user, ada):
    invite(ada)

    response = as_user(ada).post(ADD, NORA | {"email": "NORA@example.org"})

    assert "has been invited already" in response.text
    assert Invitation.objects.count() == 1


def test_a_second_click_invites_nobody_twice(as_user, ada, monkeypatch):
    invite(ada)
    monkeypatch.setattr(invitations, "refuse_known", lambda email: None)  # as it looks before the first one is done

    response = as_user(ada).post(ADD, NORA, follow=True)

    assert "has been invited already" in response.text
    assert Invitation.objects.count() == 1


def test_an_account_made_meanwhile_is_left_as_it_is(client, ada):
    invitation = invite(ada)
    User.objects.create_user("Nora@example.org", "theirs", name="Nora")

    response = accept(client, path(invitation))

    assert response.status_code == 410
    assert "has an account with this address already" in response.text
    assert User.objects.get(email__iexact="nora@example.org").check_password("theirs")


def test_who_is_signed_in_is_asked_to_sign_out_first(as_user, ada):
    invitation = invite(ada)

    response = as_user(ada).post(path(invitation), {"name": "N", "password": PASSWORD})

    assert "You are signed in as ada@example.org" in response.text
    assert Invitation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "nora@example.org"}, "too similar"),
        ({"name": ""}, "required"),
    ],
)
def test_a_wrong_entry_is_named_beside_its_field_and_nothing_is_lost(wrong, said, client, ada):
    address = path(invite(ada))

    refused = accept(client, address, **wrong)

    assert said in refused.text
    assert accept(client, address).status_code == 302


def test_a_step_that_comes_too_late_says_so(as_user, ada):
    invitation = invite(ada)
    invitations.revoke(invitation, by=ada)

    for name in STEPS:
        response = as_user(ada).post(step(invitation, name), follow=True)

        assert "has been revoked meanwhile" in response.text


@pytest.mark.parametrize(
    ("who", "may"),
    [(None, False), *((who, False) for who in ("reader", "cora", "alma", "edith")), ("ada", True)],
)
def test_who_invites(who, may, client, ada, request):
    invitation = invite(ada)
    if who:
        client.force_login(request.getfixturevalue(who))

    answers = [client.get(LIST), client.get(ADD), client.post(ADD, NORA | {"email": "other@example.org"})]
    answers += [client.post(step(invitation, name)) for name in STEPS]

    closed = [answer.status_code == 403 or answer.get("Location", "").startswith("/admin/login/") for answer in answers]
    assert set(closed) == {not may}
    assert Invitation.objects.filter(email="other@example.org").exists() is may
    invitation.refresh_from_db()
    assert (invitation.state == "revoked") is may


def test_nobody_invites_into_more_than_they_are(as_user, edith):
    edith.user_permissions.add(*Permission.objects.filter(codename__in=["add_invitation", "view_invitation"]))

    refused = as_user(edith).post(ADD, NORA | {"role": "administrator"})
    as_user(edith).post(ADD, NORA | {"role": "editor"})

    assert refused.status_code == 200
    assert [invitation.role for invitation in Invitation.objects.all()] == ["editor"]
    with pytest.raises(invitations.Refused):
        invite(User.objects.get(pk=edith.pk), email="x@example.org", role="administrator")


def test_a_step_is_taken_by_post(as_user, ada):
    invitation = invite(ada)

    assert {as_user(ada).get(step(invitation, name)).status_code for name in STEPS} == {405}


def test_the_list_costs_the_same_for_two_and_for_twelve(as_user, ada, django_assert_max_num_queries):
    for number in range(12):
        invite(make_user(f"Editor{number}", role="administrator"), email=f"{number}@example.org")

    client = as_user(ada)
    with django_assert_max_num_queries(8):
        assert client.get(LIST).text.count(">waiting<") == 12


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_gets_in():
    invitation = invite(make_user("Ada", role="administrator"))
    token, made, refused = invitation.token, [], []

    def answer():
        try:
            made.append(invitations.accept(token, name="Nora", password=PASSWORD))
        except invitations.Refused as reason:
            refused.append(reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(refused)) == (1, 3)
    assert User.objects.filter(email="nora@example.org").count() == 1
    assert AuditEntry.objects.filter(verb="invitation_accepted").count() == 1
