"""``manage.py prepare``: everything that serving needs is made, and a second time nothing is made anew."""

import sqlite3

import pytest

from config.management.commands import prepare


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The data folder that these tests prepare, one after the other."""
    return tmp_path_factory.mktemp("prepared")


@pytest.fixture
def prepared(manage, data):
    return manage("prepare", BYLINE_DATA=str(data), BYLINE_URL="https://example.org")


def test_database_cache_table_static_files_and_key_are_made(prepared, data):
    assert prepared.returncode == 0, prepared.stderr
    with sqlite3.connect(data / "db.sqlite3") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert {"blog_post", "accounts_user", "shared_cache"} <= tables
    assert (data / "static/staticfiles.json").exists()
    assert (data / "secret_key").stat().st_mode & 0o777 == 0o600


def test_while_nobody_can_sign_in_each_run_prints_a_link(prepared):
    assert "https://example.org/accounts/first/" in prepared.stdout


def test_static_files_are_collected_again_only_when_one_has_changed(manage, data):
    manifest = data / "static/staticfiles.json"
    made_at = manifest.stat().st_mtime_ns

    manage("prepare", BYLINE_DATA=str(data))
    unchanged_at = manifest.stat().st_mtime_ns
    (data / "static.sha256").write_text("of an earlier version")
    manage("prepare", BYLINE_DATA=str(data))

    assert unchanged_at == made_at
    assert manifest.stat().st_mtime_ns > made_at


def test_a_publication_with_people_or_posts_gets_no_demonstration(db, edith, monkeypatch):
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(prepare, "collect_static_files", lambda: None)

    prepare.Command().handle(demo=True, verbosity=0)

    assert "migrate" in called
    assert "demo" not in called


def test_an_empty_publication_gets_one_only_when_asked(db, monkeypatch):
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(prepare, "collect_static_files", lambda: None)

    prepare.Command().handle(demo=False, verbosity=0)
    assert "demo" not in called

    prepare.Command().handle(demo=True, verbosity=0)
    assert "demo" in called
