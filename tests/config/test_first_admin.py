"""The one-time link that makes the first administrator: once, for a day, and only while there is nobody."""

import re
import threading
import time

import pytest
from django.core import signing
from django.db import connections
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, role_of
from config import first_admin

ADA = {"name": "Ada Admin", "email": "ada@example.org", "password": "a long and lonely word"}


def path() -> str:
    return first_admin.link().removeprefix("http://127.0.0.1:8000")


@pytest.fixture(autouse=True)
def known_address(settings):
    settings.BYLINE_URL = "http://127.0.0.1:8000"


@pytest.mark.django_db
def test_the_link_makes_an_administrator_and_signs_them_in(client):
    form = client.get(path())
    assert form.status_code == 200
    assert "no-store" in form["Cache-Control"]

    response = client.post(path(), ADA)

    user = User.objects.get()
    assert response.url == reverse("admin:index")
    assert client.get(response.url).status_code == 200
    assert user.is_superuser
    assert user.check_password(ADA["password"])
    assert role_of(user) == Role.ADMINISTRATOR
    assert user.author.name == "Ada Admin"


@pytest.mark.django_db
def test_the_link_works_once(client):
    link = path()
    client.post(link, ADA)
    client.logout()

    again = client.post(link, {**ADA, "email": "eve@example.org"})

    assert again.status_code == 410
    assert "somebody can sign in already" in again.content.decode()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_link_is_of_no_use_once_anybody_is_staff(client):
    User.objects.create_user("sam@example.org", "x", name="Sam", is_staff=True)

    assert client.get(path()).status_code == 410
    assert client.post(path(), ADA).status_code == 410
    assert not first_admin.is_needed()


@pytest.mark.django_db
def test_a_link_older_than_a_day_says_so(client, monkeypatch):
    with monkeypatch.context() as yesterday:
        day_before = time.time() - first_admin.LINK_SECONDS - 1
        yesterday.setattr(time, "time", lambda: day_before)
        link = path()

    response = client.post(link, ADA)

    assert response.status_code == 410
    assert "older than a day" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("signer", [{"salt": "another"}, {"salt": "config.first_admin", "key": "another"}, None])
def test_a_made_up_link_is_a_wrong_address(client, signer):
    token = signing.TimestampSigner(**signer).sign("first") if signer else "first:1u:forged"

    assert client.post(reverse("first_admin", args=[token]), ADA).status_code == 404
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_touched_link_is_a_wrong_address(client):
    link = path()
    touched = re.sub(r"[^/](?=/$)", lambda last: "b" if last[0] == "a" else "a", link)

    assert client.get(link).status_code == 200
    assert client.get(touched).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"password": "short"}, "password", "too short"),
        ({"password": "password123"}, "password", "too common"),
        ({"password": "ada admin"}, "password", "too similar to the name"),
        ({"email": "ada"}, "email", "valid email"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_a_wrong_entry_is_named_beside_its_field(client, wrong, field, said):
    response = client.post(path(), {**ADA, **wrong})

    assert response.status_code == 200
    assert said in " ".join(response.context["form"].errors[field])
    assert not User.objects.exists()


@pytest.mark.postgresql  # SQLite in memory knows no second writer
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_becomes_administrator():
    made = []

    def make(number):
        made.append(first_admin.make_first_admin(email=f"{number}@example.org", name="A", password="x"))
        connections.close_all()

    threads = [threading.Thread(target=make, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([user for user in made if user]) == 1
    assert User.objects.count() == 1
