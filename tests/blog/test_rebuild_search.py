"""``manage.py rebuild_search``: the index made anew, from where an earlier run was stopped."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.core.management import call_command
from django.db import connection, connections

from blog import workflow
from blog.models import Revision, SiteSettings, Tag
from blog.search import asking, indexing, query, rebuilding, tasks
from blog.search.models import VERSION, Build, Document, Name, Spelling
from blog.signals import content_changed
from tests.factories import make_draft, make_live, make_post


@pytest.fixture
def batches(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 2)


def count(text: str) -> int:
    return len(asking.live(query.parse(text, {"en"})))


def run(capsys, *arguments: str) -> str:
    call_command("rebuild_search", *arguments)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_an_index_that_is_not_there_is_built(batches, capsys):
    make_live(5)
    make_draft(title="A draft", tags=("night sky",))
    wanted = set(Document.objects.values_list("pk", "place", *Document.WORDS))
    Document.objects.all().delete()
    Spelling.objects.all().delete()
    names = set(Name.objects.values_list("key", "word", "author", "tag"))
    Name.objects.all().delete()

    out = run(capsys)

    assert "6 of 6 posts" in out
    assert set(Document.objects.values_list("pk", "place", *Document.WORDS)) == wanted
    assert count("post") == 5
    assert Spelling.objects.filter(key="words", word="words").exists()
    assert set(Name.objects.values_list("key", "word", "author", "tag")) == names
    assert Build.objects.get().version == VERSION
    assert not rebuilding.is_needed()


@pytest.mark.django_db
def test_an_index_that_is_up_to_date_is_left_alone(capsys):
    make_post()
    run(capsys)
    Document.objects.all().delete()

    assert "posts" not in run(capsys)
    assert not Document.objects.exists()
    assert "1 of 1 posts" in run(capsys, "--again")
    assert Document.objects.exists()


@pytest.mark.django_db
def test_another_version_asks_for_another_index(monkeypatch, capsys):
    make_post()
    run(capsys)
    monkeypatch.setattr(rebuilding, "VERSION", VERSION + 1)

    assert rebuilding.is_needed()
    assert "1 of 1 posts" in run(capsys)
    assert not rebuilding.is_needed()


@pytest.mark.django_db
def test_a_run_that_was_stopped_goes_on_where_it_was(batches, capsys, monkeypatch):
    make_live(7)
    keep, kept = indexing.keep, []

    def keep_until_killed(posts):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(posts)
        return keep(posts)

    monkeypatch.setattr(indexing, "keep", keep_until_killed)
    with pytest.raises(KeyboardInterrupt):
        run(capsys)
    monkeypatch.setattr(indexing, "keep", keep)

    out = run(capsys)

    assert "3 of 3 posts" in out
    assert count("post") == 7


def count_in_german(text: str) -> int:
    return len(asking.live(query.parse(text, {"de"})))


@pytest.mark.django_db
def test_another_language_of_the_publication_stems_its_texts_by_its_rules(batches, capsys):
    for _number in range(5):
        make_post(body="<p>Viele Katzen schliefen.</p>")
    make_post(body="<p>Les chats.</p>", language="fr")
    run(capsys)
    site = SiteSettings.load()
    site.language = "de"

    site.save()
    waiting = count_in_german("katze")
    needed = rebuilding.is_needed()
    tasks.build.call()
    tasks.build.call()

    assert waiting == 0
    assert needed
    assert count_in_german("katze") == 5
    assert len(asking.live(query.parse("chat", {"fr"}))) == 1
    assert not rebuilding.is_needed()
    assert "posts" not in run(capsys)


@pytest.mark.django_db
def test_a_task_that_was_killed_is_gone_on_with(batches, capsys):
    for _number in range(5):
        make_post(body="<p>Viele Katzen schliefen.</p>")
    run(capsys)
    site = SiteSettings.load()
    site.language = "de"
    site.save()
    next(rebuilding.build())

    out = run(capsys)

    assert "3 of 3 posts" in out
    assert count_in_german("katze") == 5


@pytest.mark.django_db
def test_upkeep_goes_on_with_a_build_and_begins_none(batches, capsys):
    make_live(5)
    call_command("upkeep")
    run(capsys, "--again")
    rebuilding.begin(again=True)
    next(rebuilding.build())
    capsys.readouterr()

    call_command("upkeep")

    assert "posts indexed anew: 3" in capsys.readouterr().out
    assert not rebuilding.is_needed()


@pytest.mark.django_db
def test_settings_in_the_same_language_are_nobodys_business(capsys):
    make_post()
    run(capsys)
    site = SiteSettings.load()

    site.tagline = "Of stones"
    site.save()

    assert not rebuilding.is_needed()


@pytest.mark.django_db
def test_what_is_stale_is_written_anew(capsys):
    post = make_post(title="Salt")
    run(capsys)
    Document.objects.filter(post=post).update(is_stale=True, title="sugar", body="sugar", forms="sugar")

    run(capsys)

    assert count("salt") == 1
    assert count("sugar") == 0


@pytest.mark.django_db
def test_readers_pages_hear_of_a_new_index(batches, capsys):
    make_live(3)
    heard = []

    def listen(sender, **kwargs):
        heard.append(connection.in_atomic_block)

    content_changed.connect(listen, sender=Document)
    run(capsys)
    content_changed.disconnect(listen, sender=Document)

    assert heard
    assert all(heard)


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_right_in_the_end(batches, edith):
    posts = make_live(12)
    failed = []

    def publish():
        try:
            for post in posts:
                workflow.publish(make_draft(post, by=edith, title=f"Rewritten {post.pk}"), by=edith)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=publish)
    rebuilding.begin(again=True)
    other.start()
    for _batch in rebuilding.build():
        pass
    other.join()

    live = Revision.objects.live()
    assert not failed
    assert count("rewritten") == 12
    assert set(Document.objects.live().values_list("pk", flat=True)) == set(live.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE", "INSERT"])
def test_a_tag_that_is_renamed_while_its_documents_are_written_is_found_by_its_last_name(statement, monkeypatch):
    monkeypatch.setattr("blog.search.listeners.MOST_AT_ONCE", 1)
    for number in range(3):
        make_post(title=f"Post {number}", tags=("Sea",))
    tag, renaming = Tag.objects.get(key="sea"), []

    def rename(name: str) -> None:
        try:
            tag.name = name
            tag.save()
        finally:
            connections.close_all()

    def rename_once(execute, sql, *rest):
        if sql.startswith(statement) and Document._meta.db_table in sql and not renaming:
            renaming.append(threads.submit(rename, "Abyss"))
            wait(renaming, timeout=1)  # on SQLite until the batch is written, on PostgreSQL no longer than it takes
        return execute(sql, *rest)

    rename("Ocean")
    with ThreadPoolExecutor(1) as threads, connection.execute_wrapper(rename_once):
        tasks.freshen.call()
    tasks.freshen.call()

    assert not renaming[0].exception()
    assert (count("abyss"), count("ocean"), count("sea")) == (3, 0, 0)
