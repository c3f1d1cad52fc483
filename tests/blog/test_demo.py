"""The demo publication: whole, honest about its pictures, and gone without a trace."""

import re
import stat

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Author, User
from accounts.roles import Role
from blog.demo import loading, reading
from blog.demo.models import Made
from blog.models import Post, Revision, SiteSettings, State, Tag
from blog.translations.models import Translation
from media.models import Image
from tests.factories import make_post


def test_it_makes_a_publication_of_everything(demo, client):
    assert Author.objects.count() == 6
    assert Author.objects.filter(user=None).count() == 1
    assert Post.objects.count() == 33
    assert Tag.objects.exclude(description="").count() == 12
    assert set(Role) == {line.split()[0] for line in accounts().splitlines()}
    assert set(Post.objects.values_list("open_state", flat=True)) >= {*State.OPEN, None}
    assert Revision.objects.scheduled().count() == 2
    assert Post.objects.filter(trashed_at__isnull=False).count() == 1
    for revision in Revision.objects.live():
        assert client.get(revision.get_absolute_url()).status_code == 200
        assert "Picture removed" not in revision.html
    assert "More like this" in client.get("/launch-windows/").text
    assert "Part 3 of 3" in client.get("/the-longest-night-counted/").text
    for address in (
        "/",
        "/tags/",
        "/archive/",
        "/authors/",
        "/series/",
        "/series/the-night-sky-from-here/",
        "/feed.xml",
        "/about/",
        "/colophon/",
    ):
        assert client.get(address).status_code == 200


def test_every_link_between_its_posts_leads_somewhere(demo, client):
    for revision in Revision.objects.live():
        for address in re.findall(r'href="(/[^"#]*)', revision.html):
            response = client.get(address)
            assert response.status_code == 200, (revision, address)
            b"".join(response)  # to its end, because a picture is an open file


def test_every_picture_tells_what_it_shows_and_whose_it_is(demo):
    for image in Image.objects.all():
        assert image.alt
        assert image.credit
        assert image.licence
    unused = Image.objects.filter(placements=None, covers=None, portraits=None)
    assert not unused.exists()


def test_a_crop_of_its_pictures_keeps_what_they_are_about(demo, client):
    clock = Image.objects.get(original_name="city-at-night.png")

    assert (clock.focal_x, clock.focal_y) == (0.63, 0.33)
    assert 'data-x="13" data-y="7"' in client.get("/tags/cities/").text


def test_a_post_of_it_is_there_in_two_languages(demo, client):
    english = client.get("/a-day-that-happens-sometimes/").text
    german = client.get("/ein-tag-den-es-manchmal-gibt/").text

    for page in (english, german):
        assert re.findall(r'hreflang="(\S+)" href="[^"]*/([^/"]+)/"', page)[:2] == [
            ("en", "a-day-that-happens-sometimes"),
            ("de", "ein-tag-den-es-manchmal-gibt"),
        ]
    assert ">Deutsch</bdi>" in english
    assert ">English</bdi>" in german


def test_accounts_are_for_their_owners_eyes_and_let_them_in(demo, client):
    path = settings.DATA_DIR / "demo-accounts.txt"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for line in accounts().splitlines():
        _role, email, password = line.split()
        assert line.split()[2] in demo
        assert client.login(email=email, password=password)


def accounts() -> str:
    return (settings.DATA_DIR / "demo-accounts.txt").read_text()


def test_it_keeps_out_of_a_publication_that_has_posts(edith):
    make_post(by=edith)

    with pytest.raises(CommandError, match="There are posts already"):
        call_command("demo")

    assert Post.objects.count() == 1


def test_removing_leaves_nothing_of_it_and_everything_else(demo, edith, client):
    mine = make_post(by=edith, title="Mine", tags=("C++",))

    call_command("demo", "--remove")

    assert list(Post.objects.all()) == [mine]
    assert list(User.objects.all()) == [edith]
    assert [tag.name for tag in Tag.objects.all()] == ["C++"]
    assert not Image.objects.exists()
    assert not Made.objects.exists()
    assert not Translation.objects.exists()
    assert not SiteSettings.objects.exists()
    assert not (settings.DATA_DIR / "demo-accounts.txt").exists()
    assert client.get("/mine/").status_code == 200


def test_a_demo_that_fails_leaves_nothing(db, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(reading, "pieces", lambda: [reading.Piece({"title": ""}, "")])
    monkeypatch.setattr(loading, "_drawn", lambda name: (reading.PICTURES / "coffee.jpg").read_bytes())

    with pytest.raises(KeyError):
        call_command("demo")

    assert not Image.objects.exists()
    assert not Post.objects.exists()
    assert not Made.objects.exists()


def test_a_loading_that_was_cut_off_is_begun_anew(demo, monkeypatch):
    Post.objects.all().delete()

    call_command("demo")

    assert Post.objects.count() == 33
    assert Author.objects.count() == 6
