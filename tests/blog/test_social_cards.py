"""What stands for a post elsewhere: the cover's card, or one drawn from its words, never before its time."""

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture
from PIL import ImageFont

from blog import looks, social, workflow
from blog.models import SiteSettings
from blog.socialcards import cards, drawing, fonts, setting
from media.tasks import build_renditions
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

SITE = "http://127.0.0.1:8000"


def words(**said) -> drawing.Words:
    ordinary = {"title": "A title", "authors": ("Alma",), "site": "The Heron", "tag": "sea", "colour_of": "sea"}
    return drawing.Words(**ordinary | {"accent": "#9a3412", "language": "en"} | said)


def head_of(client, post) -> dict[str, str]:
    page = client.get(post.get_absolute_url()).text
    found = dict(re.findall(r'<meta property="(og:image[^"]*)" content="([^"]*)">', page))
    found["json_ld"] = json.loads(re.search(r"<script[^>]*>(.+?)</script>", page)[1])["image"]["url"]
    return found


def card_of(revision) -> str:
    """The path of the card of ``revision``, whether it is live or not."""
    return cards.social_of(revision, SiteSettings.load()).url.removeprefix(SITE)


def drawn(response) -> Picture.Image:
    assert response.status_code == 200
    return Picture.open(BytesIO(response.content))


@pytest.mark.django_db
class TestTheHeadOfAPost:
    def test_names_the_card_of_its_cover_with_its_size_and_type(self, client):
        cover = make_image((1500, 900), alt="A harbour")
        build_renditions.call(cover.pk)
        cover.refresh_from_db()

        head = head_of(client, make_post(cover=cover))

        assert head == {
            "og:image": cover.social.url,
            "og:image:type": "image/jpeg",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": "A harbour",
            "json_ld": cover.social.url,
        }

    def test_names_the_picture_itself_until_the_card_is_made(self, client):
        cover = make_image((1500, 900))

        head = head_of(client, make_post(cover=cover))

        assert head["og:image"] == head["json_ld"] == cover.whole_url
        assert (head["og:image:type"], head["og:image:width"], head["og:image:height"]) == ("image/webp", "1200", "720")

    def test_without_a_cover_names_a_card_that_shows_its_title(self, client):
        post = make_post(title="Six words & a garden")

        head = head_of(client, post)
        response = client.get(head["og:image"].removeprefix(SITE))

        assert head["json_ld"] == head["og:image"]
        assert (head["og:image:type"], head["og:image:alt"]) == ("image/png", "Six words &amp; a garden")
        assert response["Content-Type"] == "image/png"
        assert (head["og:image:width"], head["og:image:height"]) == tuple(map(str, drawn(response).size))

    def test_costs_no_query_more_for_the_card(self, client, django_assert_max_num_queries):
        post = make_post(tags=("sea",))
        client.get(post.get_absolute_url())
        revision = post.revisions.live().for_page().get()
        site = SiteSettings.load()

        with django_assert_max_num_queries(0):
            assert social.picture_of(revision, site).type == "image/png"


@pytest.mark.django_db
class TestTheAddressOfACard:
    def test_is_kept_for_a_year_and_drawn_once(self, client, monkeypatch):
        path = card_of(make_post().live_revision())
        first = client.get(path)
        monkeypatch.setattr(drawing, "draw", None)

        again = client.get(path)

        assert {"public", "immutable", "max-age=31536000"} == set(again["Cache-Control"].split(", "))
        assert again.content == first.content
        assert "Set-Cookie" not in again
        assert client.get(path, headers={"if-none-match": again["ETag"]}).status_code == 304

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Another title"},
            {"authors": "otto"},
            {"tags": ("land", "sea")},
            {"language": "sv"},
        ],
    )
    def test_changes_with_what_the_card_says_and_the_one_before_goes(self, change, client, otto):
        post = make_post(tags=("sea",))
        before = card_of(post.live_revision())
        client.get(before)
        change = {name: (otto,) if name == "authors" else value for name, value in change.items()}

        make_post_again(post, **change)

        after = card_of(post.live_revision())
        assert after != before
        assert client.get(before).status_code == 404
        assert client.get(after).status_code == 200
        assert len(default_storage.listdir(f"social-cards/{post.pk}")[1]) == 1

    def test_changes_with_the_names_it_shows(self, client, alma):
        post = make_post(by=alma, tags=("sea",))
        paths = [card_of(post.live_revision())]
        tag = post.live_revision().tags.get()
        for thing, name in ((alma.author, "Alma Mater"), (tag, "Seas"), (SiteSettings.load(), "The Heron")):
            thing.name = name
            thing.save()
            paths.append(card_of(post.live_revision()))

        assert len(set(paths)) == 4
        assert [client.get(path).status_code for path in paths] == [404, 404, 404, 200]

    @pytest.mark.parametrize("moment", ["draft", "scheduled", "withdrawn"])
    def test_leads_nowhere_while_nothing_is_live(self, moment, client, edith):
        revision = make_draft(title="Embargoed", by=edith)
        if moment != "draft":
            later = timezone.now() + timedelta(hours=1) if moment == "scheduled" else None
            workflow.publish(revision, by=edith, at=later)
        revision.refresh_from_db()
        path = card_of(revision)
        if moment == "withdrawn":
            assert client.get(path).status_code == 200
            workflow.withdraw(revision.post, by=edith)

        assert client.get(path).status_code == 404

    def test_of_a_scheduled_text_leads_somewhere_from_its_time_on(self, client, edith, monkeypatch):
        post = make_post(title="Now", by=edith)
        later = make_draft(post, title="Later", by=edith)
        at = timezone.now() + timedelta(hours=1)
        workflow.publish(later, by=edith, at=at)
        now, then = card_of(post.live_revision()), card_of(post.scheduled_revision())
        assert [client.get(path).status_code for path in (now, then)] == [200, 404]

        monkeypatch.setattr(timezone, "now", lambda: at + timedelta(seconds=1))

        assert [client.get(path).status_code for path in (now, then)] == [404, 200]

    def test_leads_nowhere_for_a_post_with_a_cover(self, client):
        revision = make_post(cover=make_image()).live_revision()

        assert client.get(card_of(revision)).status_code == 404

    @pytest.mark.parametrize(
        "path", ["", "1.png", "1-abc.png", "0-{d}.png", "9" * 30 + "-{d}.png", "x-{d}.png", "1-{d}"]
    )
    def test_that_was_made_up_draws_nothing(self, path, client, monkeypatch):
        post = make_post()
        monkeypatch.setattr(drawing, "draw", None)
        path = path.format(d="0" * 32)

        assert client.get(f"/social-cards/{path}").status_code == 404
        assert client.get(f"/social-cards/{post.pk}-{'0' * 32}.png").status_code == 404
        assert client.post(card_of(post.live_revision())).status_code == 405

    def test_and_the_file_go_with_the_post(self, client, django_capture_on_commit_callbacks):
        post = make_post()
        client.get(card_of(post.live_revision()))
        folder = f"social-cards/{post.pk}"
        assert default_storage.listdir(folder)[1]

        with django_capture_on_commit_callbacks(execute=True):
            post.delete()

        assert not default_storage.listdir(folder)[1]


def make_post_again(post, **text) -> None:
    draft = make_draft(post, **text)
    workflow.publish(draft, by=draft.created_by)


def ink(card: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of the card are not paper."""
    picture = Picture.open(BytesIO(card))
    return sum(1 for shade in picture.crop(box).tobytes() if shade)


TITLE = (0, 130, 1200, 500)
LEFT, RIGHT = (0, 130, 600, 500), (600, 130, 1200, 500)
FOOT = (0, 530, 1200, 630)


@given(st.text(max_size=40))
def test_every_tag_has_a_colour_on_which_the_ink_can_be_read(tag):
    assert looks.contrast(drawing.colour(words(colour_of=tag)), drawing.INK) >= looks.CONTRAST


def test_a_tag_keeps_its_colour_and_without_one_it_is_the_publication_s():
    assert drawing.colour(words(title="One")) == drawing.colour(words(title="Two"))
    assert drawing.colour(words(colour_of="sea")) != drawing.colour(words(colour_of="land"))
    assert drawing.colour(words(colour_of="")) == "#9a3412"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=25), st.text(max_size=100))
def test_whatever_is_written_a_card_comes_of_it(title, authors, site):
    card = drawing.draw(words(title=title, authors=tuple(authors), site=site, tag=site))

    picture = Picture.open(BytesIO(card))
    assert picture.size == (1200, 630)
    margin = drawing.MARGIN // 2
    assert len(set(picture.crop((0, 0, margin, 630)).tobytes())) == 1, "something is written in the margin"


@pytest.mark.parametrize("title", ["A", "Word " * 40, "x" * 200, "Łódź, Ελλάδα, Москва", "“Quotes” — and… dashes"])
def test_a_title_stays_between_the_tag_and_the_line(title):
    card = drawing.draw(words(title=title, tag=""))

    assert ink(card, TITLE)
    assert not ink(card, (0, 0, 1200, 130))
    assert not ink(card, (0, 500, 1200, 514))


def test_a_title_that_is_too_long_ends_in_an_ellipsis():
    small = [ImageFont.truetype(fonts.OURS["semibold"], 60)]

    found = setting.fitted("Word " * 100, small, width=500, height=200)

    assert len(found.lines) * found.line_height <= 200
    assert found.lines[-1].endswith("…")
    assert all(small[0].getlength(line) <= 500 for line in found.lines)


@pytest.mark.parametrize("language", ["ja", "zh", "ko", "en"])
def test_text_without_spaces_breaks_anywhere_but_before_what_closes(language):
    font = [ImageFont.truetype(fonts.OURS["semibold"], 60)]

    lines = setting.fitted("東京の夜、静かな港。" * 3, font, width=330, height=2000).lines

    assert len(lines) > 1
    assert "".join(lines) == "東京の夜、静かな港。" * 3
    assert not any(line[0] in setting.CLOSING for line in lines)


@pytest.mark.parametrize("text", ["a" + "." * 199, "x" * 200, "、" * 50, "e" + "\u0301" * 100])
def test_nothing_is_so_long_that_it_leaves_the_card(text):
    font = ImageFont.truetype(fonts.OURS["semibold"], 60)

    lines = setting.fitted(text, [font], width=400, height=10_000).lines

    assert "".join(lines) == text
    assert all(font.getlength(line) <= 400 for line in lines)


def test_a_crowd_of_authors_takes_no_more_time_than_a_few():
    crowd = words(authors=tuple(f"Author {number}" for number in range(3000)))

    assert ink(drawing.draw(crowd), FOOT)


def test_emoji_and_marks_that_steer_are_left_out_and_the_words_stay():
    assert fonts.writable("Rain 🌧️ again 👩🏽‍🚀 1️⃣\u202e\x00") == "Rain again 1"


@pytest.mark.skipif(not (fonts.can_shape() and fonts.of_this_machine()), reason="needs fribidi and fonts-dejavu-core")
def test_arabic_runs_from_the_right_in_a_font_of_the_machine():
    card = drawing.draw(words(title="ليل الميناء", language="ar", tag=""))

    assert ink(card, RIGHT) > ink(card, LEFT)


@pytest.mark.parametrize("title", ["ليل الميناء", "東京の夜", "🌧️🌧️", ""])
def test_what_cannot_be_written_leaves_the_publication_s_name_in_its_place(title, monkeypatch):
    monkeypatch.setattr(fonts, "of_this_machine", list)
    fonts._face_for.cache_clear()

    card = drawing.draw(words(title=title))
    fonts._face_for.cache_clear()

    assert ink(card, TITLE)
    assert ink(card, FOOT)
    assert card == drawing.draw(words(title="The Heron"))


def test_a_broken_font_of_the_machine_is_passed_over(tmp_path, monkeypatch):
    broken = tmp_path / "NotoSansCJK-Bold.ttc"
    broken.write_bytes(b"no font at all")
    monkeypatch.setattr(fonts, "of_this_machine", lambda: [str(broken)])
    fonts._face_for.cache_clear()

    found = fonts.font_for("東京の夜", weight="regular", size=20, language="ja")
    fonts._face_for.cache_clear()

    assert found is None


def test_letters_that_must_be_joined_are_not_written_without_a_shaper(monkeypatch):
    monkeypatch.setattr(fonts, "can_shape", lambda: False)
    fonts._face_for.cache_clear()

    found = {text: fonts.font_for(text, weight="regular", size=20, language="") for text in ("Łódź", "ليل", "हिन्दी")}
    fonts._face_for.cache_clear()

    assert found["Łódź"]
    assert found["ليل"] is None
    assert found["हिन्दी"] is None


def test_our_fonts_come_with_their_licence():
    folder = Path(fonts.OURS["regular"]).parent

    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 200_000
