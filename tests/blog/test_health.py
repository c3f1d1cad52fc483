"""What a monitor asks, and the icon that every browser asks for."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from media.tasks import build_renditions
from tests.factories import make_post

LONG = timedelta(minutes=11)


def test_a_healthy_publication_says_so_and_nobody_keeps_the_answer(client, edith):
    make_post(by=edith)

    response = client.get("/health/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {"status": "ok", "database": "reachable", "tasks": "done in time", "mail": "sent"}


@pytest.mark.parametrize(
    "what",
    [OperationalError("could not connect: password=secret"), ProgrammingError("no such table"), InterfaceError()],
)
def test_a_database_that_cannot_be_read_is_the_end_of_health(what, client, db, caplog):
    def broken(*args):
        raise what

    with connection.execute_wrapper(broken):
        response = client.get("/health/")

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {
        "status": "down",
        "database": "cannot be read: is it running, and is it migrated?",
    }
    assert "The database cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("enqueued", "run_after", "said"),
    [
        (LONG, None, "waiting for a worker"),
        (LONG, LONG, "waiting for a worker"),
        (timedelta(minutes=9), None, "done in time"),
        (LONG, timedelta(minutes=1), "done in time"),  # it was to wait until a minute ago
        (LONG, -LONG, "done in time"),  # it is to wait
    ],
)
def test_tasks_that_nobody_does_are_told_while_readers_are_served(enqueued, run_after, said, client, db):
    build_renditions.enqueue(1)
    task = DBTaskResult.objects.get()
    task.enqueued_at = timezone.now() - enqueued
    task.run_after = timezone.now() - run_after if run_after else task.run_after
    task.save()

    response = client.get("/health/")

    assert response.status_code == 200
    assert (response.json()["status"], response.json()["tasks"]) == ("ok", said)


def test_mail_that_goes_nowhere_is_told(client, db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert client.get("/health/").json()["mail"] == "printed to the console: set EMAIL_URL"


def test_the_icon_at_its_old_place_is_the_one_pages_name(client, db):
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (302, "/static/favicon.ico")
