"""What tests of the image library share: its files in S3."""

import uuid
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages

from config import buckets
from media.models import Image
from tests import s3


@pytest.fixture(scope="session")
def s3_server():
    with s3.serving() as server:
        yield server


@pytest.fixture
def in_s3(s3_server, settings, monkeypatch):
    """Renditions and originals in buckets of the test's own, as the settings make them."""
    name = uuid.uuid4().hex
    public = s3_server.make_bucket(f"public-{name}", public=True)
    private = s3_server.make_bucket(f"private-{name}", public=False)
    said = {"S3_BUCKET": public, "S3_ORIGINALS_BUCKET": private, "S3_ENDPOINT": s3_server.address, **s3.KEYS}
    for setting, value in said.items():
        monkeypatch.setenv(setting, value)
    made = buckets.storages(settings.BYLINE_URL)
    for storage in made.values():
        storage["OPTIONS"]["answer_seconds"] = 1
    settings.STORAGES = settings.STORAGES | made
    monkeypatch.setattr(Image._meta.get_field("original"), "storage", storages["originals"])
    yield SimpleNamespace(server=s3_server, public=public, private=private)
    s3_server.answer()
