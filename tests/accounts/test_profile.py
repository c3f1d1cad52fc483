"""One’s own profile at the desk: one click away, with one’s name, words, picture, links and time zone."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts import time_zones
from accounts.models import Author, AuthorAddress, User
from tests.factories import PASSWORD
from tests.factories_media import make_image

OWN = "/admin/accounts/author/own/"


def page_of(user) -> str:
    return reverse("admin:accounts_author_change", args=[user.author.pk])


def typed(**words) -> dict:
    return {"name": "Alma", "slug": "alma", "bio": "", "links": "", "portrait": "", "time_zone": "UTC"} | words


@pytest.mark.parametrize("who", ["cora", "alma", "edith", "ada"])
def test_everybody_with_a_role_has_their_profile_one_click_away(who, as_user, request):
    user = request.getfixturevalue(who)
    client = as_user(user)

    assert OWN in client.get("/admin/").text
    response = client.get(OWN, follow=True)

    assert response.redirect_chain == [(page_of(user), 302)]
    assert "Your profile" in response.text


@pytest.mark.parametrize("who", ["reader", None])
def test_who_has_no_role_has_no_profile(who, client, request, db):
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.get(OWN).url.startswith("/admin/login/")


def test_a_superuser_without_a_profile_is_led_to_a_new_one(as_user, db):
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")

    response = as_user(root).get(OWN, follow=True)

    assert response.redirect_chain[0][0].startswith("/admin/accounts/author/add/")
    assert 'value="Root"' in response.text


def test_name_words_picture_links_and_zone_are_changed_by_oneself(as_user, cora):
    image = make_image()
    words = {
        "name": "Cora C",
        "slug": "cora",
        "bio": "Writes.",
        "portrait": image.pk,
        "links": "Me | https://c.example/",
    }

    as_user(cora).post(page_of(cora), typed(**words, time_zone="Asia/Kolkata"))

    cora = User.objects.get(pk=cora.pk)
    author = cora.author
    assert (author.name, author.bio, author.portrait) == ("Cora C", "Writes.", image)
    assert author.links == [{"label": "Me", "url": "https://c.example/"}]
    assert (cora.time_zone, cora.name) == ("Asia/Kolkata", "Cora C")


def test_a_pen_name_is_not_the_name_of_the_account(as_user, alma):
    Author.objects.filter(user=alma).update(name="A. Pen")

    as_user(alma).post(page_of(alma), typed(name="A. Penn"))

    assert User.objects.get(pk=alma.pk).name == "Alma"
    assert Author.objects.get(user=alma).name == "A. Penn"


def test_the_present_offset_of_the_zone_is_said(as_user, alma):
    User.objects.filter(pk=alma.pk).update(time_zone="Asia/Kolkata")

    assert "UTC+05:30." in as_user(alma).get(page_of(alma)).text


@pytest.mark.parametrize(("month", "said"), [(1, "Now 13:00 there, UTC+01:00."), (7, "Now 14:00 there, UTC+02:00.")])
def test_the_offset_follows_summer_time(month, said):
    assert time_zones.hint("Europe/Stockholm", at=datetime(2026, month, 1, 12, tzinfo=UTC)) == said


def test_an_unknown_zone_is_refused_and_nothing_is_lost(as_user, alma):
    response = as_user(alma).post(page_of(alma), typed(time_zone="Mars/Olympus", bio="Typed for an hour."))

    assert "Select a valid choice" in response.text
    assert "Typed for an hour." in response.text
    assert User.objects.get(pk=alma.pk).time_zone == "UTC"


def test_an_editor_changes_a_profile_and_not_the_zone_of_its_person(as_user, alma, edith):
    client = as_user(edith)
    assert "time_zone" not in client.get(page_of(alma)).text

    client.post(page_of(alma), typed(bio="Edited.", time_zone="Asia/Kolkata"))

    alma = User.objects.get(pk=alma.pk)
    assert (alma.author.bio, alma.time_zone) == ("Edited.", "UTC")


def test_nobody_hands_their_profile_to_somebody_else(as_user, alma, otto):
    as_user(alma).post(page_of(alma), typed(user=otto.pk))

    assert Author.objects.get(name="Alma").user == alma


def test_an_address_is_kept_in_lower_case(as_user, alma):
    as_user(alma).post(page_of(alma), typed(slug="Alma-NEW"))

    assert Author.objects.get(user=alma).slug == "alma-new"


@pytest.mark.parametrize(("slug", "words"), [("OTTO", "already exists"), ("otto-once", "was another author’s once")])
def test_an_address_that_is_or_was_anothers_is_refused_beside_its_field(slug, words, as_user, alma, otto):
    AuthorAddress.objects.create(slug="otto-once", author=otto.author)

    response = as_user(alma).post(page_of(alma), typed(slug=slug))

    assert words in str(response.context["adminform"].form.errors["slug"])
    assert Author.objects.get(user=alma).slug == "alma"
