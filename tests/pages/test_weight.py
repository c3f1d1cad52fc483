"""What a page weighs before its words and pictures do: HTML without text, style sheets and scripts, uncompressed."""

import re

import pytest

from tests.pages.serving import AT_DESK, kinds
from tests.pages.test_html import fetched

MOST_HTML = 30 * 1024
MOST_CSS = 15 * 1024
MOST_SCRIPT = 8 * 1024

TEXT = re.compile(r">[^<]+<")
TEMPLATE = re.compile(r"<template.*?</template>", re.DOTALL)  # what loads once somebody asks for it


@pytest.fixture(scope="session")
def pages(site, session):
    """Kind of page → its HTML."""
    return {kind: fetched(site + path, session).decode() for kind, path in (kinds(site) | AT_DESK).items()}


def weight(site: str, page: str, pattern: str) -> int:
    """Return how many bytes there are in what ``page`` names by ``pattern``."""
    return sum(len(fetched(site + address)) for address in re.findall(pattern, page))


def test_html_without_its_text_is_light(pages):
    weights = {kind: len(TEXT.sub("><", page).encode()) for kind, page in pages.items()}

    assert {kind: size for kind, size in weights.items() if size > MOST_HTML} == {}


def test_style_sheets_are_light(site, pages):
    # The style guide shows what is never on one page together, and so needs every sheet at once.
    read = {kind: TEMPLATE.sub("", page) for kind, page in pages.items() if kind not in AT_DESK}
    weights = {kind: weight(site, page, r'<link rel="stylesheet" href="([^"]+)"') for kind, page in read.items()}

    assert min(weights.values()) > 0
    assert {kind: size for kind, size in weights.items() if size > MOST_CSS} == {}


def test_scripts_are_light_and_only_where_they_are_of_use(site, pages):
    weights = {kind: weight(site, page, r'<script [^>]*src="([^"]+)"') for kind, page in pages.items()}

    assert {kind: size for kind, size in weights.items() if size > MOST_SCRIPT} == {}
    assert len(set(re.findall(r'src="([^"]+\.js)"', pages["home"]))) == 1
