"""Posts that are about the same: found by their words and tags, kept in tasks, shown by the clock."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import workflow
from blog.models import Post, Revision, SiteSettings, Tag
from blog.related import reading, relating, tasks, vocabulary, waiting
from blog.related.models import Gist, Neighbour, Term, Vocabulary, Word
from blog.series.models import Part, Series
from blog.signals import content_changed
from blog.tagcare import merging, renaming
from tests.bench.corpus import make_corpus
from tests.blog.test_concurrency import at_once
from tests.factories import make_draft, make_live, make_post
from tests.factories_media import make_image
from tests.plans import plan_of

BREAD = "<p>Flour and water, a crust from a hot oven: the loaf that a baker bakes.</p>"
TIDES = "<p>Moon pulls: tides run high along harbour walls.</p>"
OTHERS = {
    "Weaving": "<p>A loom has shafts, and whoever weaves counts threads.</p>",
    "By tram": "<p>The tram is late again, and the stop is full of umbrellas.</p>",
    "At night": "<p>Of stars over the hill a telescope shows a few hundred.</p>",
}
SECOND = timedelta(seconds=1)


@pytest.fixture
def heard():
    """Every announcement that neighbours have changed: whether it came inside a transaction."""
    announced = []

    def listen(sender, **kwargs):
        announced.append(connection.in_atomic_block)

    content_changed.connect(listen, sender=Neighbour)
    yield announced
    content_changed.disconnect(listen, sender=Neighbour)


@pytest.fixture
def clock(monkeypatch):
    """Set what time it is."""

    def show(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return show


@pytest.fixture
def others(edith):
    """Posts about other things, so that words can be told from filling."""
    return [make_post(by=edith, title=title, body=body) for title, body in OTHERS.items()]


def work() -> int:
    """Do what is queued, as a worker does, and return how many tasks that was."""
    done = 0
    while task := DBTaskResult.objects.ready().filter(task_path__startswith="blog.related").first():
        task.task.call(*task.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=task.pk).delete()
        done += 1
    return done


def near(post: Post) -> list[str]:
    return [other.title for other in reading.near(post.live_revision())]


def section(client, address: str) -> str:
    return client.get(address).text.partition('id="_related"')[2].partition("</section>")[0]


# -- what is near


def test_posts_that_say_the_same_in_other_words_are_shown_under_each_other(client, others, edith):
    first = make_post(by=edith, title="Bread", body=BREAD)
    second = make_post(by=edith, title="A baker", body="<p>Water meets flour; bakers wait, and ovens make a crust.</p>")
    make_post(by=edith, title="Tides", body=TIDES)

    work()

    assert near(first) == ["A baker"]
    assert near(second) == ["Bread"]
    assert ">A baker</a>" in section(client, "/bread/")
    assert section(client, "/weaving/") == ""


def test_a_tag_brings_posts_near_and_a_common_one_less_than_a_rare_one(others, edith):
    for number in range(6):
        make_post(by=edith, title=f"Note {number}", body=f"<p>{number}</p>", tags=("notes",))
    post = make_post(by=edith, title="One", body=BREAD, tags=("notes", "ferries"))
    make_post(by=edith, title="Two", body=TIDES, tags=("notes", "ferries"))

    work()

    assert near(post)[0] == "Two"


def test_one_word_in_common_is_no_subject(others, edith):
    post = make_post(by=edith, title="Sample", body="<p>Sample.</p>")
    make_post(by=edith, title="Sample", slug="other", body=TIDES)

    work()

    assert near(post) == []


def test_the_four_nearest_are_shown_the_nearest_first(others, edith):
    words = ["flour", "water", "oven", "crust", "loaf", "dough", "yeast"]
    post = make_post(by=edith, title="All", body=f"<p>{' '.join(words)}</p>")
    for number in range(2, 8):
        make_post(by=edith, title=f"Shares {number}", body=f"<p>{' '.join(words[:number])}</p>")

    work()

    assert near(post) == ["Shares 7", "Shares 6", "Shares 5", "Shares 4"]


def test_of_posts_as_near_the_newer_come_first(others, edith):
    posts = [make_post(by=edith, title=f"Bread {number}", body=BREAD) for number in range(4)]

    call_command("relate_posts")

    assert near(posts[0]) == ["Bread 3", "Bread 2", "Bread 1"]


@pytest.mark.parametrize(
    ("language", "first", "second", "other"),
    [
        ("ja", "潮の満ち引きと月の話", "月と潮の話をもう一度", "機織りの歴史"),
        ("zh", "潮汐与月亮的故事", "月亮和潮汐", "织布机的历史"),
        ("ko", "달과 밀물 이야기", "밀물 이야기와 바다", "베틀의 역사"),
        ("th", "น้ำขึ้นน้ำลงและดวงจันทร์", "ดวงจันทร์กับน้ำขึ้นน้ำลง", "ประวัติของกี่ทอผ้า"),
        ("ar", "المَدّ والجزر وضوء القمر", "القمر يصنع المد والجزر", "تاريخ النسيج"),
        ("ru", "Приливы, луна и море", "Луна, море, приливы", "История ткацкого станка"),
    ],
)
def test_every_script_is_compared(language, first, second, other, edith):
    texts = [(f"{number}", text) for number, text in enumerate((first, second, other, other[::-1]))]
    posts = [make_post(by=edith, title=title, body=f"<p>{text}</p>", language=language) for title, text in texts]

    work()

    assert near(posts[0]) == ["1"]
    assert near(posts[1]) == ["0"]


def test_only_posts_of_the_same_language_are_shown_wherever_it_is_spoken(others, edith):
    SiteSettings(language="en-gb").save()
    post = make_post(by=edith, title="Bread", body=BREAD, tags=("baking",))
    make_post(by=edith, title="American", body=BREAD, tags=("baking",), language="en-us")
    make_post(by=edith, title="Swedish", body=BREAD, tags=("baking",), language="sv")

    work()

    assert near(post) == ["American"]


def test_another_language_of_the_publication_is_followed(others, edith):
    post = make_post(by=edith, title="Bread", body=BREAD)
    make_post(by=edith, title="Swedish", body=BREAD, language="sv")
    work()
    assert near(post) == []

    SiteSettings(language="sv").save()
    work()

    assert near(post) == ["Swedish"]


@pytest.mark.parametrize("body", ["", "<p>🌲🎉</p>", "<p>2015 12 7</p>", "<p>\u202e \u200f</p>", "<hr>"])
def test_a_post_without_words_is_near_to_none_but_by_its_tags(body, others, edith):
    post = make_post(by=edith, title="🎉", slug="party", body=body)
    tagged = make_post(by=edith, title="🎈", slug="balloon", body=body, tags=("Parties",))
    make_post(by=edith, title="Cake", body=BREAD, tags=("parties",))

    work()

    assert near(post) == []
    assert near(tagged) == ["Cake"]


def test_a_very_long_text_is_compared_by_its_beginning(others, edith):
    long = make_post(by=edith, title="Long", body=BREAD * 7_000)
    post = make_post(by=edith, title="Bread", body=BREAD)

    work()

    assert near(post) == ["Long"]
    assert near(long) == ["Bread"]
    assert Term.objects.filter(gist=long.pk).count() <= 32


def test_headings_and_captions_count_also_those_of_the_library(others, edith):
    image = make_image(caption="Sourdough, with rye")
    post = make_post(by=edith, title="One", body="<h2>Sourdough and rye</h2><p>It rests.</p>")
    make_post(by=edith, title="Two", body=f'<figure data-image-id="{image.pk}"><img></figure>')

    work()

    assert near(post) == ["Two"]


# -- what is shown of them


def test_a_scheduled_post_comes_in_at_its_time_and_one_that_ends_goes_out(client, others, edith, clock):
    begins, ends = (timezone.now() + timedelta(hours=hours) for hours in (1, 2))
    post = make_post(by=edith, title="Bread", body=BREAD)
    make_post(by=edith, title="Tomorrow", body=BREAD, at=begins)
    workflow.withdraw(make_post(by=edith, title="Until then", body=BREAD), by=edith, at=ends)
    work()
    shown = {"now": near(post)}

    with CaptureQueriesContext(connection) as captured:
        for name, moment in (
            ("before", begins - SECOND),
            ("begun", begins),
            ("ending", ends - SECOND),
            ("ended", ends),
        ):
            clock(moment)
            shown[name] = near(post)

    assert shown == {
        "now": ["Until then"],
        "before": ["Until then"],
        "begun": ["Tomorrow", "Until then"],
        "ending": ["Tomorrow", "Until then"],
        "ended": ["Tomorrow"],
    }
    assert all(query["sql"].startswith("SELECT") for query in captured)
    assert ">Tomorrow</a>" in section(client, "/bread/")
    assert ">Bread</a>" in section(client, "/tomorrow/")


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize(
    "gone",
    {
        "withdrawn": lambda post, by: workflow.withdraw(post, by=by),
        "in the trash": lambda post, by: workflow.trash(post, by=by),
        "out of lists": lambda post, by: workflow.publish(make_draft(post, by=by, listed=False), by=by),
        "deleted": lambda post, by: post.delete(),
    }.values(),
    ids=["withdrawn", "in the trash", "out of lists", "deleted"],
)
def test_what_readers_find_no_more_is_near_to_none(gone, is_known, client, others, edith):
    """At once, and whether or not a task has been there since."""
    post, other = (make_post(by=edith, title=title, body=BREAD) for title in ("Bread", "Gone"))
    work()
    assert near(post) == ["Gone"]

    gone(other, edith)
    if is_known:
        work()

    assert near(post) == []
    assert section(client, "/bread/") == ""
    assert not is_known or not Gist.objects.filter(pk=other.pk or 0).exists()


def test_drafts_pages_and_texts_to_come_are_near_to_none(others, edith):
    post = make_post(by=edith, title="Bread", body=BREAD)
    make_draft(title="Draft", body=BREAD)
    make_post(by=edith, title="A page", body=BREAD, listed=False)
    make_draft(make_post(by=edith, title="To be changed", body=TIDES), body=BREAD, title="Changed")

    work()

    assert near(post) == []


def test_a_page_shows_none(client, others, edith):
    make_post(by=edith, title="Bread", body=BREAD)
    make_post(by=edith, title="About", body=BREAD, listed=False)

    work()

    assert section(client, "/about/") == ""


def test_what_is_shown_beside_them_is_not_shown_twice(client, others, edith):
    first, second, _third = (make_post(by=edith, title=f"Bread {number}", body=BREAD) for number in (1, 2, 3))
    make_post(by=edith, title="Linking", body=BREAD + '<p><a href="/bread-1/">Bread</a></p>')
    series = Series.objects.create(title="Loaves")
    for position, post in enumerate((first, second)):
        Part.objects.create(series=series, post=post, position=position)

    work()

    shown = section(client, "/bread-1/")
    assert re.findall(r">([^<>]+)</a>", shown) == ["Bread 3"]


def test_a_title_is_never_markup_and_says_its_language(client, others, edith):
    make_post(by=edith, title="خبز", slug="one", body=f"<p>{'قمح وماء وفرن'}</p>", language="ar")
    make_post(by=edith, title="<b>خبز</b>", slug="two", body=f"<p>{'قمح وماء وفرن'}</p>", language="ar")

    work()

    shown = section(client, "/one/")
    assert "&lt;b&gt;" in shown
    assert 'lang="ar" dir="rtl"' in shown


def test_they_take_one_query_more_however_many_there_are(client, others, edith):
    for number in range(12):
        make_post(by=edith, title=f"Bread {number}", body=BREAD)
    work()

    with CaptureQueriesContext(connection) as captured:
        page = client.get("/bread-0/").text

    assert page.partition('id="_related"')[2].partition("</section>")[0].count("<li>") == 4
    assert sum('"related_neighbour"' in query["sql"] for query in captured) == 1
    assert len(captured) <= 9


# -- when they are found


def test_a_publish_leaves_the_work_to_a_task(others, edith):
    work()
    with CaptureQueriesContext(connection) as captured:
        make_post(by=edith, title="Bread", body=BREAD)

    assert not any('INTO "related_' in query["sql"] for query in captured)
    assert work() >= 1


def test_a_task_done_twice_changes_and_announces_nothing_more(others, edith, heard):
    post = make_post(by=edith, title="Bread", body=BREAD)
    make_post(by=edith, title="Bread 2", body=BREAD)
    work()
    before = list(Neighbour.objects.order_by("pk").values_list())
    assert heard
    assert all(heard)
    heard.clear()

    tasks.relate.call(post.pk)
    tasks.relate.call(post.pk)
    tasks.relate.call(404)
    tasks.catch_up.call()

    assert not heard
    assert list(Neighbour.objects.order_by("pk").values_list()) == before
    assert not DBTaskResult.objects.ready().filter(task_path__startswith="blog.related").exists()


def test_a_change_that_leaves_every_list_as_it_was_is_nobodys_news(others, edith, heard):
    post = make_post(by=edith, title="Bread", body=BREAD)
    make_post(by=edith, title="Bread 2", body=BREAD)
    work()
    heard.clear()

    workflow.publish(make_draft(post, by=edith, body=BREAD + "<p>Salt.</p>"), by=edith)
    work()
    assert not heard
    workflow.publish(make_draft(post, by=edith, body=OTHERS["By tram"], title="Late"), by=edith)
    work()

    assert heard == [True]


def test_a_post_that_is_rewritten_leaves_the_lists_it_stood_in_and_enters_others(others, edith):
    bread, tides = make_post(by=edith, title="Bread", body=BREAD), make_post(by=edith, title="Tides", body=TIDES)
    post = make_post(by=edith, title="This", body=BREAD)
    work()
    assert (near(bread), near(tides)) == (["This"], [])

    workflow.publish(make_draft(post, by=edith, body=TIDES), by=edith)
    work()

    assert (near(bread), near(tides)) == ([], ["This"])


def test_an_update_that_is_scheduled_is_related_when_its_time_has_come(others, edith, clock):
    bread, tides = make_post(by=edith, title="Bread", body=BREAD), make_post(by=edith, title="Tides", body=TIDES)
    post, at = make_post(by=edith, title="This", body=BREAD), timezone.now() + timedelta(hours=1)
    workflow.publish(make_draft(post, by=edith, body=TIDES), by=edith, at=at)

    work()
    assert (near(bread), near(tides)) == (["This"], [])
    clock(at)
    work()

    assert (near(bread), near(tides)) == ([], ["This"])


def test_words_are_weighed_anew_when_twice_as_many_texts_are_known(edith):
    asked = []

    for number in range(1, 10):
        waiting.relate(make_post(by=edith, title="More", body=TIDES).pk)
        asked += [number] if waiting.stale().exists() else []
        DBTaskResult.objects.all().delete()
        tasks.catch_up.call()
        work()

    assert asked == [2, 4, 8]
    assert not waiting.stale().exists()


def test_of_very_many_texts_the_older_count_half_as_much(edith, monkeypatch):
    monkeypatch.setattr(vocabulary, "ENOUGH", 4)
    make_post(by=edith, title="Once", body="", language="sv")
    for number in range(7):
        make_post(by=edith, title="Often", body=f"<p>{'Bread' if number % 2 else 'Tides'}</p>")

    work()
    make_post(by=edith, title="Often", body="<p>Salt</p>")
    work()

    assert Vocabulary.objects.get(pk="en").texts == 4
    assert dict(Word.objects.values_list("term", "texts")) == {"en often": 4, "en bread": 1, "en tide": 2, "sv onc": 1}
    assert not waiting.stale().exists()


def test_upkeep_finds_what_no_task_has(others, edith, clock):
    post = make_post(by=edith, title="Bread", body=BREAD)
    ends = timezone.now() + timedelta(hours=1)
    ending = make_post(by=edith, title="Until then", body=BREAD)
    workflow.withdraw(ending, by=edith, at=ends)
    DBTaskResult.objects.all().delete()

    call_command("upkeep")
    assert near(post) == ["Until then"]
    clock(ends)
    call_command("upkeep")

    assert Gist.objects.count() == 4
    assert not Neighbour.objects.filter(near=ending.pk).exists()


def test_who_is_left_with_few_neighbours_looks_for_others(others, edith):
    posts = [make_post(by=edith, title=f"Bread {number}", body=BREAD) for number in range(3)]
    work()
    Neighbour.objects.filter(gist=posts[0].pk, near=posts[2].pk).delete()
    assert near(posts[0]) == ["Bread 1"]

    workflow.withdraw(posts[1], by=edith)
    work()

    assert near(posts[0]) == ["Bread 2"]


# -- tags that change


def test_a_tag_with_another_name_is_the_same_tag(others, edith):
    post, _other = (make_post(by=edith, title=title, body="", tags=("Bread",)) for title in ("Oven", "Crust"))
    work()
    assert near(post) == ["Crust"]

    renaming.rename(Tag.objects.get(), name="Loaves", slug="loaves", by=edith)

    assert work() == 0
    assert near(post) == ["Crust"]


def test_tags_that_become_one_bring_posts_near_and_part_them_again(others, edith):
    post = make_post(by=edith, title="Oven", body="<p>Ash</p>", tags=("Bread",))
    make_post(by=edith, title="Crust", body="<p>Ash</p>", tags=("Loaves",))
    work()
    alone = near(post)

    merged = merging.merge([Tag.objects.get(name="Loaves")], Tag.objects.get(name="Bread"), by=edith)
    work()
    together = near(post)
    merging.undo(merged, by=edith)
    work()

    assert (alone, together, near(post)) == ([], ["Crust"], [])
    said = set(Term.objects.filter(term__contains="#").values_list("term", flat=True))
    assert said == {f"en #{tag.pk}" for tag in Tag.objects.all()}


def test_a_tag_taken_off_is_no_tie_any_more(others, edith):
    post = make_post(by=edith, title="Oven", body="", tags=("Bread",))
    other = make_post(by=edith, title="Crust", body="", tags=("Bread",))
    work()

    workflow.publish(make_draft(other, by=edith, tags=()), by=edith)
    work()

    assert near(post) == []


# -- manage.py relate_posts


def run(capsys, *arguments: str) -> str:
    call_command("relate_posts", *arguments)
    return capsys.readouterr().out


def known():
    terms = sorted(Term.objects.values_list("gist", "term", "weight"))
    return terms, sorted(Neighbour.objects.values_list("gist", "near", "score"))


def test_all_are_related_at_once(others, edith, capsys):
    post = make_post(by=edith, title="Bread", body=BREAD)
    make_post(by=edith, title="Tomorrow", body=BREAD, at=timezone.now() + timedelta(days=1))
    make_post(by=edith, title="Bread 2", body=BREAD)
    make_post(by=edith, title="A page", body=BREAD, listed=False)

    out = run(capsys)

    assert "6 of 6 posts weighed" in out
    assert "6 of 6 posts related" in out
    assert near(post) == ["Bread 2"]
    assert Neighbour.objects.filter(gist=post.pk).count() == 2
    assert Word.objects.get(pk="en flour").texts == 3
    assert run(capsys) == "Related posts are up to date.\n"


def test_again_finds_the_same(others, edith, capsys):
    make_post(by=edith, title="Bread", body=BREAD, tags=("Loaves",))
    make_post(by=edith, title="Bread 2", body=BREAD)
    run(capsys)
    before = known()
    Term.objects.update(weight=1)
    Neighbour.objects.all().delete()

    assert "5 of 5 posts weighed" in run(capsys, "--again")

    assert before[1]
    assert known() == before


def test_a_run_that_was_stopped_goes_on_where_it_was(edith, capsys, monkeypatch):
    monkeypatch.setattr(waiting, "BATCH", 2)
    for number in range(7):
        make_post(by=edith, title=f"Bread {number}", body=BREAD if number % 2 else TIDES)
    relate, related = relating.relate, []

    def relate_until_killed(post):
        if len(related) == 4:
            raise KeyboardInterrupt
        related.append(post)
        return relate(post)

    monkeypatch.setattr(relating, "relate", relate_until_killed)
    with pytest.raises(KeyboardInterrupt):
        run(capsys)
    monkeypatch.setattr(relating, "relate", relate)
    capsys.readouterr()

    out = run(capsys)

    assert "weighed" not in out
    assert "3 of 3 posts related" in out
    assert Neighbour.objects.count() == 3 * 2 + 4 * 3


def test_a_run_finds_what_tasks_have_found(others, edith, capsys):
    for number in range(8):
        make_post(by=edith, title=f"Bread {number}", body=BREAD, tags=(f"tag {number % 3}",))
    work()
    call_command("relate_posts", "--again")
    before = known()

    for post in Post.objects.all():
        Gist.objects.filter(pk=post.pk).update(step=Gist.Step.WEIGH)
        tasks.relate.call(post.pk)

    assert known() == before


# -- what they cost


def test_the_pages_query_goes_from_the_few_near_to_their_times(others, edith):
    for number in range(12):
        make_post(by=edith, title=f"Bread {number}", body=BREAD)
    work()
    revision = Revision.objects.live().get(slug="bread-0")

    plan = plan_of(lambda: reading.near(revision))

    # PostgreSQL knows from its statistics that few are near; in a table this small everything is.
    by_post = re.search(r"SEARCH blog_revision USING INDEX \w+ \(post_id=\?", plan)
    assert by_post or connection.vendor == "postgresql", plan
    assert not re.search(r"SCAN (blog_revision|related_neighbour)|Seq Scan", plan), plan


def test_a_post_among_many_is_related_by_indexes_and_few_statements(db):
    make_corpus(400, withdrawn=20, scheduled=8, authors=3, tags=12)
    call_command("relate_posts", verbosity=0)
    gist = Gist.objects.first()

    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        relating.relate(gist.pk)

    assert len(captured) <= 10
    plan = plan_of(lambda: relating.relate(gist.pk), reading="")
    assert not re.search(r"SCAN related_term\b|Seq Scan", plan), plan


def test_a_post_that_many_are_near_to_stays_in_lists_of_whom_it_does_not_see(others, edith, monkeypatch):
    posts = [make_post(by=edith, title=f"Bread {number}", body=BREAD) for number in range(6)]
    work()
    monkeypatch.setattr(relating, "IN_SIGHT", 1)
    before = set(Neighbour.objects.values_list("gist", "near"))

    Gist.objects.filter(pk=posts[0].pk).update(step=Gist.Step.WEIGH)
    work()
    tasks.relate.call(posts[0].pk)

    assert set(Neighbour.objects.values_list("gist", "near")) == before


@pytest.mark.django_db(transaction=True)
def test_posts_that_are_related_at_once_find_each_other(edith):
    posts = [make_post(by=edith, title=f"Bread {number}", body=BREAD) for number in range(8)]

    at_once(*(lambda post=post: waiting.relate(post.pk) for post in posts))
    work()

    assert Neighbour.objects.count() == 8 * 7
    assert Vocabulary.objects.get(pk="en").texts == 8


def test_a_list_is_never_longer_than_is_kept(others, edith, monkeypatch):
    monkeypatch.setattr(relating, "KEPT", 3)
    for post in make_live(6, by=edith, body=BREAD):
        waiting.relate(post.pk)

    lengths = [Neighbour.objects.filter(gist=gist).count() for gist in Gist.objects.all()]

    assert max(lengths) == 3
