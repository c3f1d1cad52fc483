"""``manage.py prepare``: everything between a new version, or a new machine, and serving."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from blog.models import Post
from blog.search import rebuilding
from config import first_admin


class Command(BaseCommand):
    help = "Bring database and static files up to date. Safe to repeat; quick when there is nothing to do."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="fill a publication that is still empty")

    def handle(self, *, demo, verbosity, **options):
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database cannot be opened. Look at DATABASE_URL: {reason}") from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect_static_files()
        if rebuilding.is_needed():
            call_command("rebuild_search", stdout=self.stdout)
        if demo and is_empty():
            self.stdout.write("Making a demonstration, once; half a minute …")
            self.stdout.flush()
            call_command("demo", stdout=self.stdout, verbosity=verbosity)
        self.stdout.write(how_to_sign_in())


def is_empty() -> bool:
    return not get_user_model().objects.exists() and not Post.objects.exists()


def collect_static_files() -> None:
    """Run collectstatic, which takes seconds, unless the files are those it was last run for."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    stamp = settings.DATA_DIR / "static.sha256"
    if not stamp.exists() or stamp.read_text() != found.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(found.hexdigest())


def how_to_sign_in() -> str:
    desk = f"{settings.BYLINE_URL}/admin/"
    if first_admin.is_needed():
        return f"Nobody can sign in yet. For a day, this makes the first administrator:\n{first_admin.link()}"
    accounts = settings.DATA_DIR / "demo-accounts.txt"
    if accounts.exists():
        return f"Writing desk: {desk}, with the accounts in {accounts}"
    return f"Writing desk: {desk}"
