"""Settings: a wrong value stops the start with one line that says which; an unset one is safe."""

import pytest


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BYLINE_DEBUG", "perhaps", "BYLINE_DEBUG='perhaps' is neither yes nor no."),
        ("DEMO", "later", "DEMO='later' is neither yes nor no."),
        ("PORT", "abc", "PORT='abc' is not a whole number."),
        ("PORT", "70000", "PORT='70000' is not between 1 and 65535."),
        ("BYLINE_IMAGE_MAX_MB", "-1", "BYLINE_IMAGE_MAX_MB='-1' is not between 1 and 1000."),
        ("BYLINE_URL", "example", "BYLINE_URL='example' is not an address such as https://example.org"),
        ("BYLINE_URL", "http://[::1", "BYLINE_URL='http://[::1' is not an address"),
        ("BYLINE_URL", "https://a.example/blog", "without a path"),
        ("DATABASE_URL", "nonsense://", "DATABASE_URL='nonsense://' is not the address of a database"),
        ("DATABASE_URL", "mysql://localhost/x", "is neither SQLite nor PostgreSQL"),
        ("EMAIL_URL", "pigeon://roof", "EMAIL_URL='pigeon://roof' is not the address of a mail server"),
        ("BYLINE_DATA", "/dev/null/var", "BYLINE_DATA='/dev/null/var' cannot be made: Not a directory."),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line(manage, name, value, said):
    done = manage("migrate", **{name: value})

    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_line_keeps_a_password_to_itself(manage):
    done = manage("migrate", DATABASE_URL="postgres://byline:hunter2@db:port/byline")

    assert "DATABASE_URL='postgres://…' is not" in done.stderr
    assert "hunter2" not in done.stderr


def test_a_database_that_does_not_answer_is_one_line(manage):
    done = manage("prepare", DATABASE_URL="postgres://byline:hunter2@127.0.0.1:1/byline")

    assert done.returncode == 1
    assert "The database cannot be opened. Look at DATABASE_URL: " in done.stderr
    assert "hunter2" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_publication_with_https_passes_the_check_for_deployment(manage):
    done = manage("check", "--deploy", "--fail-level=WARNING", BYLINE_URL="https://example.org")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_nothing_set_is_safe(manage, tmp_path):
    shown = manage("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.DEBUG)")

    assert shown.stdout.strip() == "False"
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var/secret_key").stat().st_mode & 0o777 == 0o600


def test_the_secret_key_is_made_once(manage, tmp_path):
    manage("check")
    first = (tmp_path / "var/secret_key").read_text()

    manage("check")

    assert (tmp_path / "var/secret_key").read_text() == first
    assert len(first) > 50
