"""Kills the tab, the server and the network at random while somebody types: ``python -m tests.faults [times] [seed]``.

A real server, a real Chromium and an author who types numbered words. After each fault they come back, take up what
was kept, save it, and what is missing at the end of their words is counted in seconds of typing. Prints a line per
fault and ends with 1 when more than five seconds were lost or a revision is half there.
"""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

ALLOWED_SECONDS = 5
HOUSE = Path(__file__).resolve().parents[2]
PASSWORD = "a long enough password"


class Server:
    """The web server of the Procfile, in a process group of its own that can be killed whole."""

    def __init__(self, port: int):
        self.port, self.process = port, None

    def start(self) -> None:
        line = "granian --interface wsgi --workers 2 --blocking-threads 4 --no-ws config.wsgi:application"
        command = [sys.executable, "-m", *line.split(), "--port", str(self.port)]
        silence = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=HOUSE, start_new_session=True, **silence)
        for _attempt in range(200):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=2):
                return
            time.sleep(0.1)
        raise SystemExit("The server does not start.")

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Author:
    """Types “w1 w2 w3 …”, and knows when each word was typed."""

    def __init__(self, context, address: str):
        self.context, self.address = context, address
        self.page, self.typed, self.first = None, {}, 1

    def come_back(self) -> list[int]:
        """Open the post, go on with what was kept, save; return the numbers of the words that are there."""
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(self.address)
        self.page.locator("[role=toolbar]").wait_for()
        self.page.wait_for_timeout(2500)  # what this browser kept is sent
        kept = self.page.get_by_role("link", name="See what differs")
        while kept.count():
            kept.first.click()
            self.page.get_by_role("link", name="Go on with these words").click()
            self.page.locator("[role=toolbar]").wait_for()
            self.page.wait_for_timeout(1200)
            self.save()
            self.page.goto(self.address)
            self.page.locator("[role=toolbar]").wait_for()
        text = self.page.get_by_role("textbox", name="Text", exact=True).inner_text()
        return [int(number) for number in re.findall(r"w(\d+)", text)]  # a space at the very end is not kept

    def save(self) -> None:
        self.page.locator(".steps [name=_save]").click()
        if self.page.locator("button[name=_merge]").count():
            self.page.locator("button[name=_merge]").click()
        self.page.get_by_text("Saved. Readers see nothing of it").wait_for()

    def type_for(self, seconds: float) -> None:
        self.page.get_by_role("textbox", name="Text", exact=True).click()
        self.page.keyboard.press("Control+End")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            number = max(self.typed, default=0) + 1
            self.page.keyboard.type(f"w{number} ")
            self.typed[number] = time.monotonic()
            time.sleep(random.uniform(0.02, 0.25))

    def lost(self, there: list[int], before: int) -> float:
        """Return how many seconds of typing are missing among the words after number ``before``."""
        missing = [number for number in self.typed if number > before and number not in there]
        if not missing:
            return 0.0
        last_kept = max((number for number in there if number < missing[0]), default=None)
        began = self.typed[last_kept] if last_kept else self.typed[missing[0]]
        return self.typed[missing[-1]] - began


def tab(author: Author, server: Server) -> None:
    """Kill the process behind the window: no event tells the page, as it is told when a window is closed."""
    with suppress(Exception):
        author.page.goto("chrome://crash", timeout=3000)


def network(author: Author, server: Server) -> None:
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    window = author.context.new_cdp_session(author.page)
    window.send("Network.enable")
    window.send("Network.emulateNetworkConditions", offline)
    author.type_for(random.uniform(0.5, 6))
    if random.random() < 0.5:
        window.send("Network.emulateNetworkConditions", offline | {"offline": False})
        author.type_for(random.uniform(0, 2))
    tab(author, server)


def server_killed(author: Author, server: Server) -> None:
    server.kill()
    author.type_for(random.uniform(0.5, 4))
    server.start()
    author.type_for(random.uniform(0, 2))
    tab(author, server)


def server_killed_while_saving(author: Author, server: Server) -> None:
    author.page.locator(".steps [name=_save]").click(no_wait_after=True)
    time.sleep(random.uniform(0, 0.12))
    server.kill()
    server.start()
    tab(author, server)


FAULTS = [tab, network, server_killed, server_killed_while_saving]


def half_revisions() -> list[str]:
    """Return what is wrong with any post or revision in the database."""
    from django.db.models import Count

    from blog import markup
    from blog.models import Post, Revision, State
    from blog.workflow import Text

    wrong = []
    for post in Post.objects.select_related("latest").annotate(revisions_kept=Count("revisions")):
        numbers = list(post.revisions.order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)) or post.latest.number != numbers[-1]:
            wrong.append(f"post {post.pk}: revisions {numbers}, the newest {post.latest.number}")
        if post.revisions.open().count() > 1 or post.open_state != post.latest.state:
            wrong.append(f"post {post.pk}: open state {post.open_state}")
    for revision in Revision.objects.all():
        said = Text.of(revision)
        if not said.authors or said.body != markup.clean(said.body):
            wrong.append(f"revision {revision}: no authors, or a text that was cut")
        if revision.state != State.SUPERSEDED and not revision.html:
            wrong.append(f"revision {revision}: not rendered")
    return wrong


def prepare() -> int:
    """Make the database, an author and a draft; return its number."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests.factories import make_draft, make_user

    call_command("prepare", demo=False, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    author = make_user("Alma", password=PASSWORD)
    return make_draft(by=author, title="Faults", body="<p>Start.</p>").post.pk


def main(times: int = 50, seed: int | None = None) -> int:
    random.seed(seed)
    post = prepare()
    from playwright.sync_api import sync_playwright

    from tests.chromium import CHROMIUM, FLAGS

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server, worst = Server(port), 0.0
    server.start()
    try:
        with sync_playwright() as playwright:
            context = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_context(
                base_url=f"http://127.0.0.1:{port}"
            )
            page = context.new_page()
            page.goto("/accounts/login/?next=/admin/")
            page.get_by_label("Email").fill("alma@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/admin/")
            author = Author(context, f"/admin/blog/post/{post}/change/")
            author.come_back()
            for number in range(1, times + 1):
                before = max(author.typed, default=0)
                fault = random.choice(FAULTS)
                author.type_for(random.uniform(0.3, 7))
                fault(author, server)
                lost = author.lost(author.come_back(), before)
                worst = max(worst, lost)
                words = max(author.typed) - before
                print(f"{number:3} {fault.__name__:28} {words:4} words typed, {lost:5.2f} s lost", flush=True)
    finally:
        server.kill()
    wrong = half_revisions()
    print(
        f"{times} faults, {max(author.typed)} words: at most {worst:.2f} s of typing lost; half revisions: {len(wrong)}"
    )
    print("\n".join(wrong))
    return int(worst > ALLOWED_SECONDS or bool(wrong))


if __name__ == "__main__":
    os.environ["BYLINE_DATA"] = tempfile.mkdtemp(prefix="byline-faults-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        sys.exit(main(*map(int, sys.argv[1:])))
    finally:
        shutil.rmtree(os.environ["BYLINE_DATA"], ignore_errors=True)
