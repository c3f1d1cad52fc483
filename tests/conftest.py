"""The cast and the stage: Alma writes, Edith edits, Otto is another author, Cora contributes, Ada administrates."""

import os

import pytest
from django.core.files.storage import storages
from django.core.management.utils import get_random_secret_key
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from blog import kept
from media.models import Image
from tests.chromium import CHROMIUM, FLAGS, SECONDS_TO_WAIT
from tests.factories import make_user

# Playwright's own event loop makes Django think that it is called from async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items):
    for item in items:
        if {"browser", "pages"} & set(item.path.parts):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed: apt-get install chromium"))


def pytest_terminal_summary(terminalreporter):
    """Say what tests that passed have recorded of a page, such as its weight."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.line(f"{name}: {value}")


@pytest.fixture(scope="session")
def chromium():
    expect.set_options(timeout=SECONDS_TO_WAIT * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as it runs for real: a database in memory locks whole tables and knows no WAL."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def stage(settings, tmp_path, monkeypatch):
    """Uploads in a folder of the test's own, style sheets under their plain names, quick passwords, nothing kept."""
    kept.forget()
    settings.SECRET_KEY = get_random_secret_key()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()  # WhiteNoise warns where there is none
    folder = "media.folders.Folder"
    settings.STORAGES = {
        "default": {"BACKEND": folder, "OPTIONS": {"location": tmp_path / "uploads", "base_url": "/uploads/"}},
        "originals": {"BACKEND": folder, "OPTIONS": {"location": tmp_path / "originals", "base_url": None}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A field asks for its storage once, when its model is made.
    monkeypatch.setattr(Image._meta.get_field("original"), "storage", storages["originals"])


@pytest.fixture
def alma(db):
    return make_user("Alma", role="author")


@pytest.fixture
def otto(db):
    return make_user("Otto", role="author")


@pytest.fixture
def cora(db):
    return make_user("Cora", role="contributor")


@pytest.fixture
def edith(db):
    return make_user("Edith", role="editor")


@pytest.fixture
def ada(db):
    return make_user("Ada", role="administrator")


@pytest.fixture
def reader(db):
    """Somebody with an account and no role: at the desk they are nobody."""
    return make_user("Rita", role=None)


@pytest.fixture
def as_user(client, db):
    """Return a client that is signed in as somebody."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
