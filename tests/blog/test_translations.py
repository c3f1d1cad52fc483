"""The words of readers’ pages in the languages Byline speaks, and a publication in each of them."""

import ast
import gettext
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from blog.discussion import links, notes, shared
from blog.models import SiteSettings
from tests.factories import make_draft, make_post

LANGUAGES = ["ar", "de", "sv"]
TEXT = r"""u(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ASKED = re.compile(rf"\b(n?p?gettext)\(({TEXT}(?:, ?{TEXT})*)")  # as templatize writes it


def crawl(client) -> Iterator:
    """Give every page that a reader comes to from the first one, and one that is not there."""
    waiting, seen = ["/", "/nothing-is-here/"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = client.get(address)
        yield response
        if response.get("Content-Type", "").startswith("text/html"):
            links = {link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="([/?][^"#]*)', response.text)}
            here = {link if link[0] == "/" else address.partition("?")[0] + link for link in links}
            waiting += {link for link in here if not re.match("/(static|uploads|admin)/", link)} - seen - set(waiting)


def is_missing(key, language: str) -> bool:
    return bool(key) and key not in trans_real.translation(language)._catalog


@pytest.fixture
def missing(monkeypatch):
    """What was asked for in one of our languages and is not there: {(language, text)}, filled as pages are made."""
    found, one, many = set(), trans_real.gettext, trans_real.ngettext

    def look(key):
        language = translation.get_language()
        if language in LANGUAGES and is_missing(key, language):
            found.add((language, key))

    def spy_one(message):
        look(message.replace("\r\n", "\n"))
        return one(message)

    def spy_many(singular, plural, number):
        look((singular, 0))
        return many(singular, plural, number)

    for functions in (trans_real, translation._trans):
        monkeypatch.setattr(functions, "gettext", spy_one)
        monkeypatch.setattr(functions, "ngettext", spy_many)
    return found


def asked_in(template: str) -> Iterator:
    """Give what a template may ask for, whichever way its conditions go, as a catalogue’s keys."""
    for function, arguments in ASKED.findall(templatize(Path(template).read_text())):
        words = [ast.literal_eval(text) for text in re.findall(TEXT, arguments)]
        context = f"{words.pop(0)}\x04" if "p" in function else ""
        yield (context + words[0], 0) if "n" in function else context + words[0]


def test_readers_of_every_language_meet_no_word_of_another(demo, client, missing):
    templates = set()
    for language in LANGUAGES:
        SiteSettings.objects.update(language=language)
        call_command("render_revisions", "--again", stdout=StringIO())
        for response in crawl(client):
            templates |= {template.origin.name for template in getattr(response, "templates", [])}

    ours = {name for name in templates if name.startswith(str(settings.BASE_DIR))}
    assert len(ours) > 10
    branches = {(language, key) for name in ours for key in asked_in(name) for language in LANGUAGES}
    missing |= {(language, key) for language, key in branches if is_missing(key, language)}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_with_a_share_link_meets_no_word_of_another_language(language, client, alma, missing, monkeypatch):
    SiteSettings(language=language).save()
    link, address = links.make(make_draft(by=alma).post, by=alma, label="Gus")
    path = address.removeprefix(settings.BYLINE_URL)
    notes.write_as_guest(link, name="Gus", text="Ten boats?", quote="Ten")
    comment = {"name": "Gus", "text": "Eleven"}

    pages = [client.get(path), client.get(f"{path}?sent"), client.post(path, {"website": "x", "parent": "12345"})]
    monkeypatch.setattr(notes, "GUEST_NOTES_AN_HOUR", 0)
    pages.append(client.post(path, comment))
    monkeypatch.setattr(shared, "NOTES_A_MINUTE", 0)
    pages.append(client.post(path, comment))
    links.revoke(link, by=alma)
    pages.append(client.post(path, comment))

    assert [page.status_code for page in pages] == [200, 200, 200, 429, 429, 410]
    ours = {part.origin.name for page in pages for part in page.templates if "discussion" in part.origin.name}
    missing |= {(language, key) for name in ours for key in asked_in(name) if is_missing(key, language)}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written_and_nothing_is_left_open(language):
    folder = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES"
    written = polib.pofile(str(folder / "django.po"))
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog

    assert not written.untranslated_entries() + written.fuzzy_entries() + written.obsolete_entries()
    for entry in written:
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        for number, text in (entry.msgstr_plural or {None: entry.msgstr}).items():
            assert compiled[key if number is None else (key, number)] == text
            assert sorted(re.findall(r"%\(\w+\)s", text)) in [
                sorted(re.findall(r"%\(\w+\)s", words)) for words in (entry.msgid, entry.msgid_plural)
            ]


@pytest.mark.parametrize(("language", "words"), [("ar", "الوسوم"), ("de", "Zum Text springen"), ("sv", "Hoppa till")])
def test_a_publication_speaks_the_language_it_is_set_to(language, words, client, edith):
    SiteSettings(language=language).save()
    make_post(by=edith, title="One")

    page = client.get("/tags/").text

    assert words in page
    assert f'<html lang="{language}"' in page
    assert (' dir="rtl"' in page.partition("<head>")[0]) is (language == "ar")
