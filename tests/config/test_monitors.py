"""A monitor on this machine asks for /health/ over plain HTTP, although the publication is reached by https alone."""

import pytest

ITS_HOST, HERE = "news.example.org", "127.0.0.1:8000"


@pytest.fixture(autouse=True)
def reached_by_https(settings):
    settings.BYLINE_URL = f"https://{ITS_HOST}"
    settings.ALLOWED_HOSTS = [ITS_HOST]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.django_db
@pytest.mark.parametrize("host", [HERE, "127.0.0.1", "localhost:8000", "[::1]:8000"])
def test_a_monitor_on_this_machine_is_answered(host, client):
    response = client.get("/health/", headers={"host": host})

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "host", "address", "status"),
    [
        ("/", HERE, "127.0.0.1", 400),  # another page, asked for by a host that nobody gave us
        ("/admin/", HERE, "127.0.0.1", 400),
        ("/health", HERE, "127.0.0.1", 400),
        ("/health/", HERE, "203.0.113.9", 400),  # not from here
        ("/health/", "evil.example", "127.0.0.1", 400),  # through a proxy on this machine
        ("/health/", ITS_HOST, "127.0.0.1", 301),
        ("/health/", "", "127.0.0.1", 400),
        ("/health/", "127.0.0.1.evil.example", "127.0.0.1", 400),
    ],
)
def test_nobody_else_gets_anything_by_it(path, host, address, status, client):
    response = client.get(path, headers={"host": host}, REMOTE_ADDR=address)

    assert response.status_code == status


@pytest.mark.django_db
def test_readers_reach_health_by_its_host_as_before(client):
    response = client.get("/health/", headers={"host": ITS_HOST, "x-forwarded-proto": "https"})

    assert response.status_code == 200


def test_only_looking_is_allowed(client):
    assert client.post("/health/", headers={"host": HERE}).status_code == 405
