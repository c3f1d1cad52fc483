"""``manage.py demo``: a publication to look around in."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from blog.demo import loading
from blog.demo.models import Made
from blog.models import Post


class Command(BaseCommand):
    help = "Make a demo publication in an empty database, or remove exactly what it made."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="Remove what the demo made, and nothing else.")

    def handle(self, *, remove: bool, **options):
        if remove:
            self._remove()
        else:
            self._load(verbose=options["verbosity"] > 1)

    def _load(self, *, verbose: bool):
        if Post.objects.exists():
            raise CommandError("There are posts already. The demo is made only in an empty publication.")
        if Made.objects.exists():  # a loading that was cut off
            loading.remove()
        demo = loading.Demo()
        demo.load(self.stdout.write if verbose else lambda line: None)
        call_command("relate_posts", stdout=StringIO())  # tasks would do it, but whoever looks may run no worker
        path = accounts_file()
        path.touch(mode=0o600)
        path.write_text("".join(f"{' '.join(account)}\n" for account in demo.accounts))
        self.stdout.write("The demo publication is ready. Sign in as:")
        for role, email, password in demo.accounts:
            self.stdout.write(f"  {role:14} {email:24} {password}")
        self.stdout.write(f"(kept in {path})")

    def _remove(self):
        kept = loading.remove()
        accounts_file().unlink(missing_ok=True)
        for name, number in kept.items():
            self.stdout.write(f"Kept {number} {name} that something of yours uses.")
        self.stdout.write("The demo publication is removed.")


def accounts_file():
    return settings.DATA_DIR / "demo-accounts.txt"
