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
        ("BYLINE_SECURITY_CONTACT", "ask us", "BYLINE_SECURITY_CONTACT='ask us' is neither an address of mail nor"),
        ("BYLINE_SECURITY_CONTACT", "a@b.example, http://b.example/", "='http://b.example/' is neither"),
        ("BYLINE_SECURITY_CONTACT", "mailto:a@b.example\nExpires: never", "is neither an address of mail nor"),
        ("BYLINE_MASTODON_HOSTS", "a.example, https://b.example", "='https://b.example' is not the name of a host"),
        ("BYLINE_DATA", "/dev/null/var", "BYLINE_DATA='/dev/null/var' cannot be made: Not a directory."),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line(manage, name, value, said):
    done = manage("migrate", **{name: value})

    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


TWO_BUCKETS = {"S3_BUCKET": "pictures", "S3_ORIGINALS_BUCKET": "originals"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"S3_ORIGINALS_BUCKET": "originals"}, "S3_ORIGINALS_BUCKET='originals' says nothing without S3_BUCKET"),
        ({"S3_BUCKET": "My pictures"}, "S3_BUCKET='My pictures' is not the name of a bucket"),
        ({"S3_BUCKET": "pictures"}, "S3_ORIGINALS_BUCKET='' is not a bucket of its own, closed to everybody"),
        ({"S3_BUCKET": "pictures", "S3_ORIGINALS_BUCKET": "pictures"}, "='pictures' is not a bucket of its own"),
        (TWO_BUCKETS, "S3_BUCKET='pictures' is nowhere yet: set S3_REGION, or S3_ENDPOINT"),
        ({**TWO_BUCKETS, "S3_ENDPOINT": "s3.example"}, "S3_ENDPOINT='s3.example' is not an address such as https://"),
        ({**TWO_BUCKETS, "S3_REGION": "eu-west-1", "S3_PUBLIC_URL": "cdn"}, "S3_PUBLIC_URL='cdn' is not an address"),
        (
            {**TWO_BUCKETS, "S3_ENDPOINT": "http://minio:9000", "BYLINE_URL": "https://example.org"},
            "S3_PUBLIC_URL='http://minio:9000/pictures' is not https, as BYLINE_URL is",
        ),
    ],
)
def test_buckets_that_cannot_be_meant_stop_the_start_with_one_line(manage, said, words):
    done = manage("migrate", **said)

    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("said", "address", "host"),
    [
        ({"S3_REGION": "eu-west-1"}, "https://pictures.s3.eu-west-1.amazonaws.com/a/b.webp", None),
        (
            {"S3_REGION": "eu-west-1", "S3_BUCKET": "pictures.example.org"},
            "https://s3.eu-west-1.amazonaws.com/pictures.example.org/a/b.webp",
            None,
        ),
        ({"S3_ENDPOINT": "https://s3.example:9000/"}, "https://s3.example:9000/pictures/a/b.webp", None),
        (
            {"S3_ENDPOINT": "http://minio:9000", "S3_PUBLIC_URL": "https://cdn.example/pictures/"},
            "https://cdn.example/pictures/a/b.webp",
            "https://cdn.example",
        ),
    ],
)
def test_browsers_fetch_pictures_from_the_bucket_and_may(said, address, host, manage):
    ask = (
        "from django.conf import settings; from django.core.files.storage import default_storage as it;"
        "print(it.url('a/b.webp'), *settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    )
    shown = manage("shell", "--no-imports", "-c", ask, **{**TWO_BUCKETS, **said})

    url, *sources = shown.stdout.split()
    assert url == address, shown.stderr
    assert sources[3:] == [host or "/".join(address.split("/")[:3])]


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
