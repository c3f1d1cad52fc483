"""Questions whose SQL is made once: what they find is of this time, whatever they found before."""

import pkgutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from inspect import isfunction, signature

import pytest
from django.db import NotSupportedError, connection, connections
from django.utils import timezone

import blog
from blog import snapshots, workflow
from blog.models import Revision, Tag
from blog.prepared import _Given, prepared
from tests.factories import make_draft, make_post

made = []


@prepared
def titled(title):
    made.append(title)
    return Revision.objects.live().filter(title=title).for_page()


def all_questions() -> dict:
    import_module("config.urls")
    modules = [
        import_module(module.name)
        for module in pkgutil.walk_packages(blog.__path__, "blog.")
        if "migrations" not in module.name
    ]
    functions = (each for module in modules for each in vars(module).values() if isfunction(each))
    asking = {f"{each.__module__}.{each.__name__}": each for each in functions if each.__code__ is titled.__code__}
    return {name: each.__wrapped__ for name, each in sorted(asking.items())}


QUESTIONS = all_questions()


def test_a_question_is_made_once_and_finds_what_is_given_each_time(db):
    make_post(title="Herons")
    make_post(title="Reeds")

    found = [[revision.title for revision in titled(title)] for title in ("Herons", "Reeds", "Lakes", "Herons")]

    assert found == [["Herons"], ["Reeds"], [], ["Herons"]]
    assert len(made) <= 1


def test_what_a_question_finds_is_what_is_there_now(edith):
    post = make_post(title="Herons", by=edith)
    before = titled("Herons")

    workflow.publish(make_draft(post, by=edith, title="Reeds"), by=edith)

    assert [revision.title for revision in before] == ["Herons"]
    assert (titled("Herons"), [revision.post for revision in titled("Reeds")]) == ([], [post])


def test_the_time_of_a_question_is_that_of_the_page(db, monkeypatch):
    at = timezone.now() + timedelta(hours=1)
    make_post(title="Herons", at=at)

    assert titled("Herons") == []
    with snapshots.snapshot():
        assert titled("Herons") == []
        monkeypatch.setattr(timezone, "now", lambda: at)
        assert titled("Herons") == []
    assert len(titled("Herons")) == 1


def test_one_of_none_is_not_asked_for(django_assert_num_queries, db):
    @prepared
    def numbered(*numbers):
        return Revision.objects.filter(pk__in=numbers)

    first, second = (make_post(title=title).live_revision() for title in ("Herons", "Reeds"))

    with django_assert_num_queries(2):
        found = [
            {revision.pk for revision in numbered(*numbers)} for numbers in ([], [first.pk], [first.pk, second.pk])
        ]
    assert found == [set(), {first.pk}, {first.pk, second.pk}]


def test_what_belongs_to_a_row_comes_with_it(django_assert_num_queries, db):
    make_post(title="Herons", tags=["birds"])

    with django_assert_num_queries(3):
        (revision,) = titled("Herons")
        assert (revision.post.pk, [tag.name for tag in revision.tags.all()]) == (revision.post_id, ["birds"])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_plans_a_question_once():
    posts = [make_post(title=f"100% herons {number}") for number in range(9)]

    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        for post in posts:
            with snapshots.snapshot():
                assert [revision.post for revision in titled(post.live_revision().title)] == [post]
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        ((statement, generic, custom),) = cursor.fetchall()

    assert (generic > 0, custom) == (True, 0)
    assert """"state" = 'published'""" in statement


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_migration_under_a_running_process_costs_each_connection_one_answer_at_most():
    make_post(title="Herons")
    own = connection.copy()
    try:
        for _time in range(9):
            titled("Herons")
        with own.cursor() as cursor:
            cursor.execute("ALTER TABLE blog_revision ALTER COLUMN title TYPE varchar(900)")
        with pytest.raises(NotSupportedError):
            titled("Herons")
        assert [revision.title for revision in titled("Herons")] == ["Herons"]
    finally:
        with own.cursor() as cursor:
            cursor.execute("ALTER TABLE blog_revision ALTER COLUMN title TYPE varchar(200)")
        own.close()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_by_their_own_connections():
    make_post(title="Herons")

    def ask(_number):
        try:
            return len(titled("Herons")), id(connections["default"].connection)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        assert [found for found, _connection in [ask(0), *other.map(ask, range(2))]] == [1, 1, 1]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_no_question_keeps_the_time_it_was_made_at(question, monkeypatch, db):
    some = {"is_first": True, "entries": Revision.objects.listed, "size": 12, "via": "", "whole": False, "model": Tag}
    some |= {"has_end": False, "others": 0, "most": 1_000}
    asked = signature(question).parameters.values()
    values = [_Given(each.name) for each in asked if each.kind is each.POSITIONAL_OR_KEYWORD]
    if {"numbers", "slugs"} & signature(question).parameters.keys():
        values = [_Given(0), _Given(1)]
    fixed = {each.name: some[each.name] for each in asked if each.kind is each.KEYWORD_ONLY}

    def params():
        with snapshots.standing_in(_Given("now")):
            rows = question(*values, **fixed)
        return [each.name if isinstance(each, _Given) else each for each in rows.query.sql_with_params()[1]]

    now = params()
    monkeypatch.setattr(timezone, "now", lambda: timezone.datetime(2020, 5, 1, tzinfo=timezone.get_default_timezone()))

    assert params() == now
