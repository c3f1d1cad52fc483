"""The focal point: who sets it at the desk, what is refused, and what readers' pages say of it."""

import re
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from media import html
from media.models import Image
from tests.factories import make_post
from tests.factories_media import make_image

pytestmark = pytest.mark.django_db


def form(image: Image) -> str:
    return f"/admin/media/image/{image.pk}/change/"


def words(**changes) -> dict:
    return {"alt": "", "caption": "", "credit": "", "licence": "", "source_url": "", **changes}


@pytest.mark.parametrize(
    ("who", "moves"),
    [("alma", True), ("otto", False), ("cora", False), ("edith", True), ("ada", True), ("reader", False)],
)
def test_who_may_move_the_point_of_a_picture_of_alma_s(who, moves, alma, as_user, request):
    image = make_image(by=alma)

    as_user(request.getfixturevalue(who)).post(form(image), words(focal_x="0.2", focal_y="0.9"))

    image.refresh_from_db()
    assert ((image.focal_x, image.focal_y) == (0.2, 0.9)) is moves


def test_who_may_not_move_it_sees_where_it_is(alma, otto, as_user):
    image = make_image(by=alma, focal_x=0.25)

    page = as_user(otto).get(form(image)).text

    assert 'data-x="0.25" data-y="0.5"' in page
    assert 'type="range"' not in page


def test_without_a_script_two_fields_set_it(alma, as_user):
    page = as_user(alma).get(form(make_image(by=alma))).text

    assert len(re.findall(r'<input type="range" name="focal_[xy]" value="0.5" min="0" max="1" step="0.01"', page)) == 2


@pytest.mark.parametrize("part", ["-0.1", "1.01", "nan", "inf", "middle", "1e400"])
def test_a_point_outside_is_refused_beside_its_field_and_the_words_stay(part, alma, as_user):
    image = make_image(by=alma)

    response = as_user(alma).post(form(image), words(caption="Kept words", focal_x=part, focal_y="0.1"))

    image.refresh_from_db()
    assert list(response.context["adminform"].form.errors) == ["focal_x"]
    assert "Kept words" in response.text
    assert image.focal_y == 0.5


@pytest.mark.parametrize("sent", [{}, {"focal_x": "", "focal_y": ""}])
def test_what_is_not_said_of_the_point_leaves_it_where_it_was(sent, alma, as_user):
    image = make_image(by=alma, focal_x=0.2, focal_y=0.8)

    as_user(alma).post(form(image), words(caption="New words", **sent))

    image.refresh_from_db()
    assert (image.caption, image.focal_x, image.focal_y) == ("New words", 0.2, 0.8)


def test_moving_it_leaves_the_renditions_that_came_meanwhile_and_asks_for_a_new_card(alma, as_user, monkeypatch):
    image = make_image(by=alma)
    DBTaskResult.objects.all().delete()
    save = Image.save

    def overtaken(self, **options):
        Image.objects.filter(pk=image.pk).update(renditions={"webp": [120], "avif": [120]})
        save(self, **options)

    monkeypatch.setattr(Image, "save", overtaken)

    as_user(alma).post(form(image), words(focal_x="0.2", focal_y="0.5"))

    image.refresh_from_db()
    assert (image.focal_x, image.renditions) == (0.2, {"webp": [120], "avif": [120]})
    assert DBTaskResult.objects.get().args_kwargs["args"] == [image.pk]


@pytest.mark.parametrize(
    ("point", "attributes"),
    [
        ((0.5, 0.5), ""),
        ((0.51, 0.49), ""),
        ((0.0, 0.5), 'data-x="0"'),
        ((0.5, 1.0), 'data-y="20"'),
        ((0.33, 0.24), 'data-x="7" data-y="5"'),
    ],
)
def test_a_picture_names_its_point_where_it_is_not_the_middle(point, attributes):
    x, y = point
    picture = Image(original="a.jpeg", width=120, height=80, renditions={"webp": [120]}, focal_x=x, focal_y=y)

    markup = html.picture(picture)

    assert " ".join(re.findall(r'data-[xy]="\d+"', markup)) == attributes


def test_the_style_sheet_has_a_rule_for_every_place_a_picture_can_name():
    css = Path("config/static/site.css").read_text()

    for axis in "xy":
        rules = {
            int(at): int(percent) for at, percent in re.findall(rf'\[data-{axis}="(\d+)"\]{{--{axis}:(\d+)%}}', css)
        }
        steps = set(range(html.FOCUS_STEPS + 1)) - {html.FOCUS_STEPS // 2}
        assert rules == {at: 100 * at // html.FOCUS_STEPS for at in steps}


def test_a_text_that_shows_the_picture_names_the_new_point(alma, as_user, client):
    image = make_image(by=alma)
    post = make_post(by=alma, body=f'<figure data-image-id="{image.pk}"></figure>')

    as_user(alma).post(form(image), words(focal_x="0.1", focal_y="0.5"))

    client.logout()
    assert 'data-x="2"' in client.get(post.get_absolute_url()).text
