"""What several tests of blog stand on."""

import pytest
from django.core.management import call_command

from blog.demo import loading
from tests.factories_media import make_bytes


@pytest.fixture
def demo(db, settings, tmp_path, monkeypatch, capsys):
    """The demo, with small pictures in place of the drawn ones, which take seconds."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(loading, "_drawn", lambda name: make_bytes((60, 40), "PNG"))
    call_command("demo")
    return capsys.readouterr().out
