"""A post to publish word for word: the real one beside the project where there is one, else one of our own shape."""

from dataclasses import dataclass
from pathlib import Path

SEED = Path(__file__).resolve().parents[3] / "shared" / "real" / "seed"


@dataclass(frozen=True)
class Seed:
    """``captions`` belong to ``pictures`` and stand after ``before``, which is followed by ``after``."""

    title: str
    before: list[str]
    captions: list[str]
    after: list[str]
    tags: list[str]
    pictures: list[Path]


def real_seed() -> Seed:
    """Read the post. In this text copy each caption stands twice: as alternative text, then as the caption."""
    lines = [line.strip() for line in (SEED / "leaving-spotify.txt").read_text(encoding="utf-8").splitlines()]
    title, *rest = [line for line in lines if line]
    tags = rest.pop().removeprefix("Tagged with: ").split(", ")
    doubled = {line for line in rest if rest.count(line) == 2}
    captions = list(dict.fromkeys(line for line in rest if line in doubled))
    first = rest.index(captions[0])
    after = [line for line in rest[first:] if line not in doubled]
    pictures = [SEED / "seed_launch_2008.jpg", SEED / "seed_cables_2009.jpg"]
    return Seed(title, rest[:first], captions, after, tags, pictures)


def own_seed(folder: Path) -> Seed:
    from tests.factories_media import make_bytes

    pictures = [folder / "harbour.jpg", folder / "crane.jpg"]
    for picture in pictures:
        picture.write_bytes(make_bytes((1600, 1066)))
    return Seed(
        title="Leaving the harbour",
        before=[
            "I came for a summer and stayed for nine.",
            "The “short way” home was never short.",
            "Åsa kept the key.",
            "So I left.",
        ],
        captions=["The harbour in the year I came", "The last crane (2009)"],
        after=["I've taken a room inland.", "Nothing shuold change, except the sound.", "More soon!"],
        tags=["harbour", "leaving"],
        pictures=pictures,
    )
