"""What posts are found by, and that it stays so as they change."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Author
from blog import workflow
from blog.models import Post, Revision, State, Tag, TagPlacement
from blog.search import asking, indexing, postgresql, query, sqlite, tasks
from blog.search.models import Document
from tests.factories import make_draft, make_guest, make_post
from tests.factories_media import make_image
from tests.plans import explain, queries_of

pytestmark = pytest.mark.django_db


def titles(text: str, **asked) -> list[str]:
    """What readers find, the best first."""
    question = query.parse(text, {"en"})
    found = asking.best_first(question, **asked)
    by_number = Revision.objects.in_bulk([each.revision_id for each in found])
    return [by_number[each.revision_id].title for each in found]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("harbour", True),
        ("HARBOUR", True),
        ("harbours", True),
        ("running", True),
        ("cafe", True),
        ("café", True),
        ("lecole", True),
        ("l’école", True),
        ("ecole", True),
        ("email", True),
        ("e-mail", True),
        ("e mail", True),
        ("salt bread", True),
        ('"salt bread"', True),
        ('"bread salt"', False),
        ("bread salt", True),
        ("salt -bread", False),
        ("salt -pepper", True),
        ("sa*", True),
        ("sa", False),
        ("nothing", False),
        ("salt nothing", False),
        ("ana", True),
        ("night", True),
        ("print", True),
        ("beacon", True),
        ("lamplit", True),
        ("aside", True),
        ("summed", True),
        ("-salt", False),
        ("NEAR", False),
        ("salt OR nothing", False),
        ("12345678901234567890", True),
        ("1e5", True),
    ],
)
def test_a_post_is_found_by_its_words(asked, is_found, edith):
    image = make_image(alt="A beacon", caption="A lamplit quay")
    body = (
        "<p>Harbour runs, a Café in l’École, e-mail, salt bread 12345678901234567890 and 1e5.</p>"
        '<pre><code class="language-python">print()</code></pre>'
        '<p>See<sup data-footnote="An aside.">1</sup></p>'
        f'<figure data-image-id="{image.pk}"><img></figure>'
    )
    make_post(
        title="Words", body=body, by=edith, authors=[make_guest("Ana Lemos")], tags=("Night sky",), summary="Summed up."
    )

    assert titles(asked) == (["Words"] if is_found else [])


@pytest.mark.parametrize(
    ("text", "asked", "is_found"),
    [
        ("日本語のテストを書く", "日本語", True),
        ("日本語のテストを書く", "本", True),
        ("日本語のテストを書く", "く", True),
        ("日本語のテストを書く", "テスト", True),
        ("日本語のテストを書く", "ﾃｽﾄ", True),
        ("日本語のテストを書く", "日語", False),
        ("我们在图书馆读书", "图书馆", True),
        ("我们在图书馆读书", "书图", False),
        ("한국어를 배우다", "한국어", True),
        ("ภาษาไทยง่ายมาก", "ไทย", True),
        ("می‌خواهم کتاب بخوانم", "می‌خواهم", True),
        ("می‌خواهم کتاب بخوانم", "میخواهم", True),
        ("می‌خواهم کتاب بخوانم", "مي خواهم", True),
        ("می‌خواهم کتاب بخوانم", "كتاب", True),
        ("كَتَبَ الوَلَدُ رسالةً", "كتب", True),
        ("كَتَبَ الوَلَدُ رسالةً", "رساله", True),
        ("ελληνικά", "ελληνικα", True),
        ("синий ёж", "еж", True),
        ("Straße", "strasse", True),
        ("हिन्दी में", "हिन्दी", True),
    ],
)
def test_every_script_is_found(text, asked, is_found):
    make_post(title="Words", body=f"<p>{text}</p>")

    assert titles(asked) == (["Words"] if is_found else [])


CPLUSPLUS = ("C++", "c++", "Ｃ＋＋", "C++,", "(C++)", "cplusplus")


@pytest.mark.parametrize(
    ("asked", "are_found"),
    [
        *((asked, {"Only C++", "Tagged", "C++17", "C++-Entwickler", "C++を学ぶ"}) for asked in CPLUSPLUS),
        ("C#", {"Only C#"}),
        ("C♯", {"Only C#"}),
        ("csharp", {"Only C#"}),
        ("c", {"Only c"}),
        ("C++17", {"C++17"}),
        ('"only c"', {"Only c"}),
        ('"only C++"', {"Only C++"}),
        ("only -C++", {"Only C#", "Only c", "Only .NET", "Only Node.js", "Only Disney+"}),
        (".NET", {"Only .NET"}),
        ("dotnet", {"Only .NET"}),
        ("net", {"Only .NET", "A net"}),
        ("Node.js", {"Only Node.js"}),
        ("nodejs", {"Only Node.js"}),
        ("disney", {"Only Disney+"}),
        ("Disney+", {"Only Disney+"}),
        ("entwickler", {"C++-Entwickler"}),
        ("学ぶ", {"C++を学ぶ"}),
        ("1+1", {"1+1"}),
    ],
)
def test_a_name_with_signs_is_a_word_of_its_own(asked, are_found):
    for name in ("C++", "C#", "c", ".NET", "Node.js", "Disney+"):
        make_post(title=f"Only {name}", body="<p>Of 26 °F.</p>")
    make_post(title="Tagged", tags=("C++",))
    for title in ("C++17", "A net", "C++-Entwickler", "C++を学ぶ", "1+1"):
        make_post(title=title, body="<p>Of it.</p>")

    assert set(titles(asked)) == are_found


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ('"the night"', True),
        ('"sky night"', False),
        ('"sky ana"', False),
        ('"lemos words"', False),
        ('"night sky"', True),
        ('"ana lemos"', True),
        ('"night night"', False),
        ("sky ana words", True),
    ],
)
def test_a_phrase_ends_where_the_title_or_the_names_end(asked, is_found, edith):
    make_post(
        title="Of the night", body="<p>Words.</p>", by=edith, authors=[make_guest("Ana Lemos")], tags=("night sky",)
    )

    assert titles(asked) == (["Of the night"] if is_found else [])


def test_titles_come_before_tags_names_and_text_and_exact_words_before_others():
    make_post(title="In the text", body="<p>Of running water.</p>")
    make_post(title="Another form", body="<p>Of runs and water.</p>")
    make_post(title="A tag", body="<p>Of dry land.</p>", tags=("running",))
    make_post(title="Running", body="<p>Of dry land.</p>" * 100)
    for number in range(12):  # a word that is in half of all posts tells nothing
        make_post(title=f"Post {number}")

    assert titles("running") == ["Running", "A tag", "In the text", "Another form"]


def test_of_what_very_many_say_titles_come_first_and_then_the_newest(monkeypatch):
    monkeypatch.setattr(asking, "MOST_FOUND", 3)
    make_post(title="Running", body="<p>Of dry land.</p>")
    make_post(title="Often", body="<p>Running, running, running.</p>")
    make_post(title="Once", body="<p>Of running water, and of much else besides.</p>")

    assert titles("running") == ["Running", "Once", "Often"]


def test_what_every_fourth_text_says_is_not_weighed_by_sqlite(monkeypatch):
    make_post(title="Old", body="<p>salt</p>" + "<p>sea</p>" * 50)
    for number in range(4):
        make_post(title=f"Post {number}")
    make_post(title="Sea", tags=["coast"])
    make_post(title="Another post")
    make_post(title="New", body="<p>salt sea</p>" + "<p>reeds</p>" * 40, tags=["coast"])
    coast = asking.Narrowing((f"t{Tag.objects.get().pk}",))

    def found():
        return titles("salt sea"), titles("sal* sea"), titles("sea", narrowing=coast), titles("sea -salt")

    assert found() == (["Old", "New"], ["Old", "New"], ["Sea", "New"], ["Sea"])
    monkeypatch.setattr(sqlite, "NEWEST", 4)
    first = ["New", "Old"] if connection.vendor == "sqlite" else ["Old", "New"]
    assert found() == (first, first, ["Sea", "New"], ["Sea"])


def test_what_only_an_old_text_says_is_found_by_its_beginning(monkeypatch):
    monkeypatch.setattr(postgresql, "LOOKED_THROUGH", 1)
    make_post(title="Running")
    make_post(title="Walking")

    assert titles("runn*") == ["Running"]


def test_of_what_very_many_begin_with_the_newest_are_enough(monkeypatch):
    monkeypatch.setattr(postgresql, "LOOKED_THROUGH", 2)
    for number in range(4):
        make_post(title=f"Running {number}")

    found = asking.live(query.parse("runn*", {"en"}), most=2)

    assert [each.title for each in found] == ["running 3", "running 2"]


def test_a_language_of_its_own_is_stemmed_by_its_own_rules(edith):
    make_post(title="Häuser", language="de")

    found = asking.live(query.parse("haus", {"en", "de"}))

    assert len(found) == 1


def hidden():
    hour = timedelta(hours=1)
    yield "a draft", lambda edith: make_draft(title="Secret")
    yield "scheduled", lambda edith: make_post(title="Secret", at=timezone.now() + hour)
    yield (
        "scheduled with an old date",
        lambda edith: make_post(title="Secret", at=timezone.now() + hour, date_given=timezone.now() - 100 * hour),
    )
    yield "withdrawn", lambda edith: workflow.withdraw(make_post(title="Secret"), by=edith)
    yield "in the trash", lambda edith: workflow.trash(make_post(title="Secret"), by=edith)
    yield (
        "rewritten",
        lambda edith: workflow.publish(make_draft(make_post(title="Secret"), by=edith, title="Said"), by=edith),
    )
    yield "an edit to come", lambda edith: make_draft(make_post(title="Said"), by=edith, title="Secret")


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in hidden()])
def test_what_readers_cannot_see_is_not_found(make, edith):
    make(edith)

    assert titles("secret") == []


def test_the_clock_decides_what_is_found(edith, monkeypatch):
    hour = timedelta(hours=1)
    workflow.withdraw(make_post(title="Soon gone"), by=edith, at=timezone.now() + hour)
    make_post(title="Soon here", at=timezone.now() + hour)
    now, later = timezone.now(), timezone.now() + 2 * hour

    assert titles("soon") == ["Soon gone"]
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert titles("soon") == ["Soon here"]
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert titles("soon") == ["Soon gone"]


def test_a_page_that_stands_in_no_list_is_found():
    make_post(title="About us", listed=False)

    assert titles("about") == ["About us"]


def assert_documents_are_right():
    """Every document has its revision's times; there is one for the newest of a post and each published one."""
    wanted = {revision.pk for revision in Revision.objects.filter(latest_of__isnull=False)}
    wanted |= {revision.pk for revision in Revision.objects.filter(state=State.PUBLISHED)}
    documents = list(Document.objects.select_related("revision"))
    assert {document.pk for document in documents} == wanted
    for document in documents:
        shown = document.revision if document.revision.state == State.PUBLISHED else Revision()
        for name in ("dated_at", "live_from", "live_until"):
            assert getattr(document, name) == getattr(shown, name), name
        assert (document.place > 0) == (shown.live_from is not None)


def test_documents_follow_every_step(edith):
    hour = timedelta(hours=1)
    post = make_post(title="One", by=edith)
    assert_documents_are_right()
    second = make_draft(post, by=edith, title="Two")
    assert_documents_are_right()
    workflow.publish(second, by=edith, at=timezone.now() + hour)
    assert_documents_are_right()
    workflow.unschedule(Revision.objects.get(pk=second.pk), by=edith)
    assert_documents_are_right()
    post.refresh_from_db()
    workflow.discard(post, by=edith)
    assert_documents_are_right()
    workflow.withdraw(post, by=edith)
    assert_documents_are_right()
    workflow.trash(post, by=edith)
    assert_documents_are_right()
    workflow.untrash(post, by=edith)
    assert_documents_are_right()
    Post.objects.all().delete()
    assert_documents_are_right()


def test_a_new_name_is_found_and_the_old_one_is_not(edith):
    ana = make_guest("Ana Lemos")
    post = make_post(title="Words", by=edith, authors=[ana], tags=("Sea",))
    author, tag = Author.objects.get(pk=ana.pk), Tag.objects.get(key="sea")

    author.name, tag.name = "Ana Reis", "Ocean"
    author.save()
    tag.save()

    assert titles("reis") == titles("ocean") == [post.latest.title]
    assert titles("lemos") == titles("sea") == []


def test_a_new_caption_is_found_and_the_old_one_is_not():
    image = make_image(caption="A lamplit quay")
    make_post(title="In the text", body=f'<figure data-image-id="{image.pk}"><img></figure>')
    make_post(title="As a cover", cover=image)

    image.caption = "A moonlit pier"
    image.save()

    assert set(titles("moonlit")) == {"In the text", "As a cover"}
    assert titles("lamplit") == []


def test_a_name_on_many_posts_is_changed_at_once_on_none_and_soon_on_all(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("blog.search.listeners.MOST_AT_ONCE", 2)
    for number in range(3):
        make_post(title=f"Post {number}", tags=("Sea",))
    tag = Tag.objects.get(key="sea")

    tag.name = "Ocean"
    with django_assert_max_num_queries(25):
        tag.save()
    before = titles("ocean")
    tasks.freshen.call()

    assert before == []
    assert len(titles("ocean")) == 3
    assert titles("sea") == []


def test_a_step_costs_the_index_few_queries(edith, django_assert_max_num_queries):
    post = make_post(by=edith)

    with django_assert_max_num_queries(2):
        assert not indexing.keep([post.pk])


def test_a_question_is_answered_by_the_index_and_not_by_reading_texts():
    make_post(title="Salt")
    question = query.parse("salt", {"en"})

    plan = explain(next(sent for sent in queries_of(lambda: asking.live(question)) if "search_document" in sent))

    assert not re.search(r"SCAN d\b|SCAN search_document|Seq Scan|TEMP B-TREE", plan), plan


def test_while_documents_wait_no_more_is_weighed_than_is_found():
    make_post(title="Tagged", body="<p>salt</p>", tags=["sea"])
    make_post(title="Another", body="<p>salt</p>")
    Document.objects.update(is_stale=True)
    sea = asking.Narrowing((f"t{Tag.objects.get().pk}",), is_waiting=True)

    sent = queries_of(lambda: asking.best_first(query.parse("salt", {"en"}), sea))
    asking_the_index = [each for each in sent if "search_document" in each]

    assert len(asking_the_index) == 2
    assert all("p.tag_id" in each for each in asking_the_index)
    assert titles("salt", narrowing=sea) == ["Tagged"]


def test_tags_that_become_one_are_one_in_the_index():
    make_post(title="Of one", tags=("Sea",))
    make_post(title="Of both", tags=("Sea", "Ocean"))
    sea, ocean = Tag.objects.get(key="sea"), Tag.objects.get(key="ocean")

    TagPlacement.objects.filter(tag=sea, content_object__title="Of both").delete()
    TagPlacement.objects.filter(tag=sea).update(tag=ocean)
    sea.same_as = ocean
    sea.save()

    assert titles("sea") == []
    assert set(titles("of", narrowing=asking.Narrowing((f"t{ocean.pk}",)))) == {"Of one", "Of both"}
    assert titles("of", narrowing=asking.Narrowing((f"t{sea.pk}",))) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(f"word{number:x}s" for number in range(60_000)), id="of many words"),
        pytest.param("".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(150_000)), id="of many signs"),
        pytest.param("x" * 300_000, id="of one word"),
        pytest.param(" ".join(f"не-{number}-ложь" for number in range(30_000)), id="of many joined words"),
    ],
)
def test_a_text_of_any_length_can_be_published_and_is_found_by_its_beginning(text, edith):
    make_post(title="Long", body=f"<p>beginning {text}</p>")

    assert titles("beginning") == ["Long"]
