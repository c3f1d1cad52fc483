"""What the card of a post, or of the publication, says, where it is, and the one file that is kept of it."""

import json
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import lru_cache, partial
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from blog.cards import Shown
from blog.models import Post, SiteSettings
from blog.socialcards import drawing
from media.cards import Social

# Raise it when the same words are to give another card: the address never gets other bytes.
DESIGN = 1

PUBLICATION = 0  # in the place of a post’s number


@dataclass(frozen=True)
class Words(drawing.Words):
    @property
    def digest(self) -> str:
        return _digest(self)


@lru_cache(maxsize=1_000)  # each page of a post without a picture asks for it
def _digest(words: Words) -> str:
    said = json.dumps([DESIGN, *astuple(words)])
    return sha256(said.encode()).hexdigest()[:32]


def words_of(revision: Shown | None, site: SiteSettings) -> Words:
    """Return what the card of ``revision`` says, from what its page has fetched; without one, of the publication."""
    if revision is None:
        return Words(site.tagline or site.name, (), site.name, "", "", site.accent, site.language)
    tag = next(iter(revision.tagged), None) if revision.listed else None
    return Words(
        title=revision.title,
        authors=tuple(author.name for author in revision.written_by) if revision.listed else (),
        site=site.name,
        tag=tag.name if tag else "",
        colour_of=tag.key if tag else "",
        accent=site.accent,
        language=revision.language or site.language,
    )


def social_of(revision: Shown | None, site: SiteSettings) -> Social | None:
    """Return where the card of ``revision``, or of the publication, is; None for a post that was never saved."""
    number = revision.post_id if revision else PUBLICATION
    if number is None:
        return None
    path = reverse("blog:social_card", args=[number, words_of(revision, site).digest])
    return Social(settings.BYLINE_URL + path, *drawing.SIZE, "image/png")


def fetch(number: int, words: Words) -> bytes:
    """Return the card with these words, drawn now if nobody has asked for it yet; the one before it goes."""
    folder, name = _folder(number), f"{words.digest}.png"
    with suppress(FileNotFoundError), default_storage.open(f"{folder}/{name}") as file:
        return file.read()
    content = drawing.draw(words)
    _empty(folder)
    default_storage.save(f"{folder}/{name}", ContentFile(content))
    return content


def forget(instance: Post, using: str, **kwargs) -> None:
    """Listens to deletions: the file goes once it is certain that the post does."""
    transaction.on_commit(partial(_empty, _folder(instance.pk)), using=using)


def _folder(number: int) -> str:
    return f"social-cards/{number}"


def _empty(folder: str) -> None:
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
