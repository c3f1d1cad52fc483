"""``make bench``: what pages cost, as ratios in one run. ``python -m tests.bench [small] [large]`` (numbers of posts).

Every kind of list is rendered among few posts and among many, the runs interleaved, and its median CPU time
compared; then how the database answers each list among many is printed, for a reader to judge.
"""

import os
import statistics
import sys
import time
from io import StringIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from tests.bench import pictures

ROUNDS = 15


def main(small: int = 1_000, large: int = 100_000) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import get_runner, override_settings, setup_test_environment

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}).enable()
    setup_test_environment()
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    try:
        print(f"{connection.vendor}: {small:,} and {large:,} live posts, median of {ROUNDS} rounds, CPU and waiting")
        few = _measure(small)
        _empty()
        many = _measure(large, explain=True)
        print(f"\n{'page':34}{'few, ms':>10}{'many, ms':>10}{'ratio':>8}{'queries':>9}")
        for name in many:
            (little, _queries), (much, queries) = few[name], many[name]
            print(f"{name:34}{little:10.2f}{much:10.2f}{much / little:8.2f}{queries:9}")
    finally:
        runner.teardown_databases(databases)


def _measure(posts: int, *, explain: bool = False) -> dict[str, tuple[float, int]]:
    """Return page → (median milliseconds, queries) among ``posts`` live ones.

    A fifth as many are withdrawn and 2 % scheduled.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import Count
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from blog.models import LinkPlacement, Revision
    from blog.paging import cursor
    from blog.related import waiting
    from media.models import Image
    from tests.bench.corpus import make_corpus, make_library
    from tests.factories import make_user

    people, tags = make_corpus(posts, withdrawn=posts // 5, scheduled=posts // 50, tags=2_000)
    call_command("rebuild_search", stdout=StringIO())
    picture = make_library(posts)
    deep = Revision.objects.live().order_by("dated_at")[posts // 20]
    for revision in Revision.objects.live().oldest_first((deep.dated_at, deep.post_id - 1))[:40]:
        waiting.relate(revision.post_id)  # so that its page has some to show
    last = Image.objects.order_by("uploaded_at")[posts // 20]
    linked = LinkPlacement.objects.values("slug").annotate(links=Count("pk")).order_by("-links")[0]["slug"]
    before = cursor(deep.dated_at, deep.post_id)
    pages = {
        "home": "/",
        "home, its last twentieth": f"/?before={before}",
        "biggest tag": f"/tags/{tags[0].slug}/",
        "biggest tag, its last twentieth": f"/tags/{tags[0].slug}/?before={before}",
        "two tags, often together": f"/tags/{tags[0].slug}+{tags[1].slug}/",
        "two tags, never together": f"/tags/{tags[0].slug}+{tags[2].slug}/",
        "one tag without another": f"/tags/{tags[1].slug}+!{tags[0].slug}/",
        "author": f"/authors/{people[0].slug}/",
        "authors": "/authors/",
        "post": f"/{deep.slug}/",
        "post, much linked to": f"/{linked}/",
        "2,000 tags": "/tags/",
        "archive": "/archive/",
        "archive, a month": f"/archive/{deep.dated_at:%Y/%m}/",
        "feed": "/feed.atom",
        "sitemap": "/sitemap.xml",
        "search, a word of all": "/search/?q=ordinary",
        "search, two words of all, newest": "/search/?q=ordinary+length&order=newest",
        "search, a phrase of all": "/search/?q=%22ordinary+length%22",
        "search, a word of one": f"/search/?q={deep.slug.removeprefix('post-')}",
        "search, narrowed to biggest tag": f"/search/?q=ordinary&tag={tags[0].slug}",
        "search, a mistyped word": "/search/?q=ordinaryy+lentgh",
        "search, suggestions": "/search/suggest/?q=pos",
        "search, feed": "/search/feed.atom?q=ordinary",
        "desk: first page": "/admin/",
        "desk: list": "/admin/blog/post/",
        "desk: list of drafts": "/admin/blog/post/?state=draft",
        "desk: search": "/admin/blog/post/?q=ordinary",
        "desk: form": f"/admin/blog/post/{deep.post_id}/change/",
        "desk: history": f"/admin/blog/post/{deep.post_id}/history/",
        "desk: calendar": "/admin/planning/",
        "library": "/admin/media/image/",
        "library, its last twentieth": f"/admin/media/image/?before={last.uploaded_at:%Y-%m-%dT%H:%M:%S}Z_{last.pk}",
        "library: a person’s": f"/admin/media/image/?by={picture.uploaded_by_id}",
        "library: a month": f"/admin/media/image/?month={picture.uploaded_at:%Y-%m}",
        "library: not used": "/admin/media/image/?use=unused",
        "library: without text": "/admin/media/image/?missing=alt",
        "library: one word of all": "/admin/media/image/?q=harbour",
        "library: two words of one": f"/admin/media/image/?q=img+{posts // 2}",
        "library: a picture, where used": f"/admin/media/image/{picture.pk}/change/",
        "library: chooser": "/admin/media/image/choose/",
        "library: chooser, search": "/admin/media/image/choose/?q=harbour+boats",
    }
    client, taken, queries = Client(), {name: [] for name in pages}, {}
    client.force_login(make_user("Editor", role="editor"))
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, address
        queries[name] = len(captured)
        if explain:
            _explain(name, captured)
    for _round in range(ROUNDS):
        for name, address in pages.items():
            start = time.perf_counter()
            client.get(address)
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: (statistics.median(taken[name]), queries[name]) for name in pages}


def _explain(name: str, captured) -> None:
    from django.db import connection

    print(f"\n{name}")
    ask = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(ask + query["sql"])
            plan = [str(row[-1]) for row in cursor.fetchall()]
        print(f"  {query['sql'][:60]}…\n      " + "\n      ".join(plan))


def _empty() -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
    pictures.measure()
