"""People made through the admin's own form: what a role gives them, and how they sign in."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Author, User
from accounts.roles import Role, give_role, role_of
from tests.factories import make_user

PASSWORD = "correct horse battery"
ADD = "/admin/accounts/user/add/"


def new_user(**changes):
    typed = {"email": "nora@example.org", "name": "Nora", "role": "author", "time_zone": "Europe/Stockholm"}
    return typed | {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD} | changes


def sign_in(client, email="nora@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


@pytest.mark.parametrize("role", Role.values)
def test_somebody_made_through_the_form_signs_in_to_the_desk(role, as_user, ada, client):
    response = as_user(ada).post(ADD, new_user(role=role))
    assert response.status_code == 302
    client.logout()

    response = sign_in(client)

    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    nora = User.objects.get(email="nora@example.org")
    assert (nora.is_staff, nora.author.name, role_of(nora)) == (True, "Nora", role)


MAY_OPEN = {
    "/admin/blog/post/add/": {"cora", "alma", "edith", "ada"},
    "/admin/media/image/": {"cora", "alma", "edith", "ada"},
    "/admin/blog/tag/add/": {"edith", "ada"},
    "/admin/accounts/author/": {"cora", "alma", "edith", "ada"},
    "/admin/accounts/author/add/": {"edith", "ada"},
    "/admin/accounts/user/": {"ada"},
    ADD: {"ada"},
    "/admin/blog/sitesettings/": {"ada"},
}


@pytest.mark.parametrize("address", MAY_OPEN)
@pytest.mark.parametrize("who", ["cora", "alma", "edith", "ada"])
def test_what_each_role_opens(who, address, as_user, request):
    response = as_user(request.getfixturevalue(who)).get(address, follow=True)

    assert (response.status_code == 200) is (who in MAY_OPEN[address])


def test_somebody_without_a_role_is_told_so(client, db):
    make_user("Nora", role=None, password=PASSWORD)

    sign_in(client)
    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "You have no role here yet" in response.text


def test_taking_the_role_away_closes_the_desk_and_keeps_the_profile(alma):
    give_role(alma, None)

    alma.refresh_from_db()
    assert (alma.is_staff, alma.author.name) == (False, "Alma")


def test_a_role_given_from_the_groups_side_counts_as_well(db):
    nora = make_user("Nora", role=None)

    Group.objects.get(name="editor").user_set.add(nora)

    assert User.objects.get(pk=nora.pk).is_staff
    assert Author.objects.filter(user=nora).exists()


def test_an_address_is_one_persons_whatever_its_case(as_user, ada):
    as_user(ada).post(ADD, new_user())

    response = as_user(ada).post(ADD, new_user(email="NORA@Example.org"))

    assert "already" in response.text
    assert User.objects.filter(email__iexact="nora@example.org").count() == 1


def test_signing_in_ignores_the_case_of_the_address(client, db):
    make_user("Nora", password=PASSWORD)

    assert sign_in(client, email="NORA@EXAMPLE.ORG").status_code == 302


def test_a_wrong_password_is_refused_in_words(client, db):
    make_user("Nora", password=PASSWORD)

    response = sign_in(client, password="wrong")

    assert response.status_code == 200
    assert "not correct" in response.text


def test_guessing_is_slowed_down(client, db):
    make_user("Nora", password=PASSWORD)

    answers = [sign_in(client, password="wrong") for _try in range(12)]

    assert "Too many failed" in answers[-1].text or answers[-1].status_code == 429


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_elsewhere(address, client, db):
    make_user("Nora", password=PASSWORD)

    assert sign_in(client, next=address)["Location"] == "/admin/"


def test_the_admins_own_form_is_no_way_around(client, db):
    make_user("Nora", password=PASSWORD)

    client.post("/admin/login/", {"username": "nora@example.org", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    client.post("/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})

    assert not User.objects.exists()


def test_an_administrator_does_not_touch_a_superuser(as_user, ada):
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")

    response = as_user(ada).post(
        reverse("admin:accounts_user_change", args=[root.pk]), new_user(email="ada@evil.example")
    )

    assert response.status_code == 403
    assert as_user(ada).get(reverse("admin:auth_user_password_change", args=[root.pk])).status_code == 403


def test_an_administrator_makes_no_superuser(as_user, ada):
    nora = make_user("Nora")

    as_user(ada).post(
        reverse("admin:accounts_user_change", args=[nora.pk]), new_user(is_superuser="on", is_active="on")
    )

    assert not User.objects.get(pk=nora.pk).is_superuser


def test_nobody_changes_their_own_role_or_locks_themselves_out(as_user, ada):
    as_user(ada).post(
        reverse("admin:accounts_user_change", args=[ada.pk]), new_user(email=ada.email, name="Ada L", role="")
    )

    ada = User.objects.get(pk=ada.pk)
    assert (ada.name, ada.is_active, ada.is_staff, role_of(ada)) == ("Ada L", True, True, "administrator")


@pytest.mark.parametrize(("who", "status"), [("alma", 200), ("edith", 200), ("otto", 404), ("cora", 404)])
def test_who_changes_a_profile(who, status, as_user, alma, request):
    address = reverse("admin:accounts_author_change", args=[alma.author.pk])

    assert as_user(request.getfixturevalue(who)).get(address).status_code == status


def test_links_are_typed_as_lines(as_user, alma):
    address = reverse("admin:accounts_author_change", args=[alma.author.pk])
    typed = {"name": "Alma", "slug": "alma", "bio": "", "time_zone": "UTC"}

    refused = as_user(alma).post(address, typed | {"links": "My page https://example.org/"})
    as_user(alma).post(address, typed | {"links": "My page | https://example.org/\n\n"})

    assert "is not a link" in refused.text
    assert Author.objects.get(user=alma).links == [{"label": "My page", "url": "https://example.org/"}]


def test_a_person_may_go_and_their_profile_stays(alma):
    author = alma.author

    alma.delete()

    author.refresh_from_db()
    assert author.is_guest


def test_two_authors_of_one_name_have_an_address_each(db):
    slugs = [Author.objects.create(name="Åsa Ek").slug for _n in range(2)]

    assert slugs == ["åsa-ek", "åsa-ek-2"]


def test_migrating_again_leaves_each_role_what_is_declared(db):
    group = Group.objects.get(name="contributor")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.add(*Group.objects.get(name="administrator").permissions.all())

    call_command("migrate", verbosity=0)

    assert set(group.permissions.values_list("codename", flat=True)) == before


def test_times_at_the_desk_are_a_persons_own_and_readers_pages_ask_for_nobody(as_user, alma):
    client = as_user(alma)

    response = client.get("/")

    assert "Vary" not in response or "Cookie" not in response["Vary"]
    assert not response.cookies


def test_an_address_left_empty_is_made_from_the_name_again(alma):
    make_user("Alma Two", role="author")
    alma.author.slug = ""
    alma.author.save()

    assert alma.author.slug == "alma"
