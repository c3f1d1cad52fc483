"""The search page of readers, its suggestions and its feeds."""

import re
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import feedparser
import pytest
from django.utils import timezone
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog import folding, workflow
from blog.models import Tag
from blog.search import naming, results, views
from blog.search.models import Document
from blog.tagcare import merging, renaming
from tests.factories import make_draft, make_guest, make_post
from tests.plans import explain, queries_of

pytestmark = pytest.mark.django_db


def ask(client, text: str, **more) -> str:
    answer = client.get("/search/?" + urlencode({"q": text, **more}))
    assert answer.status_code == 200
    return answer.content.decode()


def found(page: str) -> list[str]:
    return [
        re.sub("<.*?>", "", title)
        for title in re.findall(r'<article class="card".*?<h2><a [^>]*>(.*?)</a>', page, re.S)
    ]


def test_without_a_question_there_is_a_form_and_what_to_try(client):
    page = ask(client, "")

    assert 'role="search"' in page
    assert "astro*" in page
    assert "Often written about" not in page


def test_without_a_question_the_most_used_tags_are_offered(client, edith, monkeypatch):
    make_post(title="One", by=edith, tags=("Sea", "Land"))
    post = make_post(title="Two", by=edith, tags=("Sea", "Sky"))
    make_post(title="Three", by=edith, tags=("Sea", "Air", "Sky"))
    workflow.publish(make_draft(title="Later", tags=("Land",)), by=edith, at=timezone.now() + timedelta(hours=1))
    monkeypatch.setattr(views, "MOST_COMMON", 3)

    before = offered(ask(client, ""))
    workflow.withdraw(post, by=edith)

    assert before[:2] == [("Sea", 3), ("Sky", 2)]
    assert len(before) == 3
    assert offered(ask(client, ""))[0] == ("Sea", 2)


def offered(page: str) -> list[tuple[str, int]]:
    shown = page.partition("Often written about")[2]
    rows = re.findall(r'<bdi>(.*?)</bdi></a> <span class="count">(\d+)</span>', shown)
    return [(name, int(posts)) for name, posts in rows]


@pytest.mark.parametrize(
    ("asked", "is_for_engines"),
    [
        ("", True),
        ("?utm_source=mail", True),
        ("?q=", True),
        ("?year=sometime", True),
        ("?q=salt", False),
        ("?q=nothing-of-this-kind", False),
        ("?q=...", False),
        ("?tag=sea", False),
        ("?author=edith", False),
        ("?year=2015", False),
        ("?q=salt&page=2", False),
    ],
)
def test_search_engines_keep_the_place_to_ask_and_no_answer(asked, is_for_engines, client, edith):
    make_post(title="Salt", by=edith, tags=("sea",))

    page = client.get(f"/search/{asked}").text

    assert ('<meta name="robots" content="noindex, follow">' not in page) is is_for_engines
    assert ('/search/">\n<meta property="og:site_name"' in page) is is_for_engines
    assert '<meta name="description" content="Search everything' in page


def test_what_was_asked_for_is_marked_wherever_it_was_found(client, edith):
    make_post(
        title="Salt <and> bread",
        body="<p>" + "Other words. " * 50 + "Then a salt &lt;b&gt; pan, and salty bread.</p>",
        by=edith,
        authors=[make_guest("Salt Lemos")],
        tags=("salt marsh", "other"),
    )

    page = ask(client, "salt")

    assert "<mark>Salt</mark> &lt;and&gt; bread</a>" in page
    assert "… " in page
    assert "<mark>salt</mark> &lt;b&gt; pan" in page
    assert "<bdi><mark>Salt</mark> Lemos</bdi>" in page
    assert "<bdi><mark>salt</mark> marsh</bdi>" in page
    assert ">other</bdi></a></li>" not in page.split('class="offers"')[0]


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Of running water", "runs", "Of <mark>running</mark> water"),
        ("Café au lait", "cafe", "<mark>Café</mark> au lait"),
        ("By e-mail only", "email", "By <mark>e-mail</mark> only"),
        ("Salt and salt bread", '"salt bread"', "Salt and <mark>salt bread</mark>"),
        ("日本語のテスト", "語のテ", "日本<mark>語のテ</mark>スト"),
        ("Astronomy", "astro*", "<mark>Astronomy</mark>"),
        ("A c in C++.", "c++", "A c in <mark>C++</mark>."),
        ("A net in .NET", ".net", "A net in <mark>.NET</mark>"),
        ("On Disney+ now", "disney", "On <mark>Disney+</mark> now"),
    ],
)
def test_words_are_marked_as_they_are_found(text, asked, marked, client):
    make_post(title="Words", body=f"<p>{text}</p>")

    assert marked in ask(client, asked)


@pytest.mark.parametrize("asked", ["heron", "heron quay", '"grey heron"'])
def test_a_long_text_is_read_no_further_than_where_it_says_all(asked, client, monkeypatch):
    make_post(title="Birds", body=f"<p>By the quay a grey heron stood. {'Words went on. ' * 2_000}</p>")
    read, word = [], folding.word
    monkeypatch.setattr(folding, "word", lambda text: read.append(text) or word(text))

    page = ask(client, asked)

    assert "<mark>" in page.partition('class="teaser excerpt"')[2].partition("</p>")[0]
    assert len(read) < 300


def test_results_come_best_first_or_newest_first(client):
    make_post(title="Salt", body="<p>Salt salt.</p>", date_given=timezone.now() - timedelta(days=900))
    make_post(title="Newer", body="<p>A grain of salt.</p>")
    for number in range(5):
        make_post(title=f"Post {number}")

    assert found(ask(client, "salt")) == ["Salt", "Newer"]
    assert found(ask(client, "salt", order="newest")) == ["Newer", "Salt"]


def test_results_are_narrowed_down_by_tag_author_and_year(client, edith):
    old = timezone.now().replace(year=2015)
    make_post(title="Salt one", by=edith, tags=("sea",), date_given=old)
    make_post(title="Salt two", by=edith, tags=("sea", "land"))
    make_post(title="Salt three", by=edith, authors=[make_guest("Gus")], tags=("land",))
    synonym = Tag.objects.create(name="Ocean", same_as=Tag.objects.get(key="sea"))

    page = ask(client, "salt")

    assert 'tag=sea" rel="nofollow"><bdi>sea</bdi></a> <span class="count">2</span>' in page
    assert 'author=gus" rel="nofollow"><bdi>Gus</bdi></a> <span class="count">1</span>' in page
    assert 'year=2015" rel="nofollow"><bdi>2015</bdi></a> <span class="count">1</span>' in page
    assert set(found(ask(client, "salt", tag="sea"))) == {"Salt one", "Salt two"}
    assert set(found(ask(client, "salt", tag=synonym.slug))) == {"Salt one", "Salt two"}
    assert found(ask(client, "salt", tag="sea", year=2015)) == ["Salt one"]
    assert found(ask(client, "salt", author="gus")) == ["Salt three"]
    assert found(ask(client, "salt", tag="nothing")) == []
    assert "Search everything" in ask(client, "salt", tag="nothing")


def test_results_are_narrowed_down_by_an_authors_earlier_address(client, edith):
    gus = make_guest("Gus")
    make_post(title="Salt", by=edith, authors=[gus])

    gus.slug = "augustus"
    gus.save()

    assert found(ask(client, "salt", author="gus")) == ["Salt"]


def test_results_have_the_tags_of_now_while_the_index_waits_to_be_written_anew(client, edith, monkeypatch):
    monkeypatch.setattr("blog.search.listeners.MOST_AT_ONCE", 1)
    for title, tags in {"Salt one": ("sea",), "Salt two": ("ocean", "land"), "Salt three": ("land",)}.items():
        make_post(title=title, by=edith, tags=tags)
    sea, ocean, land = (Tag.objects.get(key=key) for key in ("sea", "ocean", "land"))

    merging.merge([ocean, land], sea, by=edith)
    renaming.rename(sea, name="Salt water", slug="salt-water", by=edith)

    assert Document.objects.filter(is_stale=True).count() == 3
    assert '=salt-water" rel="nofollow"><bdi>Salt water</bdi></a> <span class="count">3</span>' in ask(client, "salt")
    for slug in ("salt-water", "sea", "ocean", "land"):
        assert len(found(ask(client, "salt", tag=slug))) == 3
    assert found(ask(client, "salt", tag="nothing")) == []


def test_pages_follow_each_other_and_end(client):
    for number in range(23):
        make_post(title=f"Salt {number}")

    pages = [found(ask(client, "salt", page=number)) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23
    assert found(ask(client, "salt", page=99)) == pages[2]
    assert found(ask(client, "salt", page="x")) == pages[0]
    assert "23 posts" in ask(client, "salt")


def test_a_count_stops_at_a_thousand(client, monkeypatch):
    monkeypatch.setattr(results, "MOST_COUNTED", 1)
    monkeypatch.setattr(results.Results, "most", 1)
    make_post(title="Salt one")
    make_post(title="Salt two")

    assert "1+ posts" in ask(client, "salt")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("lighthuose", "lighthouse"), ("lightouse keeper", "lighthouse keeper"), ("caff", "café"), ("keeper", None)],
)
def test_a_mistyped_word_is_put_right(asked, meant, client):
    make_post(title="The Lighthouse", body="<p>Its keeper, in a Café.</p>")

    page = ask(client, asked)

    assert ("Did you mean" in page) == (meant is not None)
    if meant:
        assert f'dir="auto">{meant}</a>' in page


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("haus", None),
        ("dont", None),
        ("'; DROP TABLE--", "'; DROP cable--"),
        ("haus lighthuose", "haus lighthouse"),
        ("dont lighthuose panic", None),
        ("haus dont", None),
    ],
)
def test_a_word_that_is_right_in_another_form_is_not_put_right(asked, meant, client):
    make_post(title="Häuser", body="<p>Der lighthouse.</p>", language="de")
    make_post(title="Of it", body="<p>Don’t drops. A hash is done, a rope and a cable.</p>")

    page = ask(client, asked)

    assert ("Did you mean" in page) == (meant is not None)
    if meant:
        assert f'dir="auto">{escape(meant)}</a>' in page


def secrets():
    hour = timedelta(hours=1)
    yield "a draft", lambda edith: make_draft(title="Lighthouse", tags=("Lighthouse",))
    yield "scheduled", lambda edith: make_post(title="Lighthouse", tags=("Lighthouse",), at=timezone.now() + hour)
    yield "withdrawn", lambda edith: workflow.withdraw(make_post(title="Lighthouse", tags=("Lighthouse",)), by=edith)
    yield (
        "rewritten",
        lambda edith: workflow.publish(
            make_draft(make_post(title="Lighthouse", tags=("Lighthouse",)), by=edith, title="Said", tags=()), by=edith
        ),
    )


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in secrets()])
def test_nothing_tells_readers_a_word_they_cannot_read(make, client, edith):
    make_post(title="Salt")
    make(edith)

    assert found(ask(client, "lighthouse")) == []
    assert "Did you mean" not in ask(client, "lighthuose")
    assert "ighthouse" not in ask(client, "salt")
    assert client.get("/search/suggest/?q=light").json() == {"suggestions": []}
    assert client.get("/search/feed.json?q=lighthouse").json()["items"] == []


def led_to(page: str) -> list[tuple[str, str]]:
    """Label and address of what a page of results leads to above them."""
    line = page.split("</form>")[1].split("</header>")[0]
    return [(label, address) for address, label in re.findall(r'<a href="([^"]*)"[^>]*><bdi>(.*?)</bdi>', line)]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Tamsin Ashgrove", ["Tamsin Ashgrove"]),
        ("tamsin", ["Tamsin Ashgrove"]),
        ("ashgrove", ["Tamsin Ashgrove"]),
        ("tams", ["Tamsin Ashgrove"]),
        ("joaquin", ["Joaquín Bellavista"]),
        ("night sky", ["night sky", "night sky photos"]),
        ("NIGHT-SKY", ["night sky", "night sky photos"]),
        ("sky", ["night sky", "night sky photos"]),
        ("stars", ["night sky"]),
        ("naive", ["naïve"]),
        ("c", ["c"]),
        ("C++", ["C++"]),
        (".net", [".NET"]),
        ("🎉", ["🎉", "🎉 party"]),
        ("!!!", ["!!!"]),
        ("tamsin moon", []),
        ("gus", []),
        ("secret", []),
        ("", []),
        ("%", []),
    ],
)
def test_people_and_tags_are_led_to_by_their_names(asked, names, client, edith):
    people = [make_guest("Tamsin Ashgrove"), make_guest("Joaquín Bellavista")]
    make_post(
        title="One", by=edith, authors=people, tags=("night sky", "night sky photos", "naïve", "c", "C++", ".NET")
    )
    make_post(title="Two", tags=("🎉", "🎉 party", "!!!"), body="<p>The tamsin of the moon, a night sky.</p>")
    make_draft(title="Three", by=edith, authors=[make_guest("Gus")], tags=("secret",))
    Tag.objects.create(name="Stars", same_as=Tag.objects.get(key="night sky"))

    page = ask(client, asked)

    assert [label for label, _address in led_to(page)] == names
    assert ("There is no word in that" in page) == (asked == "%")
    if names == ["Tamsin Ashgrove"]:
        assert "Author: <a" in page
        assert led_to(page)[0][1] == "/authors/tamsin-ashgrove/"
    if asked == "stars":
        assert "Tag: <a" in page
        assert led_to(page)[0][1] == "/tags/night-sky/"


def test_who_has_another_name_is_led_to_by_it(client, edith):
    ana = make_guest("Ana Lemos")
    make_post(by=edith, authors=[ana], tags=("Sea",))
    tag = Tag.objects.get(key="sea")

    ana.name, tag.name = "Ana Reis", "Ocean"
    ana.save()
    tag.save()

    assert [ask(client, name).count('rel="tag"') for name in ("ocean", "sea")] == [2, 0]
    assert [bool(led_to(ask(client, name))) for name in ("reis", "lemos")] == [True, False]


def test_authors_and_tags_are_suggested_by_any_word_of_their_names_before_titles(client, edith):
    make_post(
        title="Sky of Spain", by=edith, authors=[make_guest("Ana Skylark"), make_guest("Sky")], tags=("night sky",)
    )
    make_draft(title="Skye", by=edith, authors=[make_guest("Bo Skye")])

    suggested = client.get("/search/suggest/?q=sky").json()["suggestions"]

    assert [(each["kind"], each["label"]) for each in suggested] == [
        ("author", "Sky"),
        ("author", "Ana Skylark"),
        ("tag", "night sky"),
        ("post", "Sky of Spain"),
    ]
    assert suggested[1]["url"] == "/authors/ana-skylark/"


def test_a_name_is_looked_for_in_an_index():
    make_post(tags=("Sea",))

    whether, which = queries_of(lambda: naming.called("sea", is_typing=True))

    for plan in map(explain, (whether, which)):
        assert not re.search(r"SCAN search_name", plan), plan


def test_suggestions_are_titles_and_tags_that_begin_so(client):
    make_post(title="Night sky", tags=("Nightfall",))
    make_post(title="Of the night", body="<p>Nightjar</p>")
    make_post(title="Day")

    suggested = client.get("/search/suggest/?q=nig").json()["suggestions"]

    assert [(each["kind"], each["label"]) for each in suggested] == [
        ("tag", "Nightfall"),
        ("post", "Of the night"),
        ("post", "Night sky"),
    ]
    assert suggested[1]["url"] == "/of-the-night/"
    assert client.get("/search/suggest/").json() == {"suggestions": []}


@pytest.mark.parametrize(
    "typed", ["weather", "weathe", "the weather", "weather f", "-sun weather", "weather-fo", "weather*"]
)
def test_a_word_in_the_text_suggests_no_title(typed, client):
    make_post(title="The Weather Forecast", body="<p>Rain.</p>")
    make_post(title="Launch windows", body="<p>The weather, forecasts and weather-forecasts.</p>", tags=("forecast",))
    make_post(title="Weathering", body="<p>The weather.</p>")

    suggested = client.get("/search/suggest/", {"q": typed}).json()["suggestions"]

    titles = [each["label"] for each in suggested if each["kind"] == "post"]
    assert "The Weather Forecast" in titles
    assert set(titles) <= {"The Weather Forecast", "Weathering"}


@pytest.mark.parametrize("format", ["xml", "atom", "json"])
def test_a_search_has_a_feed_the_newest_first(format, client):
    make_post(title="Salt one", date_given=timezone.now() - timedelta(days=3))
    make_post(title="Salt two")
    make_post(title="Salt page", listed=False)
    make_post(title="Other")

    answer = client.get(f"/search/feed.{format}?q=salt&utm=x")

    if format == "json":
        feed = answer.json()
        titles, here = [item["title"] for item in feed["items"]], feed["feed_url"]
    else:
        feed = feedparser.parse(answer.content)
        titles, here = [entry.title for entry in feed.entries], feed.feed.links[-1].href
    assert titles == ["Salt two", "Salt one"]
    assert here.endswith(f"/search/feed.{format}?q=salt")


def test_feeds_of_a_search_that_is_narrowed_in_different_ways_have_different_titles(client, edith):
    make_post(title="Salt", by=edith, authors=[make_guest("Gus")], tags=("Sea",))
    Tag.objects.create(name="Ocean", same_as=Tag.objects.get(key="sea"))

    def title(**narrowed) -> str:
        return client.get("/search/feed.json", {"q": "salt", **narrowed}).json()["title"]

    assert title() == "Byline: salt"
    assert title(tag="sea") == title(tag="ocean") == "Byline: salt (Sea)"
    assert title(tag="sea", author="gus", year="2026") == "Byline: salt (Sea, Gus, 2026)"
    assert title(tag="nothing", year="x") == "Byline: salt (nothing)"
    assert 'title="salt (Sea)"' in ask(client, "salt", tag="sea")


def test_a_feed_of_a_search_has_older_pages(client):
    for number in range(25):
        make_post(title=f"Salt {number}")

    first = client.get("/search/feed.json?q=salt").json()
    second = client.get("/search/feed.json?" + urlsplit(first["next_url"]).query).json()

    assert len(first["items"]) == 20
    assert len(second["items"]) == 5
    assert "next_url" not in second


@pytest.mark.parametrize("address", ["/search/feed.xml", "/search/feed.xml?q=-x", "/search/feed.xml?q=a&before=x"])
def test_a_feed_of_nothing_is_not_found(address, client):
    assert client.get(address).status_code == 404


def test_a_browser_learns_how_to_search_here(client):
    assert 'href="/search/opensearch.xml"' in client.get("/").content.decode()
    assert "/search/?q={searchTerms}" in client.get("/search/opensearch.xml").content.decode()


def test_the_place_to_ask_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(12):
        make_post(title=f"Salt {number}", tags=("sea", f"tag {number}"))

    with django_assert_max_num_queries(4):
        ask(client, "")


def test_a_page_of_results_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(12):
        make_post(title=f"Salt {number}", tags=("sea", f"tag {number}"))

    with django_assert_max_num_queries(9):
        ask(client, "salt", tag="sea", author="somebody", year=timezone.now().year)
    with django_assert_max_num_queries(9):
        ask(client, "salt")
    with django_assert_max_num_queries(9):
        ask(client, "saltt")
    with django_assert_max_num_queries(9):
        ask(client, "saltt seaa nevver writen")
    with django_assert_max_num_queries(5):
        client.get("/search/suggest/?q=sal")


HOSTILE = [
    *(
        '"',
        '""',
        "'",
        "\0",
        "-",
        "--",
        "*",
        "**",
        "(",
        ")",
        ":",
        "^",
        "NEAR(a b)",
        "a AND",
        "title:salt",
        "{body}:salt",
    ),
    *("a & b", "!a", "a <-> b", "a | ", "a:*", "\\", "%", "_", "\ud800", "salt\0", "'; DROP TABLE search_document; --"),
    *("x" * 10_000, "x " * 5_000, '"' * 10_000, "日" * 10_000, "-" * 10_000, "a" * 400 + "*"),
    *("\u0300", "\u200c", "½ ﷺ", "9" * 19, "9" * 5_000),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_just_a_search(text, client):
    make_post(title="Salt", tags=("sea",))

    for address in ("/search/", "/search/suggest/", "/search/feed.atom"):
        answer = client.get(address, {"q": text.encode(errors="surrogatepass")})

        assert answer.status_code in ((200, 404) if "feed" in address else (200,))  # a feed of nothing is not found


@pytest.mark.parametrize("name", ["tag", "author", "year", "page", "order", "before"])
def test_hostile_parameters_break_nothing(name, client):
    make_post(title="Salt", tags=("sea",))

    for text in ("\0", "\ud800", "-1", "0", "9" * 19, "9" * 5_000, "x" * 10_000, "'; --", "٣"):
        for address in ("/search/", "/search/feed.atom"):
            answer = client.get(address, {"q": "salt", name: text.encode(errors="surrogatepass")})

            assert answer.status_code in ((200, 404) if name == "before" else (200,)), (address, text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text() | st.text(alphabet="\"'-*():^&|!<>\\ aé日ي\u200c\0"))
def test_anything_is_just_a_search(text, client):
    sent = text.encode(errors="surrogatepass")

    assert client.get("/search/", {"q": sent}).status_code == 200
    assert client.get("/search/suggest/", {"q": sent}).status_code == 200
