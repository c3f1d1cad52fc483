"""The pages of years and months: what is in them, and which ones lie beside them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog import workflow
from blog.models import SiteSettings
from tests.factories import make_live, make_post


def make_dated(by, *days: str) -> None:
    for day in days:
        make_post(by=by, title=f"Of {day}", date_given=datetime.fromisoformat(f"{day}T12:00+00:00"))


def links(page: str, label: str) -> list[tuple[str, str]]:
    """Return where the list or the ways called ``label`` lead, by their words."""
    part = re.search(rf'<(ul|nav) class="{label}".*?</\1>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', part[0]) if part else []


def test_a_year_lists_its_months_with_how_many_posts(client, edith):
    make_dated(edith, "2020-05-04", "2020-05-06", "2020-11-01", "2021-02-03")

    page = client.get("/archive/2020/").text

    assert links(page, "index") == [("/archive/2020/11/", "November"), ("/archive/2020/05/", "May")]
    assert re.findall(r'<span class="count">(\d+)</span>', page) == ["1", "2"]


@pytest.mark.parametrize(
    ("address", "beside"),
    [
        ("/archive/2015/", [("/archive/2020/", "2020")]),
        ("/archive/2020/", [("/archive/2015/", "2015"), ("/archive/2021/", "2021")]),
        ("/archive/2015/12/", [("/archive/2020/05/", "May 2020")]),
        ("/archive/2020/05/", [("/archive/2015/12/", "December 2015"), ("/archive/2020/11/", "November 2020")]),
        ("/archive/2021/02/", [("/archive/2020/11/", "November 2020")]),
    ],
)
def test_beside_a_year_and_a_month_stand_those_that_have_posts(address, beside, client, edith):
    make_dated(edith, "2015-12-31", "2020-05-04", "2020-11-01", "2021-02-03")
    workflow.withdraw(make_post(by=edith, date_given=datetime(2018, 1, 1, tzinfo=UTC)), by=edith)

    assert links(client.get(address).text, "pager") == beside


def test_a_month_leads_up_to_its_year(client, edith):
    make_dated(edith, "2020-05-04")

    page = client.get("/archive/2020/05/").text

    assert '<a href="/archive/2020/">2020</a></p>' in page
    assert links(page, "pager") == links(page, "index") == []


def test_months_are_the_publications_and_in_its_words(client, edith):
    SiteSettings(language="de", time_zone="Asia/Tokyo").save()
    make_post(by=edith, date_given=datetime(2020, 4, 30, 20, tzinfo=UTC))
    make_post(by=edith, date_given=datetime(2020, 3, 1, 12, tzinfo=UTC))

    assert links(client.get("/archive/2020/05/").text, "pager") == [("/archive/2020/03/", "März 2020")]


def test_a_month_begins_and_ends_by_the_clock(client, edith, monkeypatch):
    make_dated(edith, "2020-05-04")
    at = timezone.now() + timedelta(hours=1)
    make_post(by=edith, at=at, date_given=datetime(2020, 6, 1, tzinfo=UTC))

    now = links(client.get("/archive/2020/05/").text, "pager")
    monkeypatch.setattr(timezone, "now", lambda: at)

    assert now == []
    assert links(client.get("/archive/2020/05/").text, "pager") == [("/archive/2020/06/", "June 2020")]


@pytest.mark.parametrize("address", ["/archive/", "/archive/2020/", "/archive/2020/05/"])
def test_an_archive_takes_five_queries_at_most(address, client, edith, django_assert_max_num_queries):
    make_live(12, by=edith, tags=("Birds",), date_given=datetime(2020, 5, 4, 12, tzinfo=UTC))

    with django_assert_max_num_queries(2 if address == "/archive/" else 5):
        assert client.get(address).status_code == 200
