"""``manage.py relate_posts``: which posts are about the same, where that is not known yet or has grown stale."""

import time

from django.core.management.base import BaseCommand

from blog.related import waiting
from blog.related.models import Gist


class Command(BaseCommand):
    help = "Find related posts. Stopped, it goes on where it was; readers are shown meanwhile what is there."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="weigh every post anew, although it is up to date")

    def handle(self, *, again: bool, **options):
        new = waiting.unknown().count()
        stale = Gist.objects.count() if again else waiting.stale().count()
        self._count("weighed", waiting.weigh_all(again=again), new + stale)
        self._count("related", waiting.relate_all(), waiting.stale().count())
        self.stdout.write("Related posts are up to date.")

    def _count(self, what: str, batches, posts: int) -> None:
        done, begun = 0, time.monotonic()
        for some in batches:
            done += some
            a_second = done / max(time.monotonic() - begun, 0.001)
            said = f"\r{done:,} of {max(posts, done):,} posts {what}, {a_second:,.0f} a second"
            self.stdout.write(said, ending="")
            self.stdout.flush()
        if done:
            self.stdout.write("")
