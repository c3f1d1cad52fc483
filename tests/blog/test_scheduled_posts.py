"""The clock publishes, updates and withdraws: on every page at once, to the second, with no worker running."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog import workflow
from tests.factories import make_draft, make_post

LISTS = ["/", "/tags/birds/", "/authors/edith/", "/feed.xml", "/feed.atom", "/feed.json", "/tags/birds/feed.atom"]
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(monkeypatch):
    """Set what time it is; the moment the test began until then."""
    real = timezone.now()

    def show(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    show(real)
    return show


def test_a_scheduled_post_appears_everywhere_at_its_second(client, edith, clock):
    at = timezone.now() + timedelta(hours=3)
    make_post(by=edith, title="Embargoed", tags=("Birds",), at=at)

    clock(at - SECOND)
    assert client.get("/embargoed/").status_code == 404
    assert not any("Embargoed" in client.get(page).text for page in LISTS)
    clock(at)
    assert client.get("/embargoed/").status_code == 200
    assert all("Embargoed" in client.get(page).text for page in LISTS)
    assert "Birds" in client.get("/tags/").text
    assert f"{at:%Y}" in client.get("/archive/").text


def test_a_scheduled_update_replaces_text_tags_and_address_at_its_second(client, edith, clock):
    post = make_post(by=edith, title="Before", tags=("Birds",))
    at = timezone.now() + timedelta(hours=3)
    update = make_draft(post, by=edith, title="After", slug="after", tags=("Fish",))
    workflow.publish(update, by=edith, at=at)

    clock(at - SECOND)
    assert "Before" in client.get("/before/").text
    assert client.get("/after/").status_code == 404
    assert "Before" in client.get("/tags/birds/").text
    clock(at)
    assert client.get("/before/")["Location"] == "/after/"
    assert "After" in client.get("/after/").text
    assert "After" in client.get("/tags/fish/").text
    assert "Before" not in client.get("/tags/birds/").text


def test_a_planned_end_withdraws_at_its_second(client, edith, clock):
    post = make_post(by=edith, title="For a while", tags=("Birds",))
    at = timezone.now() + timedelta(hours=3)
    workflow.withdraw(post, by=edith, at=at)

    clock(at - SECOND)
    assert client.get("/for-a-while/").status_code == 200
    clock(at)
    assert client.get("/for-a-while/").status_code == 410
    assert not any("For a while" in client.get(page).text for page in LISTS)
    assert "Birds" not in client.get("/tags/").text


def test_two_addresses_meanwhile_lead_to_the_newest_in_one_hop(client, edith):
    post = make_post(by=edith, title="One")
    for slug in ("two", "three"):
        workflow.publish(make_draft(post, by=edith, slug=slug, title=slug), by=edith)

    response = client.get("/one/")

    assert (response.status_code, response["Location"]) == (301, "/three/")
    assert response["Cache-Control"] == "max-age=300"


@pytest.mark.parametrize("address", ["/ONE/", "/One/"])
def test_an_address_in_capitals_leads_to_the_one_there_is(address, client, edith):
    make_post(by=edith, title="One")

    assert client.get(address)["Location"] == "/one/"
