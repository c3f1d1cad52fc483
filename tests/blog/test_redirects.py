"""Redirects: addresses that no page answers lead where an editor has said, or say that they are gone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import workflow
from blog.redirects import pasting
from blog.redirects.models import Redirect
from tests.factories import make_draft, make_post
from tests.plans import plan_of

pytestmark = pytest.mark.django_db
LIST, ADD, PASTE = (f"/admin/redirects/redirect/{page}" for page in ("", "add/", "paste/"))


def lead(path: str, target: str = "") -> Redirect:
    """Keep a redirect as the desk does."""
    redirect = Redirect(path=path, target=target)
    redirect.full_clean()
    redirect.save()
    return redirect


def refusal(path: str, target: str = "") -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        lead(path, target)
    return caught.value.message_dict


def asked(client, path: str) -> tuple[int, str | None]:
    response = client.get(path)
    return response.status_code, response.headers.get("Location")


@pytest.mark.parametrize(
    ("path", "target", "request_path", "location"),
    [
        ("/2015/02/11/leaving-spotify/", "/leaving-spotify/", "/2015/02/11/leaving-spotify/", "/leaving-spotify/"),
        ("/2015/02/11/leaving-spotify/", "/leaving-spotify/", "/2015/02/11/leaving-spotify", "/leaving-spotify/"),
        ("/2015/02/11/leaving-spotify", "/leaving-spotify/", "/2015/02/11/leaving-spotify/", "/leaving-spotify/"),
        ("https://old.example/about.html", "/about/", "/about.html", "/about/"),
        (
            "/about.html",
            "https://elsewhere.example/about?x=1#us",
            "/about.html",
            "https://elsewhere.example/about?x=1#us",
        ),
        ("/about.html", "/about/", "/about.html?utm_source=x", "/about/"),
        ("/index.php?p=123", "/a-post/", "/index.php?p=123", "/a-post/"),
        ("/caf%C3%A9/", "/kaffee/", "/caf%c3%a9/", "/kaffee/"),
        ("/cafe\u0301/", "/kaffee/", "/caf%C3%A9/", "/kaffee/"),
        ("/old/", "/ليل-الميناء/", "/old/", "/%D9%84%D9%8A%D9%84-%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1/"),
        ("/blog/*", "/*", "/blog/2015/a-post/", "/2015/a-post/"),
        ("/blog/*", "/*", "/blog/", "/"),
        ("/blog/*", "/*", "/blog", "/"),
        ("/blog/*", "/*", "/blog/caf%C3%A9%3F/", "/caf%C3%A9%3F/"),
        ("/blog/*", "https://old.example/*", "/blog/a/b", "https://old.example/a/b"),
        ("/blog/*", "/archive/", "/blog/a/b", "/archive/"),
        ("/shop/*", "https://shop.example/*", "/shop/a?b=c&d=%C3%A9", "https://shop.example/a?b=c&d=%C3%A9"),
        ("/blog/*", "/*", "/blog/a/?before=9-9", "/a/?before=9-9"),
        ("/shop/*", "https://shop.example/*", f"/shop/a?{'b' * 3000}", "https://shop.example/a"),
        ("/old/", "https://münchen.example/ä", "/old/", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("/old/*", "https://münchen.example:81/*", "/old/ä", "https://xn--mnchen-3ya.example:81/%C3%A4"),
        ("/index.php?p=123", "/a-post/", "/index.php?utm_source=x&p=123", "/a-post/"),
        ("/index.php?p=123&utm_source=y", "/a-post/", "/index.php?p=123", "/a-post/"),
        ("/index.php?b=2&a=1+1", "/a-post/", "/index.php?a=1%201&c=3&b=2", "/a-post/"),
        ("/?p=123", "/a-post/", "/?p=123", "/a-post/"),
        ("/?p=123", "/a-post/", "/?utm_source=x&p=123&fbclid=z&more=1", "/a-post/"),
        ("/?p=123", "/a-post/", "/?p=123&before=9-9", "/a-post/"),
        ("/?q=node/12", "/a-post/", "/?q=node%2F12", "/a-post/"),
        ("/archive/?m=201502", "/archive/2015/02/", "/archive/?m=201502", "/archive/2015/02/"),
    ],
)
def test_an_address_leads_where_it_is_said_to(path, target, request_path, location, client):
    lead(path, target)

    response = client.get(request_path)

    assert (response.status_code, response["Location"]) == (301, location)
    assert response["Cache-Control"] == "max-age=300"


def test_the_rule_that_names_most_of_what_is_asked_answers(client):
    lead("/?p=1", "/one/")
    lead("/?p=1&page=2", "/two/")

    assert asked(client, "/?page=2&p=1&x=3") == (301, "/two/")
    assert asked(client, "/?p=1") == (301, "/one/")
    assert asked(client, "/?p=2") == (200, None)
    assert asked(client, "/?p=%00") == (200, None)


def test_what_is_asked_for_may_be_gone(client):
    lead("/?p=1")

    assert client.head("/?p=1").status_code == 410


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/", 0),
        ("/?utm_source=x&fbclid=y", 0),
        ("/?before=9999999999999999-9", 0),
        ("/tags/?by=weight", 0),
        ("/search/?q=words&tag=x&order=newest", 0),
        ("/words/?p=1", 1),
    ],
)
def test_only_who_asks_what_no_page_knows_costs_a_look_at_the_rules(address, more, client, edith):
    make_post(by=edith, title="Words", slug="words")
    lead("/?p=1", "/elsewhere/")

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200

    assert len([query for query in captured if "redirects_redirect" in query["sql"]]) == more


def test_an_address_without_a_target_says_that_it_is_gone(client):
    lead("/wp-content/*")

    response = client.get("/wp-content/uploads/2015/a.jpg")

    assert response.status_code == 410
    assert "What stood here is gone" in response.text
    assert response["Cache-Control"] == "no-cache"


def test_the_most_particular_rule_answers(client):
    lead("/blog/*", "/*")
    lead("/blog/2015/*", "/archive/2015/")
    lead("/blog/2015/a-post/", "/a-post/")
    lead("/blog/2015/a-post/?print=1", "/a-post-to-print/")

    found = [asked(client, f"/blog/{path}") for path in ("2016/x/", "2015/x/", "2015/a-post/", "2015/a-post/?print=1")]

    assert [location for _status, location in found] == ["/2016/x/", "/archive/2015/", "/a-post/", "/a-post-to-print/"]


def test_a_page_that_is_there_wins_and_asks_for_no_redirect(client, edith):
    make_post(by=edith, title="Words", slug="words")
    lead("/words/", "/elsewhere/")

    with CaptureQueriesContext(connection) as captured:
        response = client.get("/words/")

    assert response.status_code == 200
    assert not [query for query in captured if "redirects_redirect" in query["sql"]]


@pytest.mark.parametrize(
    ("moved_to", "rule", "answer"),
    [
        ("", None, (410, None)),
        ("", "/elsewhere/", (301, "/elsewhere/")),
        ("", "", (410, None)),
        ("/its-own/", "/elsewhere/", (301, "/its-own/")),
    ],
)
def test_a_withdrawn_post_leads_where_it_says_itself_else_where_a_redirect_says(moved_to, rule, answer, client, edith):
    workflow.withdraw(make_post(by=edith, title="Words", slug="words"), by=edith, moved_to=moved_to)
    if rule is not None:
        lead("/words/", rule)

    assert asked(client, "/words/") == answer


def test_a_redirect_answers_at_the_address_of_a_draft(client, edith):
    make_draft(by=edith, title="Draft", slug="draft")
    lead("/draft/", "/elsewhere/")

    assert asked(client, "/draft/") == (301, "/elsewhere/")


@pytest.mark.parametrize("rule", ["/words/", "/words/*", "/health/", "/archive/*", "/authors/*", "/old-words/"])
def test_a_page_wins_also_where_its_last_slash_is_left_out(rule, client, edith):
    post = make_post(by=edith, title="Words", slug="old-words")
    workflow.publish(make_draft(post, by=edith, slug="words"), by=edith)
    lead(rule, "/elsewhere/")

    for address in ("/words", "/health", "/archive", "/authors/edith", "/old-words"):
        assert asked(client, address) == (301, f"{address}/")


def test_nothing_found_costs_one_query_more_however_many_rules_there_are(client, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        client.get("/nothing/at/all/")
    looked = [query["sql"] for query in before if "redirects_redirect" in query["sql"]]
    Redirect.objects.bulk_create(Redirect(path=f"/old/{number}", target="/") for number in range(500))

    with django_assert_num_queries(len(before)):
        client.get("/nothing/at/all/")

    assert len(looked) == 1


def test_a_lookup_is_of_the_index():
    Redirect.objects.bulk_create(Redirect(path=f"/old/{number}", target="/") for number in range(500))

    plan = plan_of(lambda: Redirect.objects.answering("/a/b"))

    assert "INDEX" in plan.upper()
    assert "SCAN redirects_redirect" not in plan


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/a%00b/*",
        "/nothing-here/?p=%00",
        "/" + "x/" * 3000,
        "/" + "x" * 5000,
        "/%ff%fe/",
        "/a//b",
        "/*",
        "/a*b/",
        "/%5c",
    ],
)
def test_hostile_addresses_are_wrong_addresses(path, client):
    lead("/blog/*", "/*")

    assert client.get(path).status_code in (301, 404)  # 301: to the same path with a slash


@pytest.mark.parametrize(
    "below", ["/evil.example/", "%2Fevil.example", "%5Cevil.example", "/%5C/evil.example", "%0D%0ASet-Cookie:x"]
)
def test_no_reader_is_led_to_a_host_that_nobody_wrote_down(below, client):
    lead("/blog/*", "/*")

    response = client.get(f"/blog/{below}")

    assert response.status_code in (301, 404)
    location = response.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "Set-Cookie" not in response.headers


def test_only_reading_is_led_elsewhere(client):
    lead("/old/*", "/new/")

    assert client.post("/old/form").status_code == 404
    assert client.head("/old/form").status_code == 301


@pytest.mark.parametrize(
    ("path", "field", "words"),
    [
        ("old/", "path", "begins with a slash"),
        ("/admin?p=1", "path", "desk’s own"),
        ("/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8", "path", "the 7 parts that count"),
        ("javascript:alert(1)", "path", "begins with a slash"),
        ("//evil.example/x", "path", "begins with a slash"),
        ("/", "path", "always there"),
        ("/*", "path", "always there"),
        ("https://old.example", "path", "begins with a slash"),
        ("/a//b", "path", "two slashes"),
        ("/a\x00b", "path", "cannot be"),
        ("/a%0Ab", "path", "cannot be"),
        ("/%ff", "path", "no address"),
        ("http://[x/a", "path", "no address"),
        ("/a#b", "path", "Leave out #"),
        ("/a*", "path", "A star"),
        ("/*/b", "path", "A star"),
        ("/admin/blog/", "path", "desk’s own"),
        ("/" + "x" * 500, "path", "than 500"),
    ],
)
def test_an_address_that_will_not_do_is_refused_beside_its_field(path, field, words):
    assert words in " ".join(refusal(path, "/new/")[field])
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("new/", "one slash"),
        ("//evil.example/", "one slash"),
        ("/\\evil.example/", "one slash"),
        ("javascript:alert(1)", "one slash"),
        ("ftp://example.org/", "one slash"),
        ("mailto:a@example.org", "one slash"),
        ("/new/\r\nSet-Cookie: x", "one slash"),
        ("/new/*", "A star here"),
    ],
)
def test_a_target_that_will_not_do_is_refused_beside_its_field(target, words):
    assert words in " ".join(refusal("/old/", target)["target"])


def test_a_star_joins_no_name_of_another_host():
    assert "A star here" in " ".join(refusal("/old/*", "https://example.org*")["target"])


@pytest.mark.parametrize(
    ("there", "path", "target", "way"),
    [
        ([], "/a/", "/a", "/a → /a"),
        ([("/a", "/b")], "/b", "/a/", "/b → /a → /b"),
        ([("/a", "/b"), ("/b", "/c")], "/c", "/a", "/c → /a → /b → /c"),
        ([], "/blog/*", "/blog/new/*", "/blog/* → /blog/*"),
        ([("/new/*", "/old/*")], "/old/*", "/new/*", "/old/* → /new/* → /old/*"),
        ([("/b/y", "/a/y")], "/a/*", "/b/*", "/a/* → /b/y → /a/*"),
        ([("/a/*", "/b/*")], "/b/y", "/a/y", "/b/y → /a/* → /b/y"),
        ([("/caf%C3%A9", "/b")], "/b", "/café/", "/b → /café → /b"),
        ([(f"/{number}", f"/{number + 1}") for number in range(9)], "/z", "/0", "/z → /0 → /1"),
    ],
)
def test_a_circle_is_refused_with_the_way_it_goes(there, path, target, way):
    Redirect.objects.bulk_create(Redirect(path=from_, target=to) for from_, to in there if "%" not in from_)
    for from_, to in there:
        if "%" in from_:
            lead(from_, to)

    assert way in " ".join(refusal(path, target)["target"])


def test_an_earlier_redirect_can_be_turned_round(client):
    redirect = lead("/a", "/b")
    redirect.path, redirect.target = "/b", "/a"

    redirect.full_clean()


def test_an_address_of_this_publication_is_kept_as_a_path(settings):
    settings.BYLINE_URL = "https://example.org"

    assert lead("/old", "https://example.org/new/").target == "/new/"


# -- at the desk


def test_an_editor_keeps_a_redirect(as_user, edith, client):
    response = as_user(edith).post(ADD, {"path": "/old-post/", "target": "/new/"}, follow=True)

    assert "/old-post" in response.text
    assert asked(client, "/old-post/") == (301, "/new/")


def test_the_same_address_is_refused_in_words(as_user, edith):
    lead("/old", "/new/")

    response = as_user(edith).post(ADD, {"path": "/old/", "target": "/newer/"})

    assert "a redirect for this address already" in response.text
    assert "/newer/" in response.text


def test_the_desk_says_that_a_live_page_wins(as_user, edith):
    post = make_post(by=edith, title="Words", slug="old-words")
    workflow.publish(make_draft(post, by=edith, slug="words"), by=edith)
    workflow.withdraw(make_post(by=edith, title="Gone", slug="gone"), by=edith)
    month = f"{timezone.now():/archive/%Y/%m/}"

    for path, words in [
        ("/words/", "readers go on seeing that"),
        ("/archive/", "readers go on seeing that"),
        ("/authors/edith", "readers go on seeing that"),
        ("/authors/*", "readers go on seeing that"),
        ("/feed.xml", "readers go on seeing that"),
        (month, "readers go on seeing that"),
        ("/old-words/", "are led elsewhere already"),
        ("/?before=9-9", "readers go on seeing that"),
        ("/search/?q=x", "readers go on seeing that"),
        ("/?p=123", None),
        ("/not-here/", None),
        ("/archive/1999/", None),
        ("/gone/", None),
    ]:
        response = as_user(edith).post(ADD, {"path": path, "target": "/tags/"}, follow=True)
        warnings = [str(message) for message in response.context["messages"] if message.level_tag == "warning"]
        assert [words in warning for warning in warnings] == ([True] if words else []), path


@pytest.mark.parametrize(
    ("target", "is_told"),
    [
        ("/nowhere-at-all/", True),
        ("/nowhere/at/all?x#y", True),
        ("/draft/", True),
        ("/words", False),
        ("/words/#part", False),
        ("/new/", False),
        ("/tags/birds/", False),
        ("/feed.xml", False),
        ("https://elsewhere.example/x/", False),
        ("", False),
    ],
)
def test_the_desk_says_that_no_page_is_where_a_redirect_leads(target, is_told, as_user, edith):
    make_post(by=edith, title="Words", slug="words")
    make_draft(by=edith, title="Draft", slug="draft")
    lead("/new/", "/words/")
    client = as_user(edith)

    kept = client.post(ADD, {"path": "/old/", "target": target}, follow=True).text
    pasted = client.post(PASTE, {"lines": f"/older/ {target}"}, follow=True).text

    assert ["No page of this publication" in page for page in (kept, pasted)] == [is_told, is_told]


def test_a_long_list_costs_as_much_as_a_short_one(as_user, edith, django_assert_num_queries):
    client = as_user(edith)
    lead("/old", "/new/")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(12):
        lead(f"/old/{number}", "/new/")

    with django_assert_num_queries(len(few)):
        page = client.get(LIST).text

    assert "/old/11" in page


def test_many_are_pasted_at_once(as_user, edith, client):
    lead("/changed", "/before/")
    lines = "# from the old site\n/a /1/\n\nhttps://old.example/b/,/2/\n/c\tgone\n/d\n/changed /after/\n"

    response = as_user(edith).post(PASTE, {"lines": lines}, follow=True)

    assert "5 redirects kept" in response.text
    assert list(Redirect.objects.values_list("path", "target")) == [
        *[("/a", "/1/"), ("/b", "/2/"), ("/c", ""), ("/changed", "/after/"), ("/d", "")]
    ]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("/a /1 301\n/b /2 302!\n/c/* /blog/:splat 301", [("/a", "/1"), ("/b", "/2"), ("/c/*", "/blog/*")]),
        ("Redirect 301 /a /1\nRedirectPermanent /b https://x.example/2", [("/a", "/1"), ("/b", "https://x.example/2")]),
        ("redirect permanent /a /1\nRedirect gone /b\nRedirect 410 /c", [("/a", "/1"), ("/b", ""), ("/c", "")]),
        ('"/a","/1"\n"/with a blank","/2"', [("/a", "/1"), ("/with a blank", "/2")]),
        ('source,target,regex,code\n"/a","/1","0","301","url"\n"/b","","0","410"', [("/a", "/1"), ("/b", "")]),
    ],
)
def test_what_other_software_writes_is_read(lines, kept):
    pasted = pasting.keep(lines)

    assert pasted.errors == []
    assert list(Redirect.objects.values_list("path", "target")) == kept


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("# nothing\n\n# but remarks", "No line here says"),
        ('"^/a(.*)","/b","1","301"', "a pattern"),
        ("/a /b\n/b /a", "in a circle"),
        ("/a /1/ 200", "more than two"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(lines, words):
    pasted = pasting.keep(lines)

    assert words in " ".join(pasted.errors)
    assert not Redirect.objects.exists()


def test_many_are_looked_at_before_anything_is_written_and_written_at_once(django_assert_max_num_queries):
    lead("/old/1", "/before/")
    lines = "\n".join(f"/old/{number} /new/{number}" for number in range(500))

    with django_assert_max_num_queries(9) as captured:
        pasted = pasting.keep(lines)

    assert pasted.errors == []
    assert Redirect.objects.get(path="/old/1").target == "/new/1"
    assert len({redirect.pk for redirect in pasted.kept}) == Redirect.objects.count() == 500
    assert next(query["sql"][:6] for query in captured) == "SELECT"


def test_where_one_line_will_not_do_none_is_kept_and_each_is_named(as_user, edith):
    lines = "/fine /1/\nno-slash /2/\n/fine/ /3/\n/x //evil.example\n/y /1/ /2/\n/z /z\n"

    response = as_user(edith).post(PASTE, {"lines": lines})

    assert response.status_code == 200
    for number, words in ((2, "begins with a slash"), (3, "Line 1 says"), (4, "one slash"), (5, "two"), (6, "circle")):
        assert any(f"Line {number}" in error and words in error for error in response.context["form"].errors["lines"])
    assert "no-slash /2/" in response.text
    assert not Redirect.objects.exists()


def test_more_lines_than_a_browser_waits_for_are_refused():
    pasted = pasting.keep("/a /b\n" * (pasting.MOST_LINES + 1))

    assert "in parts" in pasted.errors[0]
    assert not Redirect.objects.exists()
