"""The demo publication, served as ``make run`` serves it, from a directory of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

HOUSE = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 300
AT_DESK = {"styleguide": "/styleguide/"}  # made of readers' pages, for whoever has the session of ``sign_in``


@contextmanager
def demo_publication(directory: Path) -> Iterator[str]:
    """Make the demo in ``directory``, serve it on a free port of this machine, and give the address it has there."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    ours = {"BYLINE_DATA": str(directory), "PORT": str(port)}
    inherited = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "BYLINE_URL", "DEMO")}
    with (directory / "serve.log").open("w+") as log:
        command = [sys.executable, "manage.py", "serve"]
        process = subprocess.Popen(
            command, cwd=HOUSE, env=inherited | ours, start_new_session=True, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(address, process, log)
            yield address
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(address: str, process: subprocess.Popen, log) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/health/", timeout=5):
            return
        time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"The demo publication is not served.\n{log.read()}")


def sign_in(site: str, directory: Path) -> str:
    """Sign in as the demo's editor, by the form as people do; return the session that begins."""
    accounts = (line.split() for line in (directory / "demo-accounts.txt").read_text().splitlines())
    login, password = next(account[1:] for account in accounts if account[0] == "editor")
    cookies = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    form = browser.open(f"{site}/accounts/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    filled = urlencode({"csrfmiddlewaretoken": token, "login": login, "password": password}).encode()
    browser.open(f"{site}/accounts/login/", filled, timeout=30).close()
    return next(cookie.value for cookie in cookies if cookie.name == "sessionid")


def kinds(site: str) -> dict[str, str]:
    """Return a page of every kind: what it is → its address, below that of the publication."""

    def read(path: str) -> str:
        with urllib.request.urlopen(site + path, timeout=30) as answer:
            return answer.read().decode()

    home, archive = read("/"), read("/archive/")
    month = re.search(r"/archive/\d{4}/\d{2}/", archive)[0]
    return {
        "home": "/",
        "older": "/" + re.search(r'"(\?before=[^"]+)"', home)[1],
        "post": "/the-longest-night-counted/",
        "post-code": "/the-shortest-way-in-thirty-lines/",
        "post-embed": "/launch-windows/",
        "post-gallery": "/dusk-to-dawn-in-five-pictures/",
        "post-arabic": "/" + quote("ليل-الميناء") + "/",
        "post-translated": "/a-day-that-happens-sometimes/",
        "post-german": "/ein-tag-den-es-manchmal-gibt/",
        "page": "/about/",
        "tag": "/tags/night-sky/",
        "tag-japanese": "/tags/" + quote("日本語") + "/",
        "tags": "/tags/",
        "tags-by-weight": "/tags/?by=weight",
        "intersection": re.search(r'"(/tags/[^"]+\+[^"]+/)"', read("/tags/night-sky/"))[1],
        "author": re.search(r'"(/authors/[^"]+/)"', home)[1],
        "authors": "/authors/",
        "series": "/series/the-night-sky-from-here/",
        "all-series": "/series/",
        "archive": "/archive/",
        "search-form": "/search/",
        "search": "/search/?q=night",
        "search-empty": "/search/?q=nothing-of-this-kind",
        "year": month[:14],
        "month": month,
        "nothing": "/nothing-is-here/",
    }
