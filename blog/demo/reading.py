"""Reading the demo's words: TOML for people, tags and pictures, HTML with a TOML head for posts."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True)
class Piece:
    """A post or page of the demo: what its head says, and its text with pictures by their keys."""

    head: dict
    body: str


def table(name: str) -> dict:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def pieces() -> Iterator[Piece]:
    """Return the pages, then the posts from the oldest to the newest."""
    found = [_piece(path) for path in sorted(CONTENT.glob("p*s/*.html"))]
    yield from sorted(found, key=lambda piece: str(piece.head.get("date", "")))


def _piece(path: Path) -> Piece:
    _nothing, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Piece(tomllib.loads(head), body.strip())
