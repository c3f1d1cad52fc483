"""Words that run the other way than their page: the mark at their end is not seen before them."""

import pytest

from blog.models import SiteSettings, Tag
from blog.series.models import Part, Series
from tests.factories import make_guest, make_post
from tests.factories_media import make_image

HERE = {"en": "The harbour", "ar": "الميناء"}
OTHER = {"en": "ليلُ البحر!", "ar": "Night at sea!"}

# Of the words of every text that end in "!": whether that stands on their side, right of left-to-right ones.
WRONG = """(otherIsRtl) => {
  const wrong = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const at = (node, place) => {
    const range = new Range()
    range.setStart(node, place)
    range.setEnd(node, place + 1)
    return range.getBoundingClientRect()
  }
  let seen = 0
  while (texts.nextNode()) {
    const node = texts.currentNode
    const end = node.data.indexOf("!")
    if (end < 1 || !node.parentElement.checkVisibility()) continue
    if (node.parentElement.closest(".excerpt")) continue // a stretch of a text, where one sentence runs into the next
    seen += 1
    const isLeft = at(node, end).left < at(node, end - 2).left
    if (isLeft !== otherIsRtl) wrong.push(node.parentElement.outerHTML)
  }
  return { wrong, seen }
}"""


@pytest.fixture
def publication(edith):
    """Return a function that makes one in ``language`` whose people, tags, pictures and frame speak another."""

    def make(language: str) -> None:
        here, other = HERE[language], OTHER[language]
        links = [{"label": other, "url": "https://example.org/"}]
        navigation = [{"label": other, "address": "/tags/"}]
        frame = {"name": other, "tagline": other, "footer": other, "social_links": links, "navigation": navigation}
        SiteSettings(language=language, **frame).save()
        image = make_image(alt="A picture", caption=other, credit=other, source_url="https://example.org/")
        author = make_guest(other)
        author.slug, author.bio, author.links, author.portrait = "other", other, links, image
        author.save()
        Tag.objects.create(name=other, slug="other", description=other)
        said = {"by": edith, "authors": [author], "tags": (other, here), "cover": image}
        figure = f'<figure data-image-id="{image.pk}"><img></figure>'
        make_post(title=here, slug="here", language=language, body=f"<p>{here}</p>{figure}<p>{here}</p>", **said)
        another = {"ar": "en", "en": "ar"}[language]
        make_post(title=other, slug="other", summary=other, language=another, body=f"<p>{other}</p>", **said)
        undeclared = make_post(title=other, slug="undeclared", summary=other, body=f"<p>{other}</p>", **said)
        series = Series.objects.create(title=other, slug="other", description=other)
        Part.objects.create(series=series, post=undeclared, position=1)
        Part.objects.create(series=series, post=make_post(title=here, slug="next", by=edith), position=2)

    return make


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_that_run_the_other_way_end_where_they_end(language, publication, page):
    publication(language)
    wrong, seen = {}, 0
    pages = [
        "/",
        "/authors/other/",
        "/here/",
        "/other/",
        "/undeclared/",
        "/next/",
        "/tags/",
        "/tags/other/",
        "/authors/",
        "/series/",
    ]
    pages += ["/series/other/", "/search/", f"/search/?q={HERE[language]}", f"/search/?q={OTHER[language]}"]
    for path in pages:
        page.goto(path)
        found = page.evaluate(WRONG, language == "en")
        seen += found["seen"]
        if found["wrong"]:
            wrong[path] = found["wrong"]

    assert wrong == {}
    assert seen > 100


@pytest.mark.parametrize(("language", "edge"), [("ar", "right"), ("en", "left")])
def test_a_way_on_stands_under_its_label_whichever_way_it_runs(language, edge, publication, page):
    publication(language)

    page.goto("/next/")

    links = page.locator(".turn p:first-of-type a")
    assert links.evaluate_all("links => links.map((link) => getComputedStyle(link).textAlign)") == [edge, edge]
