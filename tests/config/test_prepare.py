"""``manage.py prepare``: everything that serving needs is made, and a second time nothing is made anew."""

import sqlite3
from contextlib import closing

from config.management.commands import prepare


def test_database_cache_table_static_files_and_key_are_made(manage, tmp_path):
    done = manage("prepare")

    assert done.returncode == 0, done.stderr
    data = tmp_path / "var"
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert {"blog_post", "accounts_user", "shared_cache"} <= tables
    assert (data / "static/staticfiles.json").exists()
    assert (data / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_second_time_prints_a_fresh_link_and_collects_static_files_only_when_one_has_changed(manage, tmp_path):
    manifest = tmp_path / "var/static/staticfiles.json"
    stamp = tmp_path / "var/static.sha256"
    manage("prepare")
    made_at = manifest.stat().st_mtime_ns

    again = manage("prepare", BYLINE_URL="https://example.org")
    unchanged_at = manifest.stat().st_mtime_ns
    stamp.write_text("of an earlier version")
    manage("prepare")

    assert "https://example.org/accounts/first/" in again.stdout
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
