"""The audit log: what happened to accounts, by whom and from where; added to, never changed."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts import audit, invitations
from accounts.models import AuditEntry, Invitation, User
from accounts.roles import give_role
from tests.factories import PASSWORD, make_user

LOG = "/admin/accounts/auditentry/"
NEW = "another long word"


@pytest.fixture
def log(db):
    """Return a function that tells what was recorded since it was last asked: whose, what, detail, by whom."""
    seen = 0

    def news() -> list[tuple[str, str, str, str]]:
        nonlocal seen
        entries = list(AuditEntry.objects.filter(pk__gt=seen).order_by("pk"))
        seen = entries[-1].pk if entries else seen
        return [(entry.subject_name, entry.verb, entry.detail, entry.actor_name) for entry in entries]

    return news


def sign_in(user, password=PASSWORD) -> Client:
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return client


def change(client, user, **words):
    typed = {"email": user.email, "name": user.name, "role": "author", "time_zone": "UTC", "is_active": "on"} | words
    typed = {name: value for name, value in typed.items() if value is not None}
    assert client.post(reverse("admin:accounts_user_change", args=[user.pk]), typed).status_code == 302


def test_signing_in_and_out(log, alma):
    log()

    client = sign_in(alma)
    client.post("/accounts/logout/")

    assert log() == [("Alma", "signed_in", "password", "Alma"), ("Alma", "signed_out", "", "Alma")]
    assert {entry.ip for entry in AuditEntry.objects.filter(verb__startswith="signed")} == {"192.0.2.7"}


def test_failing_to_sign_in_says_whose_account_and_no_password(log, alma):
    log()

    sign_in(alma, "a wrong guess")

    assert log() == [("Alma", "sign_in_failed", "", "")]
    assert "guess" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("somebody@example.net", "so…@example.net"), ("my password", "…"), ("hunter2@", "…"), ("p@ssw0rd", "…")],
)
def test_an_address_that_nobody_has_is_veiled(typed, shown):
    assert audit.veiled(typed) == shown


def test_failing_with_an_address_that_nobody_has(log, client, db):
    client.post("/accounts/login/", {"login": "somebody@example.net", "password": "x"})

    assert log() == [("so…@example.net", "sign_in_failed", "", "")]


def test_a_wrong_code(log, client, alma):
    Authenticator.objects.create(user=alma, type="totp", data={"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})
    client.post("/accounts/login/", {"login": alma.email, "password": PASSWORD})
    log()

    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert log() == [("Alma", "sign_in_failed", "totp", "")]


def test_changing_ones_password(log, alma):
    client = sign_in(alma)
    log()

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert log() == [("Alma", "password_changed", "", "Alma")]


def test_resetting_a_password_by_mail(log, alma, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    client.post("/accounts/password/reset/", {"email": alma.email})
    link = next(word for word in mailoutbox[0].body.split() if "/reset/key/" in word)
    log()

    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert log() == [("Alma", "password_reset", "", "")]
    assert User.objects.get(pk=alma.pk).check_password(NEW)


def test_an_administrator_who_sets_a_password(log, alma, ada):
    client = sign_in(ada)
    log()

    client.post(
        reverse("admin:auth_user_password_change", args=[alma.pk]),
        {"password1": NEW, "password2": NEW, "usable_password": "true"},
    )

    assert log() == [("Alma", "password_changed", "", "Ada")]


def test_a_password_that_is_hashed_anew_is_the_same_one(log, alma, settings):
    log()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]

    sign_in(alma)

    assert [verb for _whose, verb, _detail, _by in log()] == ["signed_in"]


def test_a_role_that_is_changed_at_the_desk(log, alma, ada):
    client = sign_in(ada)
    log()

    change(client, alma, role="editor")
    change(client, alma, role="")

    assert log() == [
        ("Alma", "role_changed", "author → editor", "Ada"),
        ("Alma", "role_changed", "editor → none", "Ada"),
    ]


def test_somebody_who_looks_at_their_own_account_can_still_change_the_roles_of_others(log, alma, ada):
    client = sign_in(ada)
    own = client.get(reverse("admin:accounts_user_change", args=[ada.pk])).text
    assert re.search(r'<input[^>]*name="role"[^>]* disabled', own)
    log()

    change(client, alma, role="editor")

    assert log() == [("Alma", "role_changed", "author → editor", "Ada")]


def test_a_role_that_is_changed_another_way(log, alma, ada):
    log()

    give_role(alma, "editor", by=ada)
    give_role(alma, "editor", by=ada)
    Group.objects.get(name="administrator").user_set.add(alma)
    Group.objects.get(name="administrator").user_set.clear()
    alma.groups.clear()
    alma.is_superuser = True
    alma.save()

    assert log() == [
        ("Alma", "role_changed", "author → editor", "Ada"),
        ("Alma", "role_changed", "editor → administrator", ""),
        ("Alma", "role_changed", "administrator → editor", ""),
        ("Ada", "role_changed", "administrator → none", ""),
        ("Alma", "role_changed", "editor → none", ""),
        ("Alma", "role_changed", "superuser: yes", ""),
    ]


def test_an_invitation_from_asking_to_accepting(log, client, ada):
    log()
    invitation = Invitation(email="nora@example.org", name="Nora", role="author")

    invitations.invite(invitation, by=ada)
    invitations.send_again(invitation, by=ada)
    invitation.refresh_from_db()
    client.post(reverse("invitation", args=[invitation.token]), {"name": "Nora N", "password": NEW})

    assert log() == [
        ("Nora <nora@example.org>", "invited", "author", "Ada"),
        ("Nora <nora@example.org>", "invited", "author", "Ada"),
        ("Nora N", "role_changed", "none → author", "Ada"),
        ("Nora N", "invitation_accepted", "author", "Nora N"),
        ("Nora N", "signed_in", "", "Nora N"),
    ]


def test_an_invitation_that_is_revoked(log, ada):
    invitation = Invitation(email="nora@example.org", name="Nora", role="author")
    invitations.invite(invitation, by=ada)
    log()

    invitations.revoke(invitation, by=ada)

    assert log() == [("Nora <nora@example.org>", "invitation_revoked", "", "Ada")]


def test_deactivating_reactivating_renaming_and_deleting(log, alma, ada):
    client = sign_in(ada)
    log()

    change(client, alma, is_active=None)
    change(client, alma)
    change(client, alma, email="alma.new@example.org")
    client.post(reverse("admin:accounts_user_delete", args=[alma.pk]), {"post": "yes"})

    assert log() == [
        ("Alma", "deactivated", "", "Ada"),
        ("Alma", "reactivated", "", "Ada"),
        ("Alma", "email_changed", "alma@example.org → alma.new@example.org", "Ada"),
        ("Alma", "deleted", "", "Ada"),
    ]


def test_a_second_factor_that_is_added(log, alma, django_capture_on_commit_callbacks):
    client = sign_in(alma)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    log()

    with django_capture_on_commit_callbacks(execute=True):
        now = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        client.post("/accounts/2fa/totp/activate/", {"code": now})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")

    assert log() == [
        ("Alma", "factor_added", "TOTP Authenticator", "Alma"),
        ("Alma", "codes_renewed", "Recovery codes", "Alma"),
    ]


def test_a_second_factor_that_is_removed_by_oneself_and_by_an_administrator(log, alma, ada):
    theirs, administrator = sign_in(alma), sign_in(ada)
    theirs.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for _time in range(2):
        Authenticator.objects.create(user=alma, type="totp", data={"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})
        log()
        if _time == 0:
            theirs.post("/accounts/2fa/totp/deactivate/")
            assert log() == [("Alma", "factor_removed", "TOTP Authenticator", "Alma")]
    administrator.post(reverse("admin:accounts_user_forget_factor", args=[alma.pk]))
    assert log() == [("Alma", "factor_removed", "", "Ada")]


def test_names_stay_when_people_go(log, alma, ada):
    give_role(alma, "editor", by=ada)
    log()
    for user in (alma, ada):
        user.delete()

    entry = AuditEntry.objects.get(detail="author → editor")

    assert (entry.actor, entry.actor_name, entry.subject, entry.subject_name) == (None, "Ada", None, "Alma")


def test_an_entry_is_never_changed_or_deleted(alma):
    entry = AuditEntry.objects.latest("pk")

    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(ip=None),
    ):
        with pytest.raises(TypeError):
            attempt()


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("reader", 302), ("cora", 403), ("alma", 403), ("edith", 403), ("ada", 200)]
)
def test_who_reads_the_log(who, status, client, request, db):
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.get(LOG).status_code == status


def test_not_even_a_superuser_changes_it_at_the_desk(as_user, alma):
    client = as_user(User.objects.create_superuser("root@example.org", PASSWORD, name="Root"))
    entry = AuditEntry.objects.latest("pk")

    assert client.get(f"{LOG}add/").status_code == 403
    assert client.post(f"{LOG}{entry.pk}/change/", {"detail": "x"}).status_code == 403
    assert client.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(LOG).text


def test_it_is_narrowed_down_to_a_person_and_to_what_happened(as_user, ada, alma, otto):
    give_role(otto, "editor", by=ada)
    client = as_user(ada)

    of_otto = client.get(LOG, {"person": otto.pk}).context["cl"].result_list
    changed = client.get(LOG, {"verb": "role_changed", "person": ada.pk}).context["cl"].result_list

    assert {entry.subject_name for entry in of_otto} == {"Otto"}
    assert {(entry.subject_name, entry.detail) for entry in changed} == {
        ("Otto", "author → editor"),
        ("Ada", "none → administrator"),
    }


def test_the_list_counts_no_further_than_its_pages_go_and_costs_the_same(as_user, ada, django_assert_max_num_queries):
    AuditEntry.objects.bulk_create(AuditEntry(verb="signed_in", subject_name=str(n), actor=ada) for n in range(1100))

    client = as_user(ada)
    with django_assert_max_num_queries(8):
        changelist = client.get(LOG).context["cl"]

    assert changelist.result_count == 1000
    assert changelist.full_result_count is None
    assert len(changelist.result_list) == 50


def test_a_name_of_any_length_is_recorded(log, db):
    make_user("N" * 60)
    user = User.objects.create_user("long@example.org", "x", name="L" * 150)
    log()

    give_role(user, "author")

    assert log() == [("L" * 150, "role_changed", "none → author", "")]
