"""What of other places may stand in a text: from a pasted address to a link that asks before it loads."""

import re

import pytest

from blog import embeds, markup
from blog.admin.fields import BodyField
from blog.comparing import described
from blog.workflow import Text
from blog.workflow.readiness import problems
from tests.factories import make_post

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FIGURE = f'<figure data-embed="{VIDEO}"><figcaption>A <em>song</em></figcaption></figure>'


@pytest.fixture(autouse=True)
def one_more_host_of_mastodon(settings):
    settings.MASTODON_HOSTS = [*embeds.MASTODON, "social.example.org"]


@pytest.mark.parametrize(
    ("pasted", "service", "url", "frame"),
    [
        (VIDEO, "YouTube", VIDEO, f"{embeds.YOUTUBE}/embed/dQw4w9WgXcQ?autoplay=1"),
        ("http://youtu.be/dQw4w9WgXcQ?si=x&t=1m30s", "YouTube", f"{VIDEO}&t=90s", None),
        ("https://m.youtube.com/watch?list=x&v=dQw4w9WgXcQ&feature=share", "YouTube", VIDEO, None),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", VIDEO, None),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=7", "YouTube", f"{VIDEO}&t=7s", None),
        (f"{VIDEO}#t=30", "YouTube", f"{VIDEO}&t=30s", None),
        (
            "https://www.youtube.com/playlist?list=PLabcdefghij&si=x",
            "YouTube",
            "https://www.youtube.com/playlist?list=PLabcdefghij",
            f"{embeds.YOUTUBE}/embed/videoseries?list=PLabcdefghij&autoplay=1",
        ),
        ("https://vimeo.com/channels/staffpicks/76979871", "Vimeo", "https://vimeo.com/76979871", None),
        ("https://vimeo.com/76979871", "Vimeo", "https://vimeo.com/76979871", None),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e&title=0",
            "Vimeo",
            "https://vimeo.com/76979871/8272103f6e",
            f"{embeds.VIMEO}/video/76979871?dnt=1&autoplay=1&h=8272103f6e",
        ),
        (
            "https://bsky.app/profile/ana.example.org/post/3kabcdefgh2z",
            "Bluesky",
            "https://bsky.app/profile/ana.example.org/post/3kabcdefgh2z",
            f"{embeds.BLUESKY}/embed/ana.example.org/app.bsky.feed.post/3kabcdefgh2z",
        ),
        (
            "https://mastodon.social/@ana/109312345678901234?x=1#y",
            "Mastodon",
            "https://mastodon.social/@ana/109312345678901234",
            "https://mastodon.social/@ana/109312345678901234/embed",
        ),
        (
            "https://social.example.org/users/ana/statuses/109312345678901234",  # which settings name
            "Mastodon",
            "https://social.example.org/users/ana/statuses/109312345678901234",
            "https://social.example.org/users/ana/statuses/109312345678901234/embed",
        ),
        (
            "https://mastodon.social/@ana@social.example.org/109312345678901234",  # framed by her own host alone
            "Mastodon",
            "https://mastodon.social/@ana@social.example.org/109312345678901234",
            "",
        ),
        (
            "https://gist.github.com/ana/0123456789abcdef0123456789abcdef.js",
            None,
            None,
            None,
        ),
        (
            "https://gist.github.com/ana/0123456789abcdef0123456789abcdef#file-a",
            "GitHub Gist",
            "https://gist.github.com/ana/0123456789abcdef0123456789abcdef",
            "/framed/gist/ana/0123456789abcdef0123456789abcdef/",
        ),
        (
            "https://gist.github.com/0123456789abcdef0123456789abcdef",
            "GitHub Gist",
            "https://gist.github.com/0123456789abcdef0123456789abcdef",
            "/framed/gist/0123456789abcdef0123456789abcdef/",
        ),
    ],
)
def test_an_address_is_written_in_one_way(pasted, service, url, frame):
    found = embeds.find(pasted)

    if service is None:
        assert found is None
        return
    assert (found.service, found.url) == (service, url)
    assert embeds.find(url) == found
    assert frame is None or found.frame == frame


@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)//https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "data:text/html,https://youtu.be/dQw4w9WgXcQ",
        "//www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com.example.org/watch?v=dQw4w9WgXcQ",
        "https://example.org/https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com@example.org/watch?v=dQw4w9WgXcQ",
        "https://ana:secret@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:x/watch?v=dQw4w9WgXcQ",
        "https://www.yоutube.com/watch?v=dQw4w9WgXcQ",  # a Cyrillic о
        "https://www.youtube.com\\@example.org/watch?v=dQw4w9WgXcQ",
        'https://www.youtube.com/watch?v=dQw4w9WgXc"><script>',
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/redirect?q=https://example.org",
        "https://vimeo.com/76979871/../../settings",
        "https://bsky.app/profile/../post/3kabcdefgh2z/x",
        "https://medium.com/@ana/1234567890123",  # on a host that is nobody's Mastodon
        "https://mastodon.social.example.com/@ana/109312345678901234",
        "https://127.0.0.1/@ana/109312345678901234",
        "https://localhost/@ana/109312345678901234",
        "https://[::1]/@ana/109312345678901234",
        "https://[x/",
        "https://social.example.org/@ana/109312345678901234/embed",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=" + "9" * 600,
        "",
    ],
)
def test_whatever_is_not_on_the_list_is_nothing(hostile):
    assert embeds.find(hostile) is None


def test_every_frame_is_of_an_origin_that_pages_may_frame(settings):
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    found = [
        embeds.find(url)
        for url in (
            VIDEO,
            "https://vimeo.com/7",
            "https://bsky.app/profile/a.org/post/3kabc",
            *(f"https://{host}/@ana/109312345678901234" for host in embeds.MASTODON),
        )
    ]

    assert all(any(embed.frame.startswith(f"{origin}/") for origin in allowed) for embed in found)


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        (FIGURE, FIGURE),
        (f'<figure data-embed="{VIDEO}"><figcaption></figcaption></figure>', f'<figure data-embed="{VIDEO}"></figure>'),
        (
            '<figure data-embed="http://youtu.be/dQw4w9WgXcQ?t=5"><iframe src="//x"></iframe><p>gone</p></figure>',
            f'<figure data-embed="{VIDEO}&amp;t=5s"></figure>',
        ),
        (
            '<figure data-embed="https://example.org/?a=1&amp;b=2"><figcaption>Words</figcaption></figure>',
            '<p><a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a></p><p>Words</p>',
        ),
        ('<figure data-embed="javascript:alert(1)"><figcaption>Words</figcaption></figure>', "<p>Words</p>"),
        (
            f'<figure data-embed="{VIDEO}" data-image-id="7" onload="x"><img></figure>',
            f'<figure data-embed="{VIDEO}"></figure>',
        ),
        (f'<figure data-image-id="7"><img><figcaption>{FIGURE}</figcaption></figure>', None),
    ],
)
def test_a_text_keeps_what_is_on_the_list_and_a_link_to_what_is_not(dirty, kept):
    cleaned = markup.clean(dirty)

    assert markup.clean(cleaned) == cleaned
    if kept is not None:
        assert cleaned == kept


def test_a_page_has_a_link_and_says_what_a_button_would_load():
    html = markup.render(markup.clean(FIGURE), {})

    assert html == (
        f'<figure class="embed" data-service="YouTube" data-frame="{embeds.YOUTUBE}/embed/dQw4w9WgXcQ?autoplay=1"'
        f' data-load="Load from youtube.com"><p><a href="{VIDEO}">See it on YouTube</a></p>'
        "<figcaption>A <em>song</em></figcaption></figure>"
    )


def test_what_cannot_be_framed_is_a_link_alone():
    address = "https://mastodon.social/@ana@social.example.org/109312345678901234"
    html = markup.render(f'<figure data-embed="{address}"></figure>', {})

    assert "data-frame" not in html
    assert f'<p><span dir="ltr">@ana@social.example.org</span> <a href="{address}">See it on Mastodon</a></p>' in html


def test_what_is_no_longer_on_the_list_stays_a_link(settings):
    settings.MASTODON_HOSTS = []
    address = "https://social.example.org/@ana/109312345678901234"

    html = markup.render(f'<figure data-embed="{address}"><figcaption>Words</figcaption></figure>', {})

    assert f'<p><a href="{address}">{address}</a></p><figcaption>Words</figcaption>' in html


def test_a_gist_runs_in_a_frame_that_can_reach_nothing_of_ours(client):
    address = "/framed/gist/ana/0123456789abcdef0123456789abcdef/"

    framed = client.get(address, headers={"Sec-Fetch-Dest": "iframe"})
    by_itself = client.get(address, headers={"Sec-Fetch-Dest": "document"})

    assert '<script src="https://gist.github.com/ana/0123456789abcdef0123456789abcdef.js">' in framed.text
    policy = framed["Content-Security-Policy"].split("; ")
    assert "script-src 'self' https://gist.github.com" in policy
    assert "frame-ancestors 'self'" in policy
    (sandbox,) = [rule for rule in policy if rule.startswith("sandbox")]
    assert "allow-same-origin" not in sandbox
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "sessionid" not in framed.cookies
    assert by_itself["Location"] == "https://gist.github.com/ana/0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("hostile", ["ana/x", "ana/../0123456789abcdef0123", '"><script>/0123456789abcdef0123', ""])
def test_a_frame_is_of_nothing_but_a_gist(hostile, client, db):
    assert client.get(f"/framed/gist/{hostile}/").status_code == 404


def test_no_page_has_the_frame_itself_and_only_one_with_an_embed_has_its_script(client, edith):
    make_post(by=edith, title="Words", body=FIGURE)
    make_post(by=edith, title="Others", body="<p>Words about embed.js</p>")

    page = client.get("/words/")

    assert "<iframe" not in page.text
    assert "/embed.js" in page.text
    assert "/embed.js" not in client.get("/others/").text
    (allowed,) = re.findall(r"frame-src ([^;]*)", page["Content-Security-Policy"])
    assert allowed.split() == ["'self'", *embeds.FRAMED, *(f"https://{host}" for host in embeds.MASTODON)]


@pytest.mark.parametrize("format", ["xml", "atom", "json"])
def test_a_feed_has_the_link(format, client, edith):
    make_post(by=edith, title="Words", body=FIGURE)

    feed = (
        client.get(f"/feed.{format}")
        .text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace('\\"', '"')
    )

    assert f'<a href="{VIDEO}">See it on YouTube</a>' in feed
    assert "iframe" not in feed


def test_the_editor_gets_back_what_was_kept():
    assert markup.opened(FIGURE) == FIGURE
    assert not BodyField(upload_url="", choose_url="").has_changed(FIGURE, markup.opened(FIGURE))


def test_its_caption_is_among_the_words_and_its_address_is_what_comparing_shows():
    assert markup.plain(FIGURE) == "A song"
    assert markup.count_words(FIGURE) == 2
    assert markup.excerpt(f"{FIGURE}<p>Then words.</p>") == "Then words."
    assert described(FIGURE) == f"[Embed {VIDEO}; caption: A song]"


def test_one_without_a_caption_is_not_quite_ready(db):
    without = markup.clean(f'<figure data-embed="{VIDEO}"></figure>')

    said = [problem.message for problem in problems(Text(title="A", body=without + FIGURE))]

    assert said.count("What is shown from YouTube has no caption.") == 1
