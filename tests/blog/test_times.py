"""Times are typed in an author's own zone, whose clocks skip an hour and repeat another."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone

from blog import workflow
from blog.admin.times import LocalMomentField, moments_at, offset_label
from blog.models import Post
from tests.blog.test_desk import ADD, change, form_data
from tests.factories import make_draft, make_post

STOCKHOLM = "Europe/Stockholm"
# The second is to come for whoever runs this.
SKIPPED, DOUBLED = "2027-03-28T02:30", "2090-10-29T02:30"


class MomentForm(forms.Form):
    at = LocalMomentField(required=False, help_text="Empty: at once.")


@pytest.fixture
def alma(alma):
    alma.time_zone = STOCKHOLM
    alma.save()
    return alma


def asked(zone: str, at: str, which: str = "") -> MomentForm:
    with timezone.override(ZoneInfo(zone)):
        form = MomentForm({"at": at, "at_which": which})
        form.is_valid()
    return form


def shown(zone: str, form: MomentForm) -> str:
    with timezone.override(ZoneInfo(zone)):
        return form.as_p()


@pytest.mark.parametrize(
    ("zone", "at", "moment"),
    [
        (STOCKHOLM, "2027-01-10T09:30", datetime(2027, 1, 10, 8, 30, tzinfo=UTC)),
        (STOCKHOLM, "2027-07-10 09:30", datetime(2027, 7, 10, 7, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", "2027-01-10T09:30", datetime(2027, 1, 10, 3, 45, tzinfo=UTC)),
        (STOCKHOLM, "", None),
    ],
)
def test_a_time_is_read_in_the_active_zone(zone, at, moment):
    assert asked(zone, at).cleaned_data == {"at": moment}


@pytest.mark.parametrize(
    ("zone", "at", "words"),
    [
        (
            STOCKHOLM,
            SKIPPED,
            (
                "On 28 March 2027 the clocks in Europe/Stockholm go from 02:00 to 03:00, "
                "so 02:30 does not exist. Choose 01:59 or 03:00."
            ),
        ),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "go from 02:00 to 02:30, so 02:15 does not exist"),
        ("Africa/Cairo", "2025-04-25T00:10", "Choose 23:59 on 24 April or 01:00."),
        ("Pacific/Apia", "2011-12-30T12:00", "Choose 23:59 on 29 December or 00:00 on 31 December."),
    ],
)
def test_a_time_the_clocks_skip_is_refused_with_the_nearest_ones(zone, at, words):
    form = asked(zone, at)

    assert words in form.errors["at"][0]
    assert f'value="{at}"' in shown(zone, form)


def test_a_time_that_comes_twice_asks_which_one_and_takes_the_answer():
    unsaid, first, second = (asked(STOCKHOLM, DOUBLED, which) for which in ("", "0", "1"))

    assert "02:30 comes twice that night" in unsaid.errors["at"][0]
    assert first.cleaned_data["at"] == datetime(2090, 10, 29, 0, 30, tzinfo=UTC)
    assert second.cleaned_data["at"] == datetime(2090, 10, 29, 1, 30, tzinfo=UTC)
    page = shown(STOCKHOLM, unsaid)
    assert page.index("(UTC+2)") < page.index("(UTC+1)")
    assert "checked" not in page
    assert 'value="1" checked' in shown(STOCKHOLM, second)


def test_which_one_is_asked_of_no_other_time():
    form = asked(STOCKHOLM, "2090-10-29T03:30", "1")

    assert form.cleaned_data["at"] == datetime(2090, 10, 29, 2, 30, tzinfo=UTC)
    assert "which" not in shown(STOCKHOLM, form)


@pytest.mark.parametrize(
    "at", ["x", "2027-13-01T00:00", "+12027-01-01T00:00", "0001-01-01T00:00", "2027-01-01T00:00+02:00", "9" * 5000]
)
def test_what_is_no_time_is_refused_in_words(at):
    assert asked("Asia/Tokyo", at).errors["at"] == ["Give a date and a time, such as 2027-03-28 09:30."]


@pytest.mark.parametrize(
    ("zone", "label"),
    [(STOCKHOLM, "UTC+1"), ("America/St_Johns", "UTC−3:30"), ("Asia/Kathmandu", "UTC+5:45"), ("UTC", "UTC")],
)
def test_an_offset_is_written_as_people_do(zone, label):
    assert offset_label(datetime(2027, 1, 1, tzinfo=ZoneInfo(zone))) == label


@pytest.mark.parametrize(
    ("at", "help_text"),
    [
        ("2027-01-10T09:30", "<span data-offset>Europe/Stockholm, UTC+1</span>. Empty: at once."),
        ("2027-07-10T09:30", "<span data-offset>Europe/Stockholm, UTC+2</span>. Empty: at once."),
        (DOUBLED, "<span data-offset>Europe/Stockholm, UTC+2 or UTC+1</span>. Empty: at once."),
        (SKIPPED, "<span data-offset>Europe/Stockholm</span>. Empty: at once."),
    ],
)
def test_the_help_says_zone_and_offset_of_what_was_typed(at, help_text):
    form = asked(STOCKHOLM, at)

    with timezone.override(ZoneInfo(STOCKHOLM)):
        assert form["at"].help_text == help_text


def test_a_stored_moment_is_shown_as_it_was_typed_even_where_it_comes_twice():
    with timezone.override(ZoneInfo(STOCKHOLM)):
        form = MomentForm(initial={"at": datetime(2090, 10, 29, 1, 30, tzinfo=UTC)})

        assert f'value="{DOUBLED}"' in str(form["at"])
        assert 'value="1" checked' in str(form["at"])


def test_every_quarter_of_an_hour_round_a_change_means_what_the_clocks_show():
    zone = ZoneInfo(STOCKHOLM)
    for day, minute in ((day, minute) for day in (28, 29) for minute in range(0, 24 * 60, 15)):
        clock = datetime(2027, 3, day, minute // 60, minute % 60)
        moments = moments_at(clock, zone)

        assert len(moments) == (0 if day == 28 and clock.hour == 2 else 1)
        assert all(moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == clock for moment in moments)


# -- at the desk


def test_a_skipped_time_is_refused_at_the_desk_and_nothing_typed_is_lost(as_user, alma):
    data = form_data(authors=[alma.author.pk], body="<p>Kept.</p>", publish_at=SKIPPED, _schedule="")

    response = as_user(alma).post(ADD, data)

    assert "so 02:30 does not exist" in response.text
    assert f'value="{SKIPPED}"' in response.text
    assert "Kept." in response.text
    assert not Post.objects.exists()


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_a_doubled_time_is_asked_about_at_the_desk_and_then_honoured(which, hour, as_user, alma):
    data = form_data(authors=[alma.author.pk], publish_at=DOUBLED, _schedule="")

    asked_back = as_user(alma).post(ADD, data)
    as_user(alma).post(ADD, data | {"publish_at_which": which})

    assert 'name="publish_at_which"' in asked_back.text
    assert Post.objects.get().scheduled_revision().live_from == datetime(2090, 10, 29, hour, 30, tzinfo=UTC)


def test_the_desk_shows_what_is_scheduled_and_what_is_to_end_in_local_time(as_user, alma):
    post = make_post(by=alma, authors=[alma])
    workflow.withdraw(post, by=alma, at=datetime(2090, 7, 1, 6, tzinfo=UTC))
    workflow.publish(make_draft(post, by=alma, title="New"), by=alma, at=datetime(2090, 1, 10, 8, 30, tzinfo=UTC))

    page = as_user(alma).get(change(post)).text

    assert 'value="2090-01-10T09:30"' in page
    assert 'value="2090-07-01T08:00"' in page
    assert "Europe/Stockholm, UTC+1" in page
    assert "Europe/Stockholm, UTC+2" in page


def test_scheduling_anew_with_the_shown_time_keeps_it(as_user, alma):
    at = datetime(2090, 10, 29, 1, 30, tzinfo=UTC)
    post = make_post(by=alma, authors=[alma], at=at)

    page = as_user(alma).get(change(post)).text
    sent = form_data(post, publish_at=DOUBLED, publish_at_which="1", body="<p>Newer.</p>", later="bring_back")
    as_user(alma).post(change(post), sent | {"_schedule": ""})

    assert f'name="publish_at" value="{DOUBLED}"' in page
    assert 'name="publish_at_which" value="1" checked' in page

    assert post.scheduled_revision().live_from == at
    assert post.scheduled_revision().body == "<p>Newer.</p>"
