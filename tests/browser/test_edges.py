"""Texts that nobody planned for stay within the window, in any direction of writing."""

import pytest

from tests.factories import make_guest, make_post
from tests.factories_media import make_image

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
CELLS = "".join(f"<td><p>Column {number}</p></td>" for number in range(40))
TABLE = f"<table><tbody><tr>{CELLS}</tr></tbody></table>"
DEEP = "<ul><li><p>deeper</p>" * 12 + "</li></ul>" * 12
CODE = "x = " + " + ".join(f"value_{number}" for number in range(200))

EDGES = {
    "long-title": {"title": "A title that goes on " * 9, "summary": "And so does its summary. " * 20},
    "long-word": {
        "title": LONG_WORD[:200],
        "summary": LONG_WORD,
        "body": f"<h2>{LONG_WORD}</h2><p>{LONG_WORD}</p>" * 3,
    },
    "nothing": {"body": ""},
    "headings": {"body": "".join(f"<h2>Part {n}</h2><p>Words.</p><h3>Of it {n}</h3><p>More.</p>" for n in range(30))},
    "footnotes": {
        "body": "".join(f'<p>Words<sup data-footnote="Note {n}. {LONG_WORD}"></sup></p>' for n in range(300))
    },
    "table": {"body": f"{TABLE}<blockquote>{TABLE}</blockquote>"},
    "deep": {"body": DEEP + "<blockquote>" * 3 + f"<pre><code>{CODE}</code></pre>" + "</blockquote>" * 3},
    "code": {"body": f'<pre><code class="language-python">{(CODE + chr(10)) * 300}</code></pre>'},
    "scripts": {
        "title": "ليل الميناء and נמל and harbour",
        "language": "ar",
        "body": "<h2>ميناء (harbour) 2024</h2><p>كلمات ثم English words, then עברית 123.</p>"
        '<pre><code class="language-python">if x: return "ميناء"</code></pre><ol><li><p>واحد</p></li></ol>' * 3,
    },
    "embeds": {
        "body": f'<figure data-embed="https://mastodon.social/@ana/109312345678901234"><figcaption>{LONG_WORD}'
        '</figcaption></figure><ul><li><figure data-embed="https://vimeo.com/76979871"></figure></li></ul>',
    },
}


@pytest.fixture
def published(db, edith):
    """The edges as posts, one of two hundred pictures among them, all by somebody with a long name."""
    author = make_guest("Maria del Carmen " * 6)
    image = make_image((1300, 800), caption=LONG_WORD, credit=LONG_WORD[:200])
    pictures = f'<figure data-image-id="{image.pk}"><img></figure>' * 200
    for name, text in (EDGES | {"pictures": {"body": pictures}}).items():
        tags = ("Harbour " * 12, LONG_WORD[:100])
        make_post(by=edith, **{"title": name, "slug": name, "authors": [author], "tags": tags} | text)
    return [*EDGES, "pictures"]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(width, published, open_page):
    page = open_page(width=width)

    too_wide = {}
    for name in ["", *published]:
        page.goto(f"/{name}/" if name else "/")
        page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide[name] = page.evaluate(WIDEST)

    assert too_wide == {}


WIDEST = """[...document.querySelectorAll('body *')].filter((element) => {
  const { left, right } = element.getBoundingClientRect()
  return (right > innerWidth || left < 0) && !element.closest('.table, .code, .skip')
}).slice(0, 5).map((element) => element.outerHTML.slice(0, 80))"""
