"""Signing in as people do it: authenticator app, recovery code, passkey; and ending sessions on other machines."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from accounts import invitations
from accounts.models import Invitation, User
from tests.browser.test_accessibility import WINDOWS, problems
from tests.factories import PASSWORD

DESK = re.compile(r":\d+/admin/$")


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now; waits when that is about to change."""
    if time.time() % 30 > 26:
        time.sleep(30 - time.time() % 30)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm_access(page):
    """Type the password again, where a page asks for it."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign Out").click()
    page.wait_for_url("**/")


def fill_sign_in(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_virtual_key(page):
    """Give the browser a passkey of its own, which agrees to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_an_authenticator_app_is_set_up_and_asked_for(page, sign_in, alma):
    sign_in(page, alma)
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Activate").click()
    confirm_access(page)
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_label("Unused codes")).to_be_visible()
    codes = page.get_by_label("Unused codes").input_value().split()
    assert len(codes) == 10

    sign_out(page)
    fill_sign_in(page, alma)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url(DESK)

    sign_out(page)
    fill_sign_in(page, alma)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url(DESK)

    sign_out(page)
    fill_sign_in(page, alma)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()  # a recovery code works once


def test_a_passkey_signs_in_without_a_password(page, sign_in, alma, open_page):
    session, key = add_virtual_key(page)
    sign_in(page, alma)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_access(page)
    page.get_by_label("Name").fill("Laptop")
    expect(page.get_by_label("Passwordless")).to_be_checked()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_label("Unused codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Laptop").first).to_be_visible()
    expect(page.get_by_text("Passkey", exact=True)).to_be_visible()

    sign_out(page)
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(DESK)

    assert Authenticator.objects.get(type="webauthn").last_used_at

    sign_out(page)
    fill_sign_in(page, alma)  # as a second factor it is asked for after the password
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(DESK)

    sign_out(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work, or was cancelled")


def test_where_browsers_know_no_passkeys_it_is_said_why(page, live_server, db):
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/accounts/login/")

    page.get_by_role("button", name="Use a passkey instead").click()

    expect(page.get_by_role("alert")).to_contain_text("an address made of numbers")


def test_a_session_elsewhere_is_ended_here(open_page, sign_in, alma):
    here, there, further = (sign_in(open_page(), alma) for _number in range(3))
    here.get_by_role("link", name="Sessions").click()
    expect(here.get_by_role("listitem")).to_have_count(3)

    here.get_by_role("button", name="End Chrome").first.click()
    expect(here.get_by_text("That session has ended.")).to_be_visible()
    there.goto("/admin/")
    assert "/accounts/login/" in there.url

    here.get_by_role("button", name="End all others").click()
    expect(here.get_by_role("listitem")).to_have_count(1)
    further.goto("/admin/")
    assert "/accounts/login/" in further.url
    here.goto("/admin/")
    assert here.url.endswith("/admin/")


def test_everybody_is_led_to_a_second_factor_and_then_to_the_desk(page, open_page, sign_in, ada):
    sign_in(page, ada)
    page.goto("/admin/blog/sitesettings/")
    page.get_by_label("Second factor for everybody").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/accounts/2fa/?required")
    expect(page.get_by_text("From now on everybody at the desk")).to_be_visible()
    expect(page.get_by_text("asks everybody at its desk for a second factor")).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    page.wait_for_url("**/accounts/2fa/?required")

    page.get_by_role("link", name="Activate").click()
    confirm_access(page)
    page.get_by_label("Authenticator code").fill(code_of(page.get_by_label("Authenticator secret").input_value()))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("link", name="To the desk").click()

    page.wait_for_url(DESK)


def test_the_time_of_a_zone_is_said_while_it_is_chosen(page, sign_in, alma):
    sign_in(page, alma)
    page.get_by_role("link", name="Your profile").click()
    zone = page.get_by_label("Time zone")
    expect(page.get_by_text(re.compile(r"Now \d\d:\d\d there, UTC\+00:00\."))).to_be_visible()

    zone.select_option("Asia/Kolkata")

    expect(page.get_by_text(re.compile(r"Now \d\d:\d\d there, UTC\+05:30\."))).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert User.objects.get(pk=alma.pk).time_zone == "Asia/Kolkata"


def invited(by) -> Invitation:
    invitation = Invitation(email="nora@example.org", name="Nora New", role="author")
    invitations.invite(invitation, by=by)
    return invitation


def test_who_is_invited_chooses_a_password_and_is_at_the_desk(page, ada):
    page.goto(invited(ada).link)
    expect(page.get_by_label("Name")).to_have_value("Nora New")

    page.get_by_label("Password").fill("a long and lonely word")
    page.get_by_role("button", name="Accept and sign in").click()

    page.wait_for_url(DESK)
    expect(page.get_by_role("link", name="Write")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_pages_about_accounts_are_for_everybody(width, scheme, open_page, sign_in, ada, alma):
    page = open_page(width=width, height=800, color_scheme=scheme)
    invitation = invited(ada)
    found = {}

    def look(address):
        page.goto(address)
        found[page.url] = problems(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    for address in [
        *("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"),
        *("/accounts/inactive/", "/accounts/password/reset/key/1-wrong/", invitation.link),
        *("/accounts/confirm-email/wrong/",),
    ]:
        look(address)
    sign_in(page, ada)
    look("/accounts/reauthenticate/?next=/accounts/2fa/")
    confirm_access(page)
    for address in ["/accounts/2fa/", "/accounts/2fa/?required", "/accounts/2fa/totp/activate/"]:
        look(address)
    page.get_by_label("Authenticator code").fill(code_of(page.get_by_label("Authenticator secret").input_value()))
    page.get_by_role("button", name="Activate").click()
    Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Laptop", "credential": {}})
    key = Authenticator.objects.get(type="webauthn")
    for address in [
        *("/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/"),
        *("/accounts/2fa/totp/deactivate/", "/accounts/2fa/webauthn/"),
        *(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/", f"/accounts/2fa/webauthn/keys/{key.pk}/remove/"),
        *("/accounts/2fa/reauthenticate/", "/accounts/sessions/", "/accounts/password/change/", "/accounts/email/"),
        *("/accounts/logout/", invitation.link, "/admin/accounts/user/", "/admin/accounts/invitation/"),
        *("/admin/accounts/invitation/add/", "/admin/accounts/auditentry/", f"/admin/accounts/user/{alma.pk}/change/"),
        *(f"/admin/accounts/author/{ada.author.pk}/change/", "/admin/blog/sitesettings/1/change/"),
    ]:
        look(address)
    key.delete()
    look("/accounts/2fa/webauthn/add/")
    sign_out(page)
    fill_sign_in(page, ada)
    look("/accounts/2fa/authenticate/")

    assert {address: list_ for address, list_ in found.items() if list_} == {}
