"""What it costs to find related posts: one of them, among few and among many, and all of them.

``python -m tests.bench.related [small] [large]`` (numbers of posts). Their words are made up, as common and as rare
as words are: the second half as often as the first, a third of that …, and those of a subject among them.
"""

import os
import random
import statistics
import sys
import time
from io import StringIO
from itertools import accumulate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

ROUNDS = 40
WORDS = 60_000
SUBJECTS = 400


def main(small: int = 1_000, large: int = 10_000) -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import get_runner

    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    try:
        print(f"{connection.vendor}: CPU of this process; of one post the median of {ROUNDS}\n")
        print(f"{'posts':>10}{'all, s':>12}{'one, ms':>12}{'statements':>12}{'MB more':>12}")
        for posts in (small, large):
            _measure(posts)
            call_command("flush", interactive=False, verbosity=0)
    finally:
        runner.teardown_databases(databases)


def _measure(posts: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from blog.related import waiting
    from blog.related.models import Gist
    from tests.bench.corpus import make_corpus

    make_corpus(posts, withdrawn=posts // 5, scheduled=posts // 50, tags=2_000)
    _speak()
    held, start = _megabytes(), time.process_time()
    call_command("relate_posts", stdout=StringIO())
    whole, held = time.process_time() - start, _megabytes() - held
    one = []
    for gist in Gist.objects.order_by("pk")[posts // 2 : posts // 2 + ROUNDS]:
        Gist.objects.filter(pk=gist.pk).update(step=Gist.Step.WEIGH)
        start = time.process_time()
        waiting.relate(gist.pk)
        one.append((time.process_time() - start) * 1000)
    Gist.objects.filter(pk=gist.pk).update(step=Gist.Step.WEIGH)
    with CaptureQueriesContext(connection) as captured:
        waiting.relate(gist.pk)
    print(f"{posts:10,}{whole:12.0f}{statistics.median(one):12.1f}{len(captured):12}{held:12.0f}")


def _speak() -> None:
    """Give the published texts words to be told apart by."""
    from blog.models import Revision, State

    chance = random.Random(1)
    words = ["".join(chance.choices("aeioubcdfglmnprst", k=chance.randint(3, 10))) for _number in range(WORDS)]
    shares = list(accumulate(1 / (place + 3) for place in range(WORDS)))
    subjects = [chance.sample(words[300:], k=60) for _number in range(SUBJECTS)]
    said = []
    for revision in Revision.objects.filter(state=State.PUBLISHED).only("pk").iterator(1_000):
        subject = subjects[int(SUBJECTS * chance.random() ** 2)]
        text = chance.choices(words, cum_weights=shares, k=chance.randint(150, 800))
        text += chance.choices(subject, k=len(text) // 5)
        revision.title, revision.html = " ".join(subject[:3]), f"<p>{' '.join(text)}</p>"
        said.append(revision)
    Revision.objects.bulk_update(said, ["title", "html"], batch_size=100)


def _megabytes() -> float:
    with open("/proc/self/statm") as memory:
        return int(memory.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
