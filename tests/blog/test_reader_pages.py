"""What readers meet: pages that cost the same whatever stands on them, and say what they are to people and machines."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import SiteSettings
from tests.factories import make_guest, make_live, make_post
from tests.factories_media import make_image

LISTS = ["/", "/tags/", "/tags/birds/", "/authors/", "/archive/", "/archive/2020/05/", "/feed.xml"]


def dated(**text):
    return {"date_given": datetime(2020, 5, 4, 12, tzinfo=UTC), "tags": ("Birds", "Fish"), **text}


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_five_queries_whatever_the_number_of_posts(address, client, edith):
    """A tag’s page asks besides which tags stand beside it, the front page which posts are read most."""
    image = make_image()
    make_live(3, by=edith, cover=image, **dated())
    few = queries(client, address)

    make_live(27, by=edith, cover=image, **dated())

    assert queries(client, address) == few <= 5 + (address in ("/", "/tags/birds/"))


def test_a_page_of_an_author_takes_a_sixth_for_what_they_write_about(client, edith):
    make_live(12, by=edith, cover=make_image(), **dated())

    assert queries(client, "/authors/edith/") <= 6


def test_a_post_takes_nine_queries_whoever_wrote_it(client, edith, alma):
    """Four for itself; one each for the posts beside it, near it and linking to it, its series and its translations."""
    make_live(3, by=edith, body='<p><a href="/words/">Words</a></p>')
    image = make_image()
    body = f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>' * 3
    make_post(by=edith, title="Words", body=body, cover=image, authors=[edith, alma], tags=("a", "b", "c"))

    assert queries(client, "/words/") <= 9


@pytest.mark.parametrize("address", [*LISTS, "/words/", "/sitemap.xml", "/robots.txt", "/nothing/"])
def test_no_page_asks_who_reads_it(address, client, edith):
    make_post(by=edith, title="Words", **dated())
    client.force_login(edith)

    response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ["/", "/words/", "/tags/birds/", "/feed.atom"])
def test_a_page_that_has_not_changed_is_not_sent_twice(address, client, edith):
    make_post(by=edith, title="Words", **dated())
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/words/", "/tags/birds/", "/authors/edith/", "/archive/", "/archive/2020/", "/archive/2020/05/"),
        *("/feed.xml", "/feed.json", "/sitemap.xml", "/sitemap/lists.xml", "/search/?q=words"),
    ],
)
def test_who_asks_for_the_head_alone_is_told_what_the_page_would_tell(address, client, edith):
    make_post(by=edith, title="Words", **dated())
    page = client.get(address)

    head = client.head(address)
    again = client.head(address, headers={"if-none-match": page["ETag"]})

    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(page.headers))
    assert (again.status_code, again["ETag"]) == (304, page["ETag"])


@pytest.mark.parametrize(("method", "status"), [("head", 200), ("post", 405), ("delete", 405)])
def test_pages_are_for_reading(method, status, client, edith):
    make_post(by=edith, title="Words")

    assert getattr(client, method)("/words/").status_code == status


def test_an_empty_publication_says_so(client, db):
    assert "Nothing is published here yet" in client.get("/").text
    assert "No post carries a tag yet" in client.get("/tags/").text


@pytest.mark.parametrize("address", ["/", "/tags/birds/", "/tags/birds+fish/", "/authors/edith/"])
def test_what_lies_past_the_end_of_a_list_says_that_and_no_more(address, client, edith):
    make_post(by=edith, **dated())

    page = client.get(f"{address}?before=0-0").text

    assert "There are no older posts." in page
    assert f'<a href="{address}">Newest posts</a>' in page
    assert "is published" not in page
    assert "at the moment" not in page


def test_a_page_such_as_about_is_read_by_its_address_alone(client, edith):
    make_post(by=edith, title="About", listed=False, tags=("Birds",))

    page = client.get("/about/").text

    assert "About" in page
    assert 'class="byline"' not in page
    assert not any("About" in client.get(address).text for address in ("/", "/feed.atom", "/authors/edith/"))


def test_what_is_typed_is_never_markup(client, edith):
    title = "</script><script>alert(1)</script> & <b>bold</b>"
    make_post(by=edith, title=title, slug="words", summary='"><img src=x>', tags=("<i>tag</i>",))

    for address in ("/", "/words/", "/tags/", "/feed.json"):
        page = client.get(address).text
        assert "<script>alert" not in page or address == "/feed.json"
        assert "<img src=x>" not in page.replace('\\"', "") or address == "/feed.json"
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get("/words/").text)[1]
    assert json.loads(data)["headline"] == title


def test_the_head_names_the_post_its_picture_and_all_who_wrote_it(client, edith, alma, settings):
    settings.BYLINE_URL = "https://example.org"
    image = make_image((1300, 800), alt="A harbour")
    guest = make_guest("Gus Guest")
    make_post(by=edith, title="Words", body="<p>The first words.</p>", cover=image, authors=[alma, guest], **dated())

    page = client.get("/words/").text

    assert '<link rel="canonical" href="https://example.org/words/">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:alt" content="A harbour">' in page
    assert '<meta name="description" content="The first words.">' in page
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert [author["name"] for author in data["author"]] == ["Alma", "Gus Guest"]
    assert data["datePublished"].startswith("2020-05-04")
    assert data["keywords"] == ["Birds", "Fish"]


def test_words_for_search_engines_win_over_the_posts_own(client, edith):
    make_post(
        by=edith,
        title="Words",
        summary="Own",
        seo_title="For them",
        seo_description="Told them",
        canonical_url="https://elsewhere.example/words",
    )

    page = client.get("/words/").text

    assert "<title>For them" in page
    assert 'content="Told them"' in page
    assert '<link rel="canonical" href="https://elsewhere.example/words">' in page


def test_what_follows_the_first_page_of_a_list_is_not_for_search_results(client, edith):
    make_live(14, by=edith)
    older = re.search(r'href="(\?before=[^"]+)"', client.get("/").text)[1]

    page = client.get(f"/{older}").text

    assert 'content="noindex, follow"' in page
    assert f'/{older}"' in page


def test_a_post_in_another_language_says_so_and_runs_its_own_way(client, edith):
    make_post(by=edith, title="ليل", slug="night", language="ar")

    assert 'lang="ar" dir="rtl"' in client.get("/night/").text


def test_the_publications_language_and_zone_decide_dates(client, edith):
    SiteSettings(language="de", time_zone="Asia/Tokyo", name="Blatt").save()
    make_post(by=edith, title="Wort", date_given=datetime(2020, 4, 30, 20, tzinfo=UTC))

    page = client.get("/wort/").text

    assert '<html lang="de"' in page
    assert "1. Mai 2020" in page
    assert client.get("/archive/2020/05/").status_code == 200


@pytest.mark.parametrize(
    ("language", "date"),
    [("", "1. Mai 2020"), ("en", "1 May 2020"), ("sv", "1 maj 2020"), ("ja", "2020年5月1日"), ("tlh", "1 May 2020")],
)
def test_a_date_is_in_the_language_of_its_post(language, date, client, edith):
    SiteSettings(language="de").save()
    make_post(by=edith, title="Wort", language=language, date_given=datetime(2020, 5, 1, 12, tzinfo=UTC))

    assert f">{date}</time>" in client.get("/wort/").text
    assert f">{date}</time>" in client.get("/").text


def test_pages_that_are_not_there_keep_the_frame(client, db):
    SiteSettings(name="The Paper").save()

    response = client.get("/nothing/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert "The Paper" in response.text


def hastened(client, address) -> list[int]:
    """The places, among the pictures of a page, of those that load before everything else."""
    images = re.findall(r"<img [^>]+>", client.get(address).text)
    assert all("lazy" in image for image in images if "fetchpriority" not in image)
    return [place for place, image in enumerate(images) if 'fetchpriority="high"' in image]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/New_York"])
@pytest.mark.parametrize("when", ["0000", "0001", "0001/01", "9998/12", "9999", "9999/12", "2020/00", "2020/13"])
def test_an_archive_that_no_calendar_has_is_a_404(when, zone, client, db):
    SiteSettings(time_zone=zone).save()

    assert client.get(f"/archive/{when}/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/tags/birds/", "/authors/edith/", "/archive/2020/", "/archive/2020/05/"])
@pytest.mark.parametrize(("pictured", "first"), [(4, [0]), (3, [0]), (2, [])])
def test_the_first_picture_of_a_list_is_hastened_while_it_is_in_view(pictured, first, address, client, edith):
    image = make_image()
    make_live(pictured, by=edith, cover=image, **dated())
    make_live(4 - pictured, by=edith, **dated())

    assert hastened(client, address) == first


def test_a_portrait_above_a_list_is_hastened_in_its_place(client, edith):
    image = make_image()
    edith.author.portrait = image
    edith.author.save()
    make_live(2, by=edith, cover=image, **dated())

    assert hastened(client, "/authors/edith/") == [0]


@pytest.mark.parametrize(
    ("words", "has_cover", "first"), [(1, True, [0]), (1, False, [0]), (200, True, [0]), (200, False, [])]
)
def test_a_post_hastens_its_cover_else_a_picture_that_stands_near_its_beginning(words, has_cover, first, client, edith):
    image = make_image()
    body = f"<p>{'Words. ' * words}</p>" + f'<figure data-image-id="{image.pk}"></figure>' * 2

    post = make_post(by=edith, body=body, cover=image if has_cover else None)

    assert hastened(client, post.get_absolute_url()) == first


def test_a_logo_is_there_at_once_and_hastens_before_nothing(client, edith):
    logo = make_image((400, 100))
    SiteSettings(logo=logo).save()

    (image,) = re.findall(r"<img [^>]+>", client.get("/").text)

    assert "lazy" not in image
    assert "fetchpriority" not in image
    assert 'sizes="212px"' in image
