"""What the machine is told at start when Pillow lacks something."""

import sys

import pytest

from media import checks


def test_this_machine_can_do_everything():
    assert checks.pillow_can_do_its_work(None) == []


@pytest.mark.parametrize(("lacking", "number"), [("webp", "E001"), ("littlecms2", "E002"), ("avif", "W001")])
def test_what_pillow_lacks_is_said_with_a_hint(lacking, number, monkeypatch):
    monkeypatch.setattr(checks.features, "check", lambda feature: feature != lacking)

    (found,) = checks.pillow_can_do_its_work(None)

    assert found.id == f"media.{number}"
    assert "reinstall Pillow" in found.hint


def test_a_machine_that_cannot_open_the_photos_of_phones_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)

    (found,) = checks.pillow_can_do_its_work(None)

    assert found.id == "media.W002"


def test_this_machine_can_search_the_library():
    assert checks.the_library_can_be_searched(None) == []
