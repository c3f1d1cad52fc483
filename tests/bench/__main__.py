"""``make bench``: what pages cost, as ratios in one run. ``python -m tests.bench [few] [many]`` (numbers of posts).

Every kind of list is asked for among few posts and among many, the runs interleaved, and the medians of the processor
time that server and database take compared, with one another and with that of an empty view, “bare”. How the database
finds each list among many is printed first, for a reader to judge. ``--lists`` leaves the search out and has short
texts, so that a million posts are made in minutes.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from io import StringIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from tests.bench import pictures

ROUNDS = 9
RUN = 5  # requests for one page in a row, after one that is not measured


def main() -> None:
    asked = _arguments()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import get_runner

    from tests.bench import serving

    serving.prepare()
    folder = tempfile.TemporaryDirectory(prefix="byline-bench-")
    if connection.vendor == "sqlite":  # in a file, which the server can open as well
        connection.settings_dict["TEST"]["NAME"] = f"{folder.name}/bench.sqlite3"
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    try:
        few = measure(*made(asked.few, with_search=not asked.lists))
        call_command("flush", interactive=False, verbosity=0)
        cast, pages = made(asked.many, with_search=not asked.lists)
        queries = explain(cast, pages)
        many = measure(cast, pages)
        print(f"\n{connection.vendor}, {asked.few:,} and {asked.many:,} live posts, median of {ROUNDS} rounds\n")
        print_table(few, many, queries)
    finally:
        runner.teardown_databases(databases)
        folder.cleanup()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition(".")[0])
    parser.add_argument("few", type=int, nargs="?", default=1_000)
    parser.add_argument("many", type=int, nargs="?", default=100_000)
    parser.add_argument("--lists", action="store_true", help="lists alone, of short posts")
    return parser.parse_args()


def made(posts: int, *, with_search: bool) -> tuple:
    """Make ``posts`` live posts and what there is besides, and return who looks at them, and the pages they look at.

    A fifth as many are withdrawn. What is being written, or waits for its day, does not grow with the archive.
    """
    from django.core.management import call_command

    from blog.models import Revision
    from blog.related import waiting
    from tests.bench.beside import make_beside
    from tests.bench.corpus import PARAGRAPH, make_corpus, make_library, take_stock
    from tests.bench.pages import all_pages

    begun = time.perf_counter()
    besides = {"withdrawn": posts // 5, "scheduled": 200, "drafts": 200}
    text = PARAGRAPH * 4 if with_search else "<p>Some words.</p>"
    people, tags = make_corpus(posts, **besides, tags=2_000, text=text)
    cast = make_beside(people)
    if with_search:
        call_command("rebuild_search", stdout=StringIO())
    picture = make_library(posts)
    oldest_first = Revision.objects.live().order_by("dated_at").values_list("post_id", flat=True)
    for post in oldest_first[posts // 20 : posts // 20 + 40]:
        waiting.relate(post)  # so that the page of one of these has some to show
    take_stock()
    print(f"{posts:,} posts made in {time.perf_counter() - begun:.0f} s", flush=True)
    return cast, all_pages(posts, people, tags, picture, cast, with_search=with_search)


def explain(cast: dict, pages: list) -> dict:
    """Print how the database finds what each page shows, and return page → queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.bench.explaining import Explained

    queries, explained = {}, Explained()
    for page in pages:
        client = Client()
        if page.who:
            client.force_login(cast[page.who])
        client.get(page.address)
        with CaptureQueriesContext(connection) as captured:
            status = client.get(page.address).status_code
        assert status == page.status, f"{page.name}: {status} at {page.address}"
        queries[page.name] = len(captured)
        print(f"\n{page.name}", *explained(query["sql"] for query in captured), sep="\n")
    return queries


def measure(cast: dict, pages: list) -> dict:
    """Return the name of each page → (itself, milliseconds, as many empty views)."""
    from tests.bench.pages import Page
    from tests.bench.serving import served

    bare = Page("bare", "/bare/")
    pages = [bare, *pages]
    taken, chance = {page: [] for page in pages}, random.Random(1)
    with served(cast) as server:
        for _round in range(ROUNDS):
            chance.shuffle(pages)  # or Python tidies up during the same page in every round
            for page in pages:
                for each in (bare, page):
                    status = server.get(each.who, each.address)  # which finds nothing of it in the processor’s caches
                    assert status == each.status, f"{each.name}: {status} at {each.address}"
                    start = server.seconds()
                    for _time in range(RUN):
                        server.get(each.who, each.address)
                    taken[each].append((server.seconds() - start) * 1000 / RUN)
    medians = {page: statistics.median(times) for page, times in taken.items()}
    return {page.name: (page, ms, ms / medians[bare]) for page, ms in medians.items()}


def print_table(few: dict, many: dict, queries: dict) -> None:
    columns = f"{'few, ms':>9}{'many, ms':>10}{'queries':>9}{'growth':>8}{'bare':>7}  budget"
    print(f"{'page':34}{columns}")
    over = 0
    for name, (page, much, views) in many.items():
        _page, little, few_views = few[name]
        growth = views / few_views
        is_kept = page.budget.is_kept(growth, views)
        over += not is_kept
        mark = "" if is_kept else "  ← over"
        print(
            f"{name:34}{little:9.2f}{much:10.2f}{queries.get(name, 0):9}{growth:8.2f}{views:7.1f}  {page.budget}{mark}"
        )
    print("\nbare: how many empty views one page costs, among many; growth: as many ÷ as among few.")
    print(f"{over} of {len(many)} over their budget.")


if __name__ == "__main__":
    main()
    pictures.measure()
