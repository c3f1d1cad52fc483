"""Rules of the house that a machine can check: what we depend on, and how large a module may grow."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).resolve().parent.parent
OURS = ["config", "blog", "accounts", "media"]
LOCKS = ["requirements.txt", "requirements-dev.txt"]
PYPROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())

MAX_LINES = 300
LONGER_ON_PURPOSE: set[str] = set()  # modules with one subject that cannot be told in less


def locked(name: str) -> dict[str, str]:
    """Return package → version of the lock ``name``."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", (HOUSE / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pins}


def declared(*, dev: bool) -> list[Requirement]:
    lines = PYPROJECT["project"]["dependencies"] + (PYPROJECT["dependency-groups"]["dev"] if dev else [])
    return [Requirement(line) for line in lines]


def modules() -> list[Path]:
    found = (path for app in OURS for path in (HOUSE / app).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock):
    text = (HOUSE / lock).read_text()

    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in entry.splitlines()[0], entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_agrees_with_what_is_declared(lock):
    versions = locked(lock)

    for requirement in declared(dev=lock == "requirements-dev.txt"):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement} is not in {lock}: make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement}: make lock"


def test_what_is_tested_is_what_runs():
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


def test_every_dependency_says_what_it_carries():
    text = (HOUSE / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)

    assert len(lists) == 2
    for line in "".join(lists).splitlines():
        assert re.fullmatch(r'  "[^"]+", +# \w.*', line), line


def test_no_module_is_longer_than_a_subject():
    long = {str(path.relative_to(HOUSE)) for path in modules() if path.read_text().count("\n") > MAX_LINES}

    assert long == LONGER_ON_PURPOSE


def test_no_module_is_named_for_nothing():
    assert [path for path in modules() if path.stem in {"utils", "util", "helpers", "misc"}] == []
