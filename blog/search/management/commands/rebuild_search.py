"""``manage.py rebuild_search``: the search index, where it is not of this version or an earlier run was stopped."""

import time

from django.core.management.base import BaseCommand
from django.db import connection

from blog.models import Post
from blog.search import rebuilding
from blog.search.models import Build


class Command(BaseCommand):
    help = "Build the search index. Stopped, it goes on where it was; readers search meanwhile what is there."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="from the first post, although it is up to date")

    def handle(self, *, again: bool, **options):
        if again or rebuilding.is_needed():
            rebuilding.begin(again=again)
            here = Build.objects.get(pk=1).done_up_to or 0
            self._count(rebuilding.build(), Post.objects.filter(pk__gt=here).count())
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE search_document")  # PostgreSQL then knows which words are common
        self._count(rebuilding.freshen(), 0)
        self.stdout.write("The search index is up to date.")

    def _count(self, batches, posts: int) -> None:
        done, begun = 0, time.monotonic()
        for written in batches:
            done += written
            a_second = done / max(time.monotonic() - begun, 0.001)
            self.stdout.write(f"\r{done:,} of {max(posts, done):,} posts, {a_second:,.0f} a second", ending="")
            self.stdout.flush()
        if done:
            self.stdout.write("")
