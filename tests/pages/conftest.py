"""The demo publication for the judges, and the judges where they are installed."""

import shutil
from pathlib import Path

import pytest

from tests.pages.serving import HOUSE, demo_publication, sign_in

MODULES = HOUSE / "tests/pages/node_modules"


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def site(directory):
    with demo_publication(directory) as address:
        yield address


@pytest.fixture(scope="session")
def session(site, directory):
    """That of an editor, for what only people at the desk are shown."""
    return sign_in(site, directory)


@pytest.fixture(scope="session")
def judge():
    """Return a function that gives the path of a judge's file, below node_modules, and of the program that runs it."""

    def find(program: str, package: str, file: str) -> tuple[str, Path]:
        path = MODULES / file
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed: apt-get install {package}")
        if not path.exists():
            pytest.skip("the Nu HTML Checker and Lighthouse are not installed: npm ci --prefix tests/pages")
        return shutil.which(program), path

    return find
