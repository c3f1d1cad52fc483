"""Stored numbers of posts agree with what is live, whatever has been written and whatever the clock has done."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog import counts, workflow
from blog.models import Revision, SiteSettings, TagPlacement
from blog.workflow import Later, Refused
from tests.factories import make_draft, make_post


def counted_one_by_one():
    zone = SiteSettings.load().tzinfo
    tags = Counter(TagPlacement.objects.live().values_list("tag_id", flat=True))
    months = Counter(
        revision.dated_at.astimezone(zone).date().replace(day=1) for revision in Revision.objects.live().listed()
    )
    return tags, months


def stored():
    return +counts.by_tag(), +counts.by_month(SiteSettings.load())


@pytest.mark.parametrize("seed", range(4))
def test_after_any_steps_the_numbers_are_what_counting_gives(seed, edith, monkeypatch):
    chance = random.Random(seed)
    posts = []
    clock = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: clock)

    for _step in range(60):
        clock += timedelta(minutes=chance.choice([0, 1, 20, 50]))
        at = clock + timedelta(minutes=chance.choice([0, 0, 10, 40]))
        tags = tuple(chance.sample(["a", "b", "c"], k=chance.randint(0, 3)))
        try:
            if not posts or chance.random() < 0.3:
                year = chance.choice([2020, 2021])
                posts.append(make_post(by=edith, tags=tags, at=at, date_given=datetime(year, 5, 1, tzinfo=UTC)))
                continue
            post = chance.choice(posts)
            match chance.choice(["update", "update", "withdraw", "unschedule", "unlist"]):
                case "update":
                    draft = make_draft(post, by=edith, title=f"Post {chance.random()}", tags=tags)
                    workflow.publish(draft, by=edith, at=at, later=chance.choice(list(Later)))
                case "withdraw":
                    workflow.withdraw(post, by=edith, at=at)
                case "unschedule" if post.scheduled_revision():
                    workflow.unschedule(post.scheduled_revision(), by=edith)
                case "unlist":
                    draft = make_draft(post, by=edith, listed=chance.random() < 0.5, title=f"Post {chance.random()}")
                    workflow.publish(draft, by=edith, later=Later.KEEP)
        except Refused:
            pass
        assert stored() == counted_one_by_one()

    counts.rebuild()
    assert stored() == counted_one_by_one()


def test_months_are_of_the_publications_time_zone(edith):
    make_post(by=edith, date_given=datetime(2020, 1, 31, 23, 30, tzinfo=UTC))

    before = stored()[1]
    SiteSettings(time_zone="Europe/Stockholm").save()
    after = stored()[1]

    assert [f"{month:%Y-%m}" for month in before] == ["2020-01"]
    assert [f"{month:%Y-%m}" for month in after] == ["2020-02"]
    assert SiteSettings.load().tzinfo == ZoneInfo("Europe/Stockholm")
