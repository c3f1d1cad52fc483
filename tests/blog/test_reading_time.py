"""How long a post takes to read, by language, beside its byline."""

import pytest

from blog.models import SiteSettings
from blog.reading_time import minutes
from tests.factories import make_post


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (0, "en", 1),
        (238, "en-gb", 1),
        (1000, "en", 4),
        (1000, "de", 5),
        (1000, "ja", 2),
        (1000, "tlh", 5),
        (1000, "", 5),
    ],
)
def test_each_language_has_its_pace(words, language, expected):
    assert minutes(words, language) == expected


@pytest.mark.parametrize("address", ["/", "/words/"])
def test_it_is_in_the_byline(address, client, edith):
    SiteSettings(language="de").save()
    make_post(by=edith, title="Words", body=f"<p>{'word ' * 2000}</p>", language="en")

    assert '<span dir="auto">8 min read</span>' in client.get(address).text


def test_a_post_without_words_takes_no_time(client, edith):
    make_post(by=edith, title="Words", body="")

    page = client.get("/words/").text

    assert "min read" not in page
    assert "timeRequired" not in page
