"""/.well-known/security.txt (RFC 9116): whom to tell of a hole, where the operator has said so."""

from datetime import datetime, timedelta

from django.utils import timezone

from config.environment import read_contacts

ADDRESS = "/.well-known/security.txt"


def test_it_names_the_contacts_and_holds_for_less_than_a_year(client, settings):
    settings.BYLINE_URL = "https://example.org"
    settings.SECURITY_CONTACTS = ["mailto:security@example.org", "https://example.org/security/"]

    response = client.get(ADDRESS)  # and asks no database, which this test has not

    lines = [line.split(": ", 1) for line in response.text.splitlines()]
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert [name for name, _value in lines] == ["Contact", "Contact", "Expires", "Canonical"]
    assert [value for name, value in lines if name == "Contact"] == settings.SECURITY_CONTACTS
    assert dict(lines)["Canonical"] == "https://example.org/.well-known/security.txt"
    expires = datetime.fromisoformat(dict(lines)["Expires"])
    assert timedelta(days=1) < expires - timezone.now() < timedelta(days=365)


def test_without_a_contact_there_is_nothing(client, db, settings):
    settings.SECURITY_CONTACTS = []

    assert client.get(ADDRESS).status_code == 404


def test_an_address_of_mail_may_be_set_as_people_write_it(monkeypatch):
    monkeypatch.setenv("CONTACT", "security@example.org, tel:+46-8-123 , https://example.org/security/")

    assert read_contacts("CONTACT") == [
        "mailto:security@example.org",
        "tel:+46-8-123",
        "https://example.org/security/",
    ]
