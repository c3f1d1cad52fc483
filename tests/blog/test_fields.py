"""The desk's own form fields: what they take, what they give, and what they load."""

import json
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from js_asset import Media

from accounts.models import Author
from blog import markup
from blog.admin.fields import AuthorsField, BodyField, TagsField
from blog.editor import BODY, EXTENSIONS
from tests.factories import make_guest
from tests.factories_media import make_image


def tags_field(**options) -> TagsField:
    return TagsField(url="/tags/", required=False, **options)


def authors_field() -> AuthorsField:
    return AuthorsField(url="/authors/", queryset=Author.objects.all())


def body_field() -> BodyField:
    return BodyField(upload_url="/upload/", choose_url="/choose/", required=False)


# -- tags


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        (" , ,\n", []),
        ("New York, C++,  Wide   spaces ", ["New York", "C++", "Wide spaces"]),
        ("one\ntwo\r\nthree", ["one", "two", "three"]),
        ("b, a, B, ＡＡ, aa", ["b", "a", "ＡＡ"]),
        ("Straße, STRASSE", ["Straße"]),
        ("cafe\u0301", ["caf\u00e9"]),
        ('"quoted"', ['"quoted"']),
    ],
)
def test_tags_are_names_between_commas_each_once_in_their_order(typed, names):
    assert tags_field().clean(typed) == names


def test_tags_are_shown_as_they_are_typed():
    names = ["New York", "C++"]

    shown = tags_field().prepare_value(names)

    assert tags_field().clean(shown) == names


def test_a_tag_that_is_too_long_is_named():
    with pytest.raises(ValidationError, match=r"“x{40}…” is too long for a tag") as refusal:
        tags_field().clean("short, " + "x" * 101)

    assert refusal.value.code == "tag_too_long"
    assert tags_field().clean("x" * 100)


@pytest.mark.parametrize(
    ("data", "changed"), [("a, b", False), ("a,b,", False), ("b, a", True), ("a", True), ("", True), ("a, b, c", True)]
)
def test_tags_have_changed_when_their_names_or_their_order_have(data, changed):
    assert tags_field().has_changed(["a", "b"], data) is changed


# -- authors


@pytest.fixture
def trio(db):
    return [make_guest(name) for name in ("Zoe", "Abel", "Mina")]


def test_authors_come_in_the_order_they_were_sent(trio):
    zoe, abel, mina = trio

    assert authors_field().clean([str(mina.pk), str(zoe.pk), str(abel.pk)]) == [mina, zoe, abel]


@pytest.mark.parametrize("nobody", [None, []])
def test_a_post_needs_an_author(nobody, db):
    with pytest.raises(ValidationError, match="at least one author") as refusal:
        authors_field().clean(nobody)

    assert refusal.value.code == "required"


def test_an_author_who_does_not_exist_is_refused(trio):
    with pytest.raises(ValidationError) as refusal:
        authors_field().clean(["0"])

    assert refusal.value.code == "invalid_choice"


def test_authors_have_changed_when_their_order_has(trio):
    zoe, abel, _mina = trio
    field = authors_field()

    assert not field.has_changed([zoe, abel], [str(zoe.pk), str(abel.pk)])
    assert field.has_changed([zoe, abel], [str(abel.pk), str(zoe.pk)])
    assert field.has_changed([zoe], [])
    assert field.has_changed(None, [str(zoe.pk)])


@pytest.mark.parametrize("is_bound", [False, True])
def test_the_chosen_authors_stand_first_in_their_order(is_bound, trio):
    zoe, abel, mina = trio
    form = type("Form", (forms.Form,), {"authors": authors_field()})
    sent = QueryDict(f"authors={mina.pk}&authors={abel.pk}") if is_bound else None

    html = str(form(sent, initial={"authors": [mina, abel]})["authors"])

    options = re.findall(r'value="(\d+)"( selected)?', html)
    assert options == [(str(mina.pk), " selected"), (str(abel.pk), " selected"), (str(zoe.pk), "")]


# -- the body


def test_a_body_is_opened_with_its_pictures_and_has_not_changed_by_that(db):
    image = make_image(alt="A harbour")
    body = f'<p>x</p><figure data-image-id="{image.pk}"><img></figure>'
    field = body_field()

    opened = field.prepare_value(body)

    assert 'data-library-alt="A harbour"' in opened
    assert not field.has_changed(body, opened)
    assert not field.has_changed(body, opened.replace("\n", "\r\n"))
    assert field.has_changed(body, opened.replace("x", "y"))


def test_the_editor_is_told_where_pictures_go_and_how_large_they_may_be(db, settings):
    settings.IMAGE_MAX_BYTES = 12345

    html = str(body_field().widget.render("body", ""))

    assert 'data-upload-url="/upload/"' in html
    assert 'data-choose-url="/choose/"' in html
    assert 'data-upload-max-bytes="12345"' in html
    assert 'lang="en"' in html


def test_what_the_editor_can_do_is_what_is_kept():
    allowed = allowlist_from_extensions(expand_extensions(BODY))

    assert allowed["attributes"] == {
        "a": {"href", "rel", "title"},
        "code": {"class"},
        "figure": {"data-embed", "data-gallery", "data-image-id", "data-layout"},
        "img": {"alt"},
        "ol": {"start", "type"},
        "pre": {"class"},
        "sup": {"data-footnote"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    }
    assert not allowed["tags"] & {"div", "h1", "iframe", "script", "span", "style", "u"}
    assert markup.clean('<pre class="x"><code class="language-c">y</code></pre>').count("class=") == 1


# -- scripts


def scripts() -> list[Path]:
    extensions = [str(path) for group in EXTENSIONS for path in group["js"]]
    widgets = ["/static/blog/desk/tags.js", "/static/blog/desk/authors.js", "/static/blog/desk/combobox.js"]
    return [Path(finders.find(path.removeprefix("/static/"))) for path in [*extensions, *widgets]]


def import_map(media: Media) -> dict[str, str]:
    return json.loads(re.search(r'<script type="importmap"[^>]*>(.*?)</script>', str(media))[1])["imports"]


def test_scripts_import_by_names_that_the_import_map_resolves():
    """Relative ones would miss: static files are served under hashed names."""
    media = body_field().widget.media + tags_field().widget.media + authors_field().widget.media
    known = import_map(media).keys()

    for script in scripts():
        imported = re.findall(r'(?:from |import\()"([^"]+)"', script.read_text())

        assert set(imported) <= known, script


def test_scripts_and_sheets_are_found_under_their_hashed_names(settings, tmp_path):
    """With the storage that serves them for real."""
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for finder in finders.get_finders():
        for path, source in finder.list([]):
            if path.startswith(("blog/desk/", "django_prose_editor/")):
                with source.open(path) as file:
                    storage.save(path, file)
                paths[path] = (storage, path)

    processed = list(storage.post_process(paths))

    assert [outcome for _name, _hashed, outcome in processed if isinstance(outcome, Exception)] == []
    assert {path for path in paths if path.startswith("blog/desk/")} <= storage.hashed_files.keys()


def test_the_import_map_and_every_script_carry_the_pages_nonce(as_user, alma):
    response = as_user(alma).get("/admin/blog/post/add/")

    nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])[1]
    page = response.text
    assert f'<script type="importmap" nonce="{nonce}">' in page
    assert re.findall(r"<script(?![^>]*(?:src=|nonce=|application/json))[^>]*>", page) == []
