"""What of other places may stand in a text: which addresses, how each is written, and what a browser may frame of it.

Nothing of it is loaded before a reader asks for it. Read by the settings, so nothing here may import a model.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.conf import settings

YOUTUBE, VIMEO, BLUESKY = "https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://embed.bsky.app"
# The origins that pages may frame, besides those of Mastodon. A gist is a script: blog/framed.py shuts it in.
FRAMED = [YOUTUBE, VIMEO, BLUESKY]
# Mastodon is anybody's host and many others write their addresses as it does: large ones, to which settings add.
MASTODON = [
    "chaos.social",
    "fosstodon.org",
    "hachyderm.io",
    "infosec.exchange",
    "mas.to",
    "mastodon.online",
    "mastodon.social",
    "mastodon.world",
    "mstdn.social",
]

MOST_CHARACTERS = 500

_HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_SECONDS = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")


@dataclass(frozen=True)
class Embed:
    """Something at another place: who shows it, its address there, that of what can be framed, and whose it is.

    "" where nothing can be framed, or nobody is named.
    """

    service: str
    url: str
    frame: str = ""
    by: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname.removeprefix("www.")


def find(url: str) -> Embed | None:
    """Return what ``url`` leads to, written in one way, or None for whatever is not on the list.

    None, too, for an address with a password, a port, or anything else that could lead elsewhere than it seems to.
    """
    if len(url) > MOST_CHARACTERS or re.search(r"[\s\\<>\"'`]|[^\x21-\x7e]", url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if (
        parts.scheme not in ("http", "https")
        or port
        or "@" in parts.netloc
        or not _HOST.fullmatch(parts.hostname or "")
    ):
        return None
    is_mastodon = parts.hostname in settings.MASTODON_HOSTS
    service = _mastodon if is_mastodon else _SERVICES.get(parts.hostname.removeprefix("www."))
    return service(parts) if service else None


def _youtube(parts: SplitResult) -> Embed | None:
    asked = parse_qs(parts.query)
    if parts.path in ("/playlist", "/embed/videoseries"):
        return _youtube_list(asked.get("list", [""])[0])
    path = re.fullmatch(r"/(?:(?:shorts|live|embed|v)/)?([\w-]{11})/?", parts.path, re.ASCII)
    video = path[1] if path else asked.get("v", [""])[0] if parts.path == "/watch" else ""
    if not re.fullmatch(r"[\w-]{11}", video, re.ASCII):
        return None
    start = _seconds((asked.get("t") or asked.get("start") or parse_qs(parts.fragment).get("t") or [""])[0])
    url = {"v": video} | ({"t": f"{start}s"} if start else {})
    frame = {"autoplay": "1"} | ({"start": start} if start else {})
    return Embed(
        "YouTube", f"https://www.youtube.com/watch?{urlencode(url)}", f"{YOUTUBE}/embed/{video}?{urlencode(frame)}"
    )


def _youtube_list(videos: str) -> Embed | None:
    if not re.fullmatch(r"[\w-]{10,50}", videos, re.ASCII):
        return None
    frame = f"{YOUTUBE}/embed/videoseries?{urlencode({'list': videos, 'autoplay': '1'})}"
    return Embed("YouTube", f"https://www.youtube.com/playlist?{urlencode({'list': videos})}", frame)


def _seconds(written: str) -> int:
    """Return how many seconds ``1m30s``, ``90s`` or ``90`` are; 0 for anything else."""
    found = _SECONDS.fullmatch(written)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(parts: SplitResult) -> Embed | None:
    within = r"(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|showcase/\d+/video/)?"
    path = re.fullmatch(rf"/{within}(\d{{1,15}})(?:/([0-9a-f]{{6,20}}))?/?", parts.path, re.ASCII)
    if not path:
        return None
    video, key = path[1], path[2] or parse_qs(parts.query).get("h", [""])[0]
    key = key if re.fullmatch(r"[0-9a-f]{6,20}", key) else ""
    frame = {"dnt": "1", "autoplay": "1"} | ({"h": key} if key else {})
    url = f"https://vimeo.com/{video}" + (f"/{key}" if key else "")
    return Embed("Vimeo", url, f"{VIMEO}/video/{video}?{urlencode(frame)}")


def _bluesky(parts: SplitResult) -> Embed | None:
    path = re.fullmatch(r"/profile/((?:did:[a-z]+:)?[\w.-]{3,253})/post/([a-z0-9]{5,20})/?", parts.path, re.ASCII)
    if not path:
        return None
    person, post = path.groups()
    return Embed(
        "Bluesky",
        f"https://bsky.app/profile/{person}/post/{post}",
        f"{BLUESKY}/embed/{person}/app.bsky.feed.post/{post}",
        "" if person.startswith("did:") else f"@{person}",
    )


def _gist(parts: SplitResult) -> Embed | None:
    path = re.fullmatch(r"/(?:([A-Za-z0-9-]{1,39})/)?([0-9a-f]{20,40})/?", parts.path)
    if not path:
        return None
    whose = f"{path[1]}/" if path[1] else ""
    return Embed(
        "GitHub Gist", f"https://gist.github.com/{whose}{path[2]}", f"/framed/gist/{whose}{path[2]}/", path[1] or ""
    )


def _mastodon(parts: SplitResult) -> Embed | None:
    path = re.fullmatch(
        r"/(?:@(\w{1,64})(@[\w.-]{4,253})?|users/(\w{1,64})/statuses)/\d{10,20}/?", parts.path, re.ASCII
    )
    if not path:
        return None
    name, elsewhere, user = path.groups()
    url = f"https://{parts.hostname}{path[0].rstrip('/')}"
    # What somebody wrote at another host is shown here, but can be framed only there.
    frame = "" if elsewhere else f"{url}/embed"
    return Embed("Mastodon", url, frame, f"@{name or user}{elsewhere or f'@{parts.hostname}'}")


_SERVICES: dict[str, Callable[[SplitResult], Embed | None]] = {
    **dict.fromkeys(
        ["youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be", "youtube-nocookie.com"], _youtube
    ),
    **dict.fromkeys(["vimeo.com", "player.vimeo.com"], _vimeo),
    "bsky.app": _bluesky,
    "gist.github.com": _gist,
}
