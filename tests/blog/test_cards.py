"""What lists show of posts: read in one query, made once, and never older than what the database says."""

from datetime import UTC, datetime

import pytest

from blog import cards, kept, workflow
from blog.cards import Card
from blog.models import Revision, SiteSettings
from blog.paging import page_of
from blog.tagcare import renaming
from blog.views import show_post
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

OWN = "/ebb-flood/"
PAGES = ("/", OWN, "/feed.atom")
OF_A_PICTURE = cards.OF_A_PICTURE + cards.OF_ITS_FILES


@pytest.fixture
def post(edith, otto):
    text = {"tags": ("Tides", "Sea"), "cover": make_image(alt="A quay", caption="The quay"), "summary": "Twice a day."}
    return make_post(by=edith, authors=[otto.author, edith.author], title="Ebb & flood", **text)


def card() -> Card:
    [only] = page_of(Revision.objects.listed, size=5, whole=True).posts
    return only


def linked(one) -> tuple:
    return one.pk, str(one), one.get_absolute_url()


def test_a_card_says_what_its_revision_says(post):
    revision, shown = Revision.objects.for_page().get(), card()

    for name in Card._fields[: Card._fields.index("authors_json")]:
        assert getattr(shown, name) == getattr(revision, name), name
    for name in ("teaser", "html", "cover_alt", "cover_caption", "cover_caption_html"):
        assert getattr(shown, name) == getattr(revision, name), name
    assert shown.get_absolute_url() == revision.get_absolute_url()
    assert shown.uid == post.uid
    for own, others in ((shown.written_by, revision.written_by), (shown.tagged, revision.tags.all())):
        assert list(map(linked, own)) == list(map(linked, others))
    assert [str(tag) for tag in shown.tagged] == ["Tides", "Sea"]


def test_its_picture_says_what_the_one_of_the_library_says(post):
    image, shown = Revision.objects.select_related("cover").get().cover, card().cover

    for name in OF_A_PICTURE:
        assert getattr(shown, name) == getattr(image, name), name
    assert shown.social == image.social


def test_a_list_is_one_query_however_many_posts(edith, django_assert_num_queries):
    for number in range(5):
        make_post(by=edith, title=f"Post {number}", tags=("a", "b"), cover=make_image())

    with django_assert_num_queries(1):
        shown = cards.rendered(page_of(Revision.objects.listed, size=5).posts)

    assert len(shown) == 5
    assert all("<picture" in each and "Edith" in each and "/tags/b/" in each for each in shown)


def test_a_draft_looks_as_its_page_will(post, client, edith, rf):
    edith.author.bio, edith.author.portrait = "Reads tide tables.", make_image(alt="Edith")
    edith.author.save()
    text = {"title": "Neap", "language": "sv", "cover_caption": "", "seo_title": "Neap tide", "tags": ("Sea",)}
    other = make_post(by=edith, authors=[edith.author], cover=make_image(caption="A pier"), **text)

    for live in (post, other):
        address = live.live_revision().get_absolute_url()
        as_draft = show_post(rf.get(address), Revision.objects.for_page().get(post=live))

        assert client.get(address).text == as_draft.text
    assert "Reads tide tables." in as_draft.text
    assert as_draft.text.count("<picture") == 2


def another_text(post, edith):
    workflow.publish(make_draft(post, by=edith, title="Neap tide"), by=edith)


def another_name(post, edith):
    edith.author.name = "Edith Penn"
    edith.author.save()


def another_address(post, edith):
    edith.author.slug = "penn"
    edith.author.save()


def another_bio(post, edith):
    edith.author.bio = "Reads tide tables."
    edith.author.save()


def a_portrait(post, edith):
    edith.author.bio, edith.author.portrait = "Reads.", make_image()
    edith.author.save()


def another_caption(post, edith):
    image = post.revisions.get().cover
    image.caption = "The old quay"
    image.save()


def no_share_links(post, edith):
    SiteSettings.objects.update_or_create(defaults={"share_links": False, "footer": "No share links."})


def another_text_beside_it(post, edith):
    make_post(by=edith, title="Spring tide")


def another_tag(post, edith):
    renaming.rename(post.revisions.get().tags.get(name="Sea"), name="Ocean", slug="ocean", by=edith)


def another_focal_point(post, edith):
    image = post.revisions.get().cover
    image.focal_x = 0.1
    image.save()


def another_copy(post, edith):
    image = post.revisions.get().cover
    image.renditions = image.renditions | {"avif": [96]}
    image.save()


def another_language(post, edith):
    SiteSettings.objects.update_or_create(defaults={"language": "de"})


def another_day(post, edith):
    Revision.objects.update(dated_at=datetime(2026, 3, 1, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("change", "words", "pages"),
    [
        (another_text, "Neap tide", ("/", "/feed.atom")),
        (another_name, "Edith Penn", PAGES),
        (another_address, "/authors/penn/", PAGES),
        (another_tag, "Ocean", PAGES),
        (another_focal_point, 'data-x="2"', ("/", OWN)),
        (another_copy, ".avif", PAGES),
        (another_language, "Min. Lesezeit", ("/", OWN)),
        (another_day, "1 March 2026", ("/", OWN)),
        (another_caption, "The old quay", (OWN, "/feed.atom")),
        (another_bio, "Reads tide tables.", (OWN,)),
        (a_portrait, 'class="portrait"', (OWN,)),
        (no_share_links, "No share links.", (OWN,)),
        (another_text_beside_it, "Spring tide", PAGES[:-1]),
    ],
)
def test_a_change_is_seen_at_once(change, words, pages, client, post, edith):
    before = [client.get(page).text for page in pages]

    change(post, edith)

    after = [client.get(page).text for page in pages]
    assert [words in text for text in before] == [False] * len(pages)
    assert [words in text for text in after] == [True] * len(pages)
    assert change is not no_share_links or ("joinmastodon" in before[0] and "joinmastodon" not in after[0])


def test_the_day_is_that_of_the_publications_time_zone(client, post):
    Revision.objects.update(dated_at=datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert "1 March 2026" in client.get("/").text

    SiteSettings.objects.update_or_create(defaults={"time_zone": "Asia/Tokyo"})

    assert "2 March 2026" in client.get("/").text


def test_on_the_page_of_an_author_only_the_others_are_named(client, post):
    shown = client.get("/authors/otto/").text.partition('class="cards"')[2]

    assert "/authors/edith/" in shown
    assert "/authors/otto/" not in shown


def test_what_can_change_and_be_equal_is_not_kept(post):
    revision = Revision.objects.get()

    for shown in (revision, (1, revision), card()._replace(title=revision), {"a": 1}):
        with pytest.raises(TypeError):
            kept.rendered("blog/_card.html", post=shown, of=None, is_lead=False, is_waited_for=False)


def test_templates_that_are_being_written_are_read_anew(post, settings, monkeypatch):
    shown = {"post": card(), "of": None, "is_lead": False, "is_waited_for": False}
    kept.rendered("blog/_card.html", **shown)
    monkeypatch.setattr(kept, "render_to_string", lambda *args: "another template")
    assert kept.rendered("blog/_card.html", **shown) != "another template"

    settings.DEBUG = True

    assert kept.rendered("blog/_card.html", **shown) == "another template"
