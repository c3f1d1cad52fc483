"""The second factor: set up, asked for, required by the publication, and taken away when it is lost."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEntry, User
from blog.models import Post, SiteSettings
from tests.factories import PASSWORD, make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INDEX = "/accounts/2fa/?required"
SETTINGS = "/admin/blog/sitesettings/1/change/"


def give_app(user) -> None:
    TOTP.activate(user, SECRET)


def give_passkey(user) -> None:
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": {}})


def sign_in(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def required(db):
    settings = SiteSettings.load()
    settings.require_second_factor = True
    settings.save()


def test_the_password_alone_does_not_let_in_who_has_an_app(client, alma):
    give_app(alma)

    response = sign_in(client, alma)

    assert response.url == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_code_of_the_app_lets_in_and_works_once(client, alma):
    give_app(alma)
    sign_in(client, alma)
    typed = code()
    assert client.post("/accounts/2fa/authenticate/", {"code": typed}).url == "/admin/"
    client.logout()

    sign_in(client, alma)
    again = client.post("/accounts/2fa/authenticate/", {"code": typed})

    assert "Incorrect code" in again.text


def test_a_recovery_code_works_once(client, alma):
    give_app(alma)
    recovery = RecoveryCodes.activate(alma).get_unused_codes()[0]
    sign_in(client, alma)
    assert client.post("/accounts/2fa/authenticate/", {"code": recovery}).url == "/admin/"
    client.logout()

    sign_in(client, alma)
    again = client.post("/accounts/2fa/authenticate/", {"code": recovery})

    assert "Incorrect code" in again.text


def test_guessing_codes_is_slowed_down(client, alma):
    give_app(alma)
    sign_in(client, alma)

    answers = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _try in range(7)]

    assert "Too many failed" in answers[-1].text
    assert "_auth_user_id" not in client.session


def test_setting_one_up_asks_for_the_password_again(as_user, alma):
    response = as_user(alma).get("/accounts/2fa/totp/activate/")

    assert response.url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    ("who", "where"), [("cora", INDEX), ("alma", INDEX), ("edith", INDEX), ("ada", INDEX), ("reader", None)]
)
def test_where_it_is_required_the_desk_leads_everybody_to_set_one_up(who, where, required, as_user, request):
    client = as_user(request.getfixturevalue(who))

    responses = [client.get(address) for address in ("/admin/", "/admin/blog/post/", "/admin/blog/post/add/")]

    if where:
        assert {response.url for response in responses} == {where}
        assert "asks everybody at its desk" in client.get(where).text
    else:
        assert all(response.url.startswith("/admin/login/") for response in responses)


def test_where_it_is_not_required_the_desk_is_open(as_user, alma):
    assert as_user(alma).get("/admin/").status_code == 200


@pytest.mark.parametrize("give", [give_app, give_passkey])
def test_who_has_an_app_or_a_passkey_has_the_desk(give, required, as_user, alma):
    give(alma)

    assert as_user(alma).get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(required, as_user, alma):
    RecoveryCodes.activate(alma)

    assert as_user(alma).get("/admin/").url == INDEX


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
        "/accounts/sessions/",
        "/accounts/password/change/",
        "/",
    ],
)
def test_what_one_needs_for_it_stays_open(address, required, as_user, alma):
    assert as_user(alma).get(address).status_code == 200


def test_signing_out_stays_open(required, as_user, alma):
    client = as_user(alma)

    assert client.post(reverse("admin:logout")).status_code in (200, 302)
    assert "_auth_user_id" not in client.session


def test_what_was_typed_before_is_not_thrown_away_by_a_redirect(required, as_user, alma):
    response = as_user(alma).post("/admin/blog/post/add/", {"title": "A long one"})

    assert response.status_code == 403
    assert "has not been saved" in response.text
    assert not Post.objects.exists()


def test_who_turns_it_on_is_told_and_led_to_it_not_locked_out(as_user, ada):
    SiteSettings.load().save()
    form = {"name": "Byline", "language": "en", "time_zone": "UTC", "posts_per_page": 12, "accent": "#9a3412"}

    response = as_user(ada).post(SETTINGS, form | {"require_second_factor": "on"}, follow=True)

    assert SiteSettings.load().require_second_factor
    assert response.redirect_chain[-1][0] == INDEX
    assert "From now on everybody at the desk needs a second factor" in response.text
    assert "Activate" in response.text


def test_it_costs_the_desk_no_query(as_user, alma, required, django_assert_num_queries):
    client = as_user(alma)

    with django_assert_num_queries(2):  # session and person
        client.get("/admin/")


@pytest.mark.parametrize(("who", "may"), [("reader", 0), ("cora", 0), ("alma", 0), ("edith", 0), ("ada", 1), (None, 0)])
@pytest.mark.parametrize("step", ["forget_factor", "end_sessions"])
def test_who_helps_somebody_who_lost_something(step, who, may, client, request, db):
    nora = make_user("Nora")
    give_app(nora)
    if who:
        client.force_login(request.getfixturevalue(who))
    address = reverse(f"admin:accounts_user_{step}", args=[nora.pk])

    response = client.post(address)

    changed = reverse("admin:accounts_user_change", args=[nora.pk])
    assert (response.status_code == 302 and response.url == changed) is bool(may)
    assert Authenticator.objects.exists() is not (bool(may) and step == "forget_factor")
    assert client.get(address).status_code in (302, 403, 405)


def test_an_administrator_takes_no_second_factor_from_a_superuser_or_themselves(as_user, ada):
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
    for user in (root, ada):
        give_app(user)

        response = as_user(ada).post(reverse("admin:accounts_user_forget_factor", args=[user.pk]))

        assert response.status_code == 403
    assert Authenticator.objects.count() == 2


def test_the_operator_helps_who_has_nobody_to_ask(client, ada, capsys):
    give_app(ada)

    call_command("forget_second_factor", "ADA@example.org")

    assert "password alone" in capsys.readouterr().out
    assert sign_in(client, ada).url == "/admin/"
    assert AuditEntry.objects.get(verb="factor_removed").detail == "manage.py"


@pytest.mark.parametrize(
    ("email", "said"), [("nobody@example.org", "Nobody signs in as"), ("ada@example.org", "nothing to take away")]
)
def test_the_operator_is_told_what_cannot_be(email, said, ada):
    with pytest.raises(CommandError, match=said):
        call_command("forget_second_factor", email)


def test_who_forgot_a_password_is_mailed_and_no_stranger_is(client, alma, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    pages = [client.post("/accounts/password/reset/", {"email": email}).url for email in (alma.email, "x@example.org")]

    assert pages[0] == pages[1]
    assert [sent.to for sent in mailoutbox] == [[alma.email]]


def test_keys_and_sessions_are_not_listed_in_the_admin(as_user, db):
    client = as_user(User.objects.create_superuser("root@example.org", PASSWORD, name="Root"))

    for address in ("mfa/authenticator", "usersessions/usersession", "account/emailaddress"):
        assert client.get(f"/admin/{address}/").status_code == 404


@pytest.mark.parametrize("address", ["", "totp/activate/", "recovery-codes/", "webauthn/", "webauthn/add/"])
def test_a_stranger_is_asked_to_sign_in(address, client, db):
    assert client.get(f"/accounts/2fa/{address}").url.startswith("/accounts/login/")


def test_nobody_sees_or_removes_the_key_of_another(as_user, alma, otto):
    give_passkey(otto)
    key = Authenticator.objects.get()
    client = as_user(alma)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert "Laptop" not in client.get("/accounts/2fa/webauthn/").text
    assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").status_code == 404
