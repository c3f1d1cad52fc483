"""The Nu HTML Checker finds nothing to say about any kind of page."""

import json
import subprocess
import urllib.error
import urllib.request

from tests.pages.serving import AT_DESK, kinds


def test_nu_finds_nothing(site, session, judge, tmp_path):
    java, nu = judge("java", "default-jre-headless", "vnu-jar/build/dist/vnu.jar")
    for kind, path in (kinds(site) | AT_DESK).items():
        (tmp_path / f"{kind}.html").write_bytes(fetched(site + path, session))

    command = [java, "-jar", nu, "--format", "json", "--exit-zero-always", "--stdout", "--skip-non-html", tmp_path]
    report = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout
    said = [
        f"{message['url'].rpartition('/')[2]}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(report)["messages"]
    ]

    assert said == []


def fetched(address: str, session: str = "") -> bytes:
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={session}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as page_of_an_error:
        return page_of_an_error.read()
