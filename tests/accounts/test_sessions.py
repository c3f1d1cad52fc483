"""Sessions: one sees one’s own and ends them; who is deactivated has none left, and keeps bylines and pages."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, make_post, make_user

LIST = "/accounts/sessions/"


def sign_in(user, **browser) -> Client:
    client = Client(**browser)
    response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302
    return client


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def change(client, user, **words):
    typed = {"email": user.email, "name": user.name, "role": "author", "time_zone": "UTC", "is_active": "on"} | words
    typed = {name: value for name, value in typed.items() if value is not None}
    return client.post(reverse("admin:accounts_user_change", args=[user.pk]), typed)


def test_ones_sessions_are_listed_with_browser_and_address(alma, otto):
    sign_in(otto)
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client = sign_in(alma, REMOTE_ADDR="192.0.2.7", headers={"user-agent": firefox})

    page = client.get(LIST)

    assert "Firefox on Linux" in page.text
    assert "from 192.0.2.7" in page.text
    assert page.text.count("<li>") == 1


def test_one_session_is_ended_and_the_others_go_on(alma):
    here, there, further = sign_in(alma), sign_in(alma), sign_in(alma)
    session = UserSession.objects.get(session_key=there.session.session_key)

    response = here.post(f"{LIST}{session.pk}/end/", follow=True)

    assert "That session has ended" in response.text
    assert [is_in(client) for client in (here, there, further)] == [True, False, True]


def test_all_others_are_ended(alma):
    here, there = sign_in(alma), sign_in(alma)

    here.post(LIST)

    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.parametrize("who", ["otto", "ada", "reader"])
def test_nobody_ends_the_session_of_another_here(who, alma, request):
    theirs = sign_in(alma)
    session = UserSession.objects.get()
    client = sign_in(request.getfixturevalue(who))

    assert client.post(f"{LIST}{session.pk}/end/").status_code == 404
    assert is_in(theirs)


def test_a_stranger_is_asked_to_sign_in(client, alma):
    sign_in(alma)
    address = f"{LIST}{UserSession.objects.get().pk}/end/"

    assert client.get(LIST).url.startswith("/accounts/login/")
    assert client.post(address).url.startswith("/accounts/login/")


def test_a_session_is_not_ended_by_following_a_link(alma):
    client = sign_in(alma)

    assert client.get(f"{LIST}{UserSession.objects.get().pk}/end/").status_code == 405


def test_who_is_deactivated_is_signed_out_and_stays_out(alma, ada):
    theirs, administrator = sign_in(alma), sign_in(ada)

    change(administrator, alma, is_active=None)

    assert not is_in(theirs)
    assert not UserSession.objects.filter(user=alma).exists()
    answer = theirs.post("/accounts/login/", {"login": alma.email, "password": PASSWORD})
    assert answer.url == "/accounts/inactive/"
    change(administrator, alma)
    assert not is_in(theirs)  # an old session does not come back to life
    assert is_in(sign_in(alma))


def test_who_is_deactivated_keeps_bylines_and_pages(client, alma, edith):
    post = make_post(by=edith, title="Leaving", authors=[alma])

    alma.is_active = False
    alma.save()

    assert "Alma" in client.get(post.get_absolute_url()).text
    assert "Leaving" in client.get(alma.author.get_absolute_url()).text


def test_an_administrator_ends_every_session_of_somebody(alma, ada):
    theirs, administrator = sign_in(alma), sign_in(ada)

    response = administrator.post(reverse("admin:accounts_user_end_sessions", args=[alma.pk]), follow=True)

    assert "1 session ended." in response.text
    assert not is_in(theirs)


def test_a_new_password_ends_the_other_sessions(alma):
    here, there = sign_in(alma), sign_in(alma)

    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "another long word", "password2": "another long word"},
    )

    assert (is_in(here), is_in(there)) == (True, False)
    assert here.get(LIST).text.count("<li>") == 1


def test_the_admins_own_page_for_passwords_leads_to_ours(as_user, alma):
    assert as_user(alma).get("/admin/password_change/").url == "/accounts/password/change/"


def test_a_person_who_has_sessions_can_be_deleted(alma, ada):
    sign_in(alma)
    administrator = sign_in(ada)

    response = administrator.post(reverse("admin:accounts_user_delete", args=[alma.pk]), {"post": "yes"})

    assert response.status_code == 302
    assert not User.objects.filter(pk=alma.pk).exists()


def test_an_old_address_lets_nobody_in(alma, ada):
    client = sign_in(alma)
    client.get("/accounts/email/")  # from here on allauth has the address, too

    change(sign_in(ada), alma, email="alma.new@example.org")

    answer = Client().post("/accounts/login/", {"login": "alma@example.org", "password": PASSWORD})
    assert "not correct" in answer.text
    assert is_in(sign_in(User.objects.get(pk=alma.pk)))


def test_a_change_of_address_waits_for_the_link_that_is_mailed_there(alma, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = sign_in(alma)
    assert client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"}).url.startswith(
        "/accounts/reauthenticate/"
    )
    client.post("/accounts/reauthenticate/?next=/accounts/email/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    alma.refresh_from_db()
    assert alma.email == "alma@example.org"

    link = next(word for word in mailoutbox[-1].body.split() if "/confirm-email/" in word)
    client.post(link)

    alma.refresh_from_db()
    assert (mailoutbox[-1].to, alma.email) == (["new@example.org"], "new@example.org")


def test_too_many_sign_ins_from_one_place_get_a_page_that_says_so(client, db):
    make_user("Nora")

    answers = [client.post("/accounts/login/", {"login": f"{n}@example.org", "password": "x"}) for n in range(31)]

    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].text


def test_behind_a_proxy_everybody_is_throttled_by_themselves(client, alma, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    there = {"x-forwarded-for": "192.0.2.1, 192.0.2.66"}

    client.post("/accounts/login/", {"login": alma.email, "password": PASSWORD}, headers=there)

    assert UserSession.objects.get().ip == "192.0.2.66"
