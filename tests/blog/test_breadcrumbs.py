"""The way back on every page of the desk: from the desk to the list to the thing, each said once."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from blog.models import SiteSettings, Tag
from blog.redirects.models import Redirect
from blog.series.models import Series
from tests.factories import make_post
from tests.factories_media import make_image


@pytest.fixture
def things(ada):
    """One of everything that the desk has pages about."""
    Series.objects.create(title="Night skies")
    Tag.objects.create(name="Herons")
    Redirect.objects.create(path="/old/", target="/new/")
    SiteSettings().save()
    make_image(caption="A heron")
    make_post(title="Tides", by=ada)


def crumbs(page: str) -> list[str]:
    shown = re.search(r'<div class="breadcrumbs">(.*?)</div>', page, re.DOTALL)
    return [" ".join(unescape(re.sub("<.*?>", "", part)).split()) for part in re.split("&rsaquo;|›", shown[1])]


def pages_about(model) -> list[str]:
    kind, one = model._meta, model.objects.order_by("pk").first()
    found = []
    for page in ("changelist", "add", "change", "delete", "history"):
        about = [one.pk] if page in ("change", "delete", "history") and one else []
        try:
            found.append(reverse(f"admin:{kind.app_label}_{kind.model_name}_{page}", args=about))
        except NoReverseMatch:  # there is none of it
            continue
    return found


def test_every_page_of_the_desk_says_each_step_once(things, ada, as_user):
    client = as_user(ada)
    ways = {}
    for model in admin.site._registry:
        for address in pages_about(model):
            page = client.get(address)
            if page.status_code == 200:
                ways[address] = crumbs(page.text)
                assert f'href="/admin/{model._meta.app_label}/"' not in page.text, address

    assert len(ways) > 25
    assert {address: way for address, way in ways.items() if way[0] != "Home" or len(set(way)) < len(way)} == {}
    series = Series.objects.get().pk
    assert ways["/admin/series/series/"] == ["Home", "Series"]
    assert ways["/admin/series/series/add/"] == ["Home", "Series", "Add series"]
    assert ways[f"/admin/series/series/{series}/change/"] == ["Home", "Series", "Night skies"]
    assert ways[f"/admin/series/series/{series}/delete/"] == ["Home", "Series", "Night skies", "Delete"]
    assert ways[f"/admin/series/series/{series}/history/"] == ["Home", "Series", "Night skies", "History"]


def test_the_page_of_an_app_has_its_name_in_words(ada, as_user):
    names = {app: crumbs(as_user(ada).get(f"/admin/{app}/").text) for app in ("accounts", "blog", "media", "series")}

    assert names == {
        "accounts": ["Home", "People"],
        "blog": ["Home", "Writing"],
        "media": ["Home", "Pictures"],
        "series": ["Home", "Series"],
    }
    assert "administration" not in as_user(ada).get("/admin/series/").text
