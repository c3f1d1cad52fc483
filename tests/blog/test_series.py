"""Series: posts in an order their author gave them, at the desk and for readers."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog import workflow
from blog.models import Revision
from blog.series import placing, reading
from blog.series.models import Part, Series
from tests.bench.corpus import make_corpus
from tests.blog.test_desk import change, form_data
from tests.factories import make_draft, make_live, make_post
from tests.plans import explain, queries_of


def make_series(*posts, title="Tides", owner=None) -> Series:
    series = Series.objects.create(title=title, owner=owner, description="All about them.")
    for position, post in enumerate(posts, 1):
        Part.objects.create(series=series, post=post, position=position)
    return series


def titles(series) -> list[str]:
    return [str(part.post) for part in series.parts.all()]


def place(post) -> reading.Place | None:
    return reading.place_of(post.live_revision())


def at_desk(series) -> str:
    return f"/admin/series/series/{series.pk}/change/"


# -- for readers


def test_a_part_says_which_one_it_is_and_leads_to_those_beside_it(client, edith):
    first, second, third = make_live(3, by=edith)
    make_series(third, first, second)

    page = client.get(first.get_absolute_url()).text

    assert "Part 2 of 3" in page
    assert re.search(r"Previous part\s+<a [^>]*>Post 2</a>", page)
    assert re.search(r"Next part\s+<a [^>]*>Post 1</a>", page)
    assert 'href="/series/tides/"' in page


def test_a_series_of_one_counts_nothing_but_names_the_series(client, edith):
    post = make_post(by=edith, title="Alone")
    make_series(post)

    page = client.get("/alone/").text

    assert 'href="/series/tides/"' in page
    assert "Part 1" not in page


def test_what_is_not_live_is_neither_counted_nor_named(client, edith):
    first, second, gone, page = (
        *make_live(2, by=edith),
        make_post(by=edith, title="Gone"),
        make_post(by=edith, title="A page", listed=False),
    )
    workflow.withdraw(gone, by=edith)
    tomorrow = make_post(by=edith, title="Tomorrow", at=timezone.now() + timedelta(days=1))
    make_series(first, gone, tomorrow, page, make_draft(title="Draft").post, second)

    assert (place(first).number, place(first).total, str(place(first).after)) == (1, 2, "Post 1")
    for address in ("/post-0/", "/series/", "/series/tides/", "/series/tides/feed.atom"):
        assert not re.search("Tomorrow|Gone|Draft", client.get(address).text), address


def test_a_part_joins_by_the_clock(edith):
    first = make_post(by=edith)
    tomorrow = make_post(by=edith, title="Tomorrow", at=timezone.now() + timedelta(days=1))
    series = make_series(first, tomorrow)

    now = timezone.now()
    Revision.objects.filter(post=tomorrow).update(live_from=now, dated_at=now)

    assert [str(part) for part in reading.parts_of(series)] == ["A post", "Tomorrow"]


def test_a_series_of_which_nothing_is_live_is_a_secret(client, edith):
    make_series(make_draft(by=edith).post, title="Secret")

    assert client.get("/series/secret/").status_code == 404
    assert client.get("/series/secret/feed.json").status_code == 404
    assert "Secret" not in client.get("/series/").text
    assert "/series/" not in client.get("/sitemap/lists.xml").text


def test_the_page_has_the_parts_in_their_order_and_the_index_has_the_series(client, edith):
    first, second = make_live(2, by=edith)
    make_series(second, first)

    page, index = client.get("/series/tides/").text, client.get("/series/").text

    assert page.index("Post 1") < page.index("Post 0")
    assert "All about them." in page
    assert "2 parts" in index
    assert "/series/tides/" in client.get("/sitemap/lists.xml").text


@pytest.mark.parametrize("format", ["xml", "atom", "json"])
def test_a_feed_in_every_format_has_the_newest_part_first(format, client, edith):
    older = make_post(by=edith, title="Older", date_given=datetime(2020, 5, 1, tzinfo=UTC))
    newer = make_post(by=edith, title="Newer")
    make_post(by=edith, title="Elsewhere")
    make_series(older, newer)

    feed = client.get(f"/series/tides/feed.{format}").text

    assert feed.index("Newer") < feed.index("Older")
    assert "Elsewhere" not in feed


@pytest.mark.parametrize("address", ["/series/nothing/", "/series/nothing/feed.xml", "/series/tides/feed.xml?before=x"])
def test_what_is_not_there_is_a_404(address, client, edith):
    make_series(make_post(by=edith))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rest", ["", "feed.atom", "feed.json?before=9999999999999999-9"])
def test_an_address_written_another_way_leads_to_the_one_there_is(rest, client, edith):
    make_series(make_post(by=edith))

    response = client.get(f"/series/TIDES/{rest}")

    assert (response.status_code, response["Location"]) == (301, f"/series/tides/{rest}")


# -- in order


def test_a_post_is_placed_last_and_stays_where_it_is(edith):
    series = make_series(*make_live(2, by=edith))
    late, first = make_post(by=edith, title="Late"), series.parts.first().post

    placing.place(late, series, by=edith)
    placing.place(first, series, by=edith)

    assert titles(series) == ["Post 0", "Post 1", "Late"]


def test_a_post_moves_from_one_series_to_another_and_out(edith):
    post = make_post(by=edith)
    one, other = make_series(post), make_series(title="Stars")

    placing.place(post, other, by=edith)
    assert (titles(one), titles(other)) == ([], ["A post"])

    placing.place(post, None, by=edith)
    assert titles(other) == []


def test_a_series_is_full_at_some_time(edith, monkeypatch):
    monkeypatch.setattr(placing, "MOST_PARTS", 2)
    series = make_series(*make_live(2, by=edith))

    with pytest.raises(workflow.Refused, match="at most"):
        placing.place(make_post(by=edith, title="One more"), series, by=edith)


def test_the_desk_orders_takes_out_and_adds(as_user, edith):
    one, two, three = make_live(3, by=edith)
    series, more = make_series(one, two, three), make_draft(title="More").post
    parts = {part.post_id: part.pk for part in series.parts.all()}
    wishes = {f"place_{parts[one.pk]}": 3, f"place_{parts[two.pk]}": 2, f"place_{parts[three.pk]}": 1}

    asked = {"title": "Tides", "description": "", f"remove_{parts[two.pk]}": "on", "add": [more.pk], **wishes}
    response = as_user(edith).post(at_desk(series), asked)

    assert response.status_code == 302
    assert titles(series) == ["Post 2", "Post 0", "More"]
    assert [part.position for part in series.parts.all()] == [1, 2, 3]


def test_a_post_of_another_series_is_refused_and_nothing_is_done(as_user, edith):
    one, two = make_live(2, by=edith)
    series, _other = make_series(one), make_series(two, title="Stars")
    part = series.parts.get()

    asked = {"title": "New title", f"place_{part.pk}": 1, "add": [two.pk]}
    page = as_user(edith).post(at_desk(series), asked)

    assert page.status_code == 200
    assert "is in the series “Stars” already" in page.text
    assert 'value="New title"' in page.text
    assert Series.objects.get(pk=series.pk).title == "Tides"


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30])
def test_a_post_that_is_none_is_refused(sent, as_user, edith):
    page = as_user(edith).post(at_desk(make_series()), {"title": "Tides", "add": [sent]})

    assert page.status_code == 200
    assert "errorlist" in page.text


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "9" * 30])
def test_a_number_that_is_none_is_refused_beside_it(number, as_user, edith):
    series = make_series(make_post(by=edith))

    page = as_user(edith).post(at_desk(series), {"title": "Tides", f"place_{series.parts.get().pk}": number})

    assert page.status_code == 200
    assert "errornote" in page.text


def test_what_somebody_else_has_placed_meanwhile_stays(edith):
    one, two = make_live(2, by=edith)
    series = make_series(one, two)
    part = series.parts.get(post=two)

    placing.arrange(series, {part.pk: 1}, removed=set(), added=[], by=edith)

    assert titles(series) == ["Post 1", "Post 0"]


def test_an_address_is_made_from_the_title_and_never_twice(as_user, edith):
    for _ in range(2):
        as_user(edith).post("/admin/series/series/add/", {"title": "Night Walks", "slug": "", "description": ""})

    assert set(Series.objects.values_list("slug", flat=True)) == {"night-walks", "night-walks-2"}


def test_the_form_of_a_post_says_which_series_it_is_in_and_changes_it(as_user, edith):
    series, draft = make_series(), make_draft(by=edith)
    client = as_user(edith)

    client.post(change(draft.post), form_data(draft.post, series=series.pk))
    assert titles(series) == ["A post"]
    assert f'<option value="{series.pk}" selected>' in client.get(change(draft.post)).text

    client.post(change(draft.post), form_data(draft.post))
    assert titles(series) == ["A post"], "a form that does not ask changes nothing"

    client.post(change(draft.post), form_data(draft.post, series=""))
    assert titles(series) == []


def test_a_refused_series_loses_no_word(as_user, alma, otto):
    ottos, draft = make_series(owner=otto), make_draft(by=alma)

    page = as_user(alma).post(change(draft.post), form_data(draft.post, title="New words", series=ottos.pk))

    assert 'value="New words"' in page.text
    assert 'data-state="refused"' in page.text
    assert titles(ottos) == []


# -- who may


WHO = ["cora", "otto", "alma", "edith", "ada"]
# Alma’s post, live or not, into a series: the publication’s, Alma’s own, Otto’s own.
PLACING = {
    ("draft", "publication’s"): "alma edith ada",
    ("draft", "alma’s"): "alma edith ada",
    ("draft", "otto’s"): "edith ada",
    ("live", "publication’s"): "alma edith ada",
    ("live", "alma’s"): "alma edith ada",
    ("live", "otto’s"): "edith ada",
    ("Cora’s draft", "publication’s"): "cora edith ada",
    ("Cora’s draft", "alma’s"): "edith ada",
    ("Cora’s live", "publication’s"): "edith ada",
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("what", "whose"), PLACING)
def test_who_places_which_post_in_which_series(what, whose, who, request):
    user, owner = request.getfixturevalue(who), whose.removesuffix("’s")
    writer = request.getfixturevalue("cora" if what.startswith("Cora") else "alma")
    post = make_post(authors=[writer]) if what.endswith("live") else make_draft(by=writer).post
    series = make_series(owner=None if owner == "publication" else request.getfixturevalue(owner))

    with suppress(workflow.Refused):
        placing.place(post, series, by=user)

    assert (titles(series) != []) is (who in PLACING[what, whose].split())


@pytest.mark.parametrize(
    ("who", "whose", "sees", "changes"),
    [
        ("reader", None, False, False),
        ("cora", None, True, False),
        ("otto", None, True, False),
        ("otto", "otto", True, True),
        ("alma", "otto", False, False),
        ("edith", "otto", True, True),
        ("ada", None, True, True),
    ],
)
def test_who_sees_and_changes_a_series_at_the_desk(who, whose, sees, changes, as_user, request):
    user, owner = request.getfixturevalue(who), whose and request.getfixturevalue(whose)
    series = make_series(make_post(), owner=owner)
    client, asked = as_user(user), {"title": "Changed", f"place_{series.parts.get().pk}": 1}

    assert (client.get(at_desk(series)).status_code == 200) is sees
    client.post(at_desk(series), asked)
    assert (Series.objects.get(pk=series.pk).title == "Changed") is changes
    client.post(f"/admin/series/series/{series.pk}/delete/", {"post": "yes"})
    assert Series.objects.filter(pk=series.pk).exists() is not changes


def test_an_author_adds_only_posts_of_their_own_to_their_series(as_user, alma, edith):
    mine, theirs = make_draft(by=alma).post, make_post(by=edith)
    series = make_series(owner=alma)
    client = as_user(alma)

    client.post(at_desk(series), {"title": "Tides", "add": [mine.pk]})
    page = client.post(at_desk(series), {"title": "Tides", f"place_{series.parts.get().pk}": 1, "add": [theirs.pk]})

    assert titles(series) == ["A post"]
    assert "not one of the available choices" in page.text


@pytest.mark.parametrize(("who", "owns"), [("alma", True), ("edith", False)])
def test_a_series_is_its_authors_own_unless_an_editor_makes_it(who, owns, as_user, request):
    user = request.getfixturevalue(who)

    as_user(user).post("/admin/series/series/add/", {"title": "New", "slug": "", "description": ""})

    assert Series.objects.get().owner == (user if owns else None)


# -- what it costs


def test_pages_of_series_cost_the_same_with_three_and_with_twelve_parts(client, edith, django_assert_max_num_queries):
    make_series(*make_live(12, by=edith, tags=("a", "b")))

    for address, most in (("/series/tides/", 5), ("/series/", 3), ("/series/tides/feed.atom", 6)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_a_series_at_the_desk_costs_the_same_however_many_parts(as_user, edith):
    series, client = make_series(*make_live(2, by=edith)), as_user(edith)
    client.get(at_desk(series))
    few = len(queries_of(lambda: client.get(at_desk(series))))
    for post in make_live(10, by=edith):
        placing.place(post, series, by=edith)

    assert len(queries_of(lambda: client.get(at_desk(series)))) == few


def test_a_place_is_found_by_indexes(db):
    make_corpus(1_500, withdrawn=300, scheduled=60, authors=5, tags=30)
    some = list(Revision.objects.live().order_by("pk")[:30])
    series = make_series(*(revision.post for revision in some))

    for run in (lambda: reading.place_of(some[3]), lambda: list(reading.parts_of(series))):
        plan = explain(queries_of(run)[0])
        assert re.search("times_of_a_post|blog_revision_post_id", plan), plan
        assert not re.search(r"SCAN blog_rev|SCAN blog_post|Seq Scan on blog_(rev|post)", plan), plan
