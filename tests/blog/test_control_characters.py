"""Signs that nobody sees and no page can show are refused where they are typed."""

from xml.etree import ElementTree

import pytest

from blog.models import SiteSettings
from tests.blog.test_looks import FORM, settings_form
from tests.factories import make_post
from tests.factories_media import make_image

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "Gra\x01vel"),
        ("name", "Gra\x0bvel"),
        ("name", "Gra\x9fvel"),
        ("name", "Gra\uffffvel"),
        ("tagline", "Of sto\x08nes"),
        ("footer", "Of sto\x1fnes"),
        ("social_links", "Mast\x02odon | https://example.org/@us"),
        ("navigation", "Ab\x7fout | /about/"),
    ],
)
def test_the_settings_take_no_control_characters(field, text, as_user, ada):
    SiteSettings().save()
    client = as_user(ada)

    answer = client.post(FORM, settings_form(client, **{field: text}))

    [message] = answer.context["adminform"].form.errors[field]
    sign = next(sign for sign in text if not sign.isprintable())
    assert f"(U+{ord(sign):04X}). Write that part again." in message
    assert f"After “{text.partition(sign)[0]}”" in message
    assert getattr(SiteSettings.load(), field) == getattr(SiteSettings(), field)


def test_line_breaks_and_signs_of_every_script_are_taken(as_user, ada):
    SiteSettings().save()
    client = as_user(ada)
    words = {"name": "می\u200cخواهم 👩\u200d🚀", "navigation": "Home | /\r\nAbout | /about/"}

    assert client.post(FORM, settings_form(client, **words)).status_code == 302

    assert SiteSettings.load().name == words["name"]
    assert len(SiteSettings.load().navigation) == 2


def test_words_of_pictures_take_no_control_characters(as_user, edith):
    image = make_image(alt="A quay")
    client = as_user(edith)

    answer = client.post(f"/admin/media/image/{image.pk}/words/", {"alt": "A\x01 quay"})

    assert answer.status_code == 400
    assert "U+0001" in answer.json()["error"]
    image.refresh_from_db()
    assert image.alt == "A quay"


def test_no_name_breaks_the_description_of_the_search(client):
    make_post()
    SiteSettings(name="Gra\x01v\ufffeel & <Stars>").save()

    description = ElementTree.fromstring(client.get("/search/opensearch.xml").content)

    assert description[0].text == "Gravel & <Stars>"
