"""axe-core finds nothing, in light and dark, on a telephone and on a desk; no page asks anything of another host."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from blog import workflow
from blog.models import Tag
from blog.tagcare import renaming
from tests.factories import make_draft, make_post
from tests.factories_media import make_image

WINDOWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
BODY = """
<p>Words with a <a href="/tags/">link</a>, <code>code</code> and a note<sup data-footnote="Noted."></sup>.</p>
<h2>Head</h2><h3>Lower</h3><blockquote><p>Said.</p></blockquote><ul><li><p>One</p></li></ul>
<pre><code class="language-python">def tide(hours): # a comment
    return "text", 12, None</code></pre>
<table><tbody><tr><th><p>Month</p></th></tr><tr><td><p>March</p></td></tr></tbody></table><hr>
<figure data-image-id="{image}"><img></figure>
"""


@pytest.fixture
def publication(alma, edith):
    """A little of everything that pages show."""
    image = make_image((900, 600), alt="A harbour", caption="The harbour", credit="Ada")
    alma.author.bio = "Writes about water."
    alma.author.portrait = image
    alma.author.links = [{"label": "Her page", "url": "https://example.org/"}]
    alma.author.save()
    text = {"body": BODY.format(image=image.pk), "tags": ("harbour", "C++"), "authors": [alma, edith]}
    dated = datetime(2020, 5, 4, 12, tzinfo=UTC)
    post = make_post(title="Leaving", cover=image, summary="Nine summers.", date_given=dated, **text)
    for number in range(13):
        make_post(by=edith, title=f"Post {number}")
    make_post(by=edith, title="ليل الميناء", language="ar", body="<p>كان الميناء هادئا.</p>")
    workflow.withdraw(make_post(by=edith, title="Withdrawn"), by=edith)
    make_draft(post, by=alma, title="Leaving, still")
    return post


def problems(page):
    # Without its preload, which would bring the @imported sheets in as a <style> that the page refuses.
    results = Axe().run(page, options={"preload": False})
    return [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]


READER_PAGES = [
    *("/", "/leaving/", "/ليل-الميناء/", "/tags/", "/tags/harbour/", "/authors/alma/", "/archive/", "/archive/2020/"),
    *("/nothing-here/", "/withdrawn/"),
]


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_readers_pages(width, scheme, open_page, publication):
    page = open_page(width=width, color_scheme=scheme)
    foreign = []
    page.on("request", lambda request: "localhost" not in request.url and foreign.append(request.url))

    for address in READER_PAGES:
        page.goto(address)

        assert problems(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    assert not foreign
    assert not page.context.cookies()
    open_page.complaints[:] = [text for text in open_page.complaints if "404" not in text and "410" not in text]


def test_readers_pages_at_320_pixels_and_without_scripts(open_page, publication):
    page = open_page(width=320, java_script_enabled=False)
    narrow = open_page(width=320)

    for address in READER_PAGES[:8]:
        assert page.goto(address).ok
        assert page.locator("h1").count() == 1
        narrow.goto(address)
        assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_the_desk(width, scheme, open_page, sign_in, publication, ada):
    page = open_page(width=width, color_scheme=scheme)
    page.goto("/accounts/login/")
    assert problems(page) == []
    page.goto("/accounts/password/reset/")
    assert problems(page) == []
    sign_in(page, ada)
    near = [Tag.objects.create(name=name).pk for name in ("lamp", "lanterns")]
    renaming.rename(Tag.objects.get(pk=near[0]), name="lantern", slug="lantern", by=ada)
    found = {}

    for address in [
        *("/admin/", "/admin/blog/post/", "/admin/blog/post/add/", f"/admin/blog/post/{publication.pk}/change/"),
        *(f"/admin/blog/post/{publication.pk}/history/", f"/admin/blog/post/{publication.pk}/compare/?a=1&b=2"),
        *(f"/admin/blog/post/bulk/?operation={step}&post={publication.pk}" for step in ("publish", "retag")),
        f"/admin/blog/post/bulk/?operation=schedule&post={publication.pk}",
        *("/admin/signed-in/", "/admin/blog/sitesettings/", "/admin/blog/tag/", "/admin/media/image/"),
        "/admin/media/image/add/",
        *("/admin/blog/tag/look-alikes/", f"/admin/blog/tag/merge/?tag={near[0]}&tag={near[1]}"),
        *(f"/admin/blog/tag/{near[0]}/change/", f"/admin/blog/tag/{near[0]}/history/", "/admin/blog/tag/history/"),
        "/admin/redirects/redirect/paste/",
    ]:
        page.goto(address)
        if address.startswith("/admin/blog/post/") and address.endswith(("/change/", "/add/")):
            page.get_by_role("textbox", name="Text", exact=True).wait_for()
            page.locator("[role=toolbar]").wait_for()

        found[address] = problems(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    assert {address: list_ for address, list_ in found.items() if list_} == {}
