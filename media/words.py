"""What the library is searched by: the words of each image, folded, in an index of the database's own kind."""

import re
import unicodedata

from django.db import connections, models
from django.db.models.expressions import RawSQL

FIELDS = ("caption", "alt", "credit", "original_name")
MOST_FOUND = 1_000
MOST_WORDS_ASKED = 10
_LONGEST_WORD = 60  # characters; and of all words together:
_LONGEST_TEXT = 20_000

# Newest first by number, which is as good as by time, and no further than anybody looks.
_FINDING = {
    "sqlite": "SELECT rowid FROM media_words_index WHERE media_words_index MATCH %s ORDER BY rowid DESC LIMIT %s",
    "postgresql": "SELECT image_id FROM media_words WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery"
    " ORDER BY image_id DESC LIMIT %s",
}


class Words(models.Model):
    """The words of one image. A table of its own: the index hangs on it, and rebuilding ``Image`` would lose it."""

    image = models.OneToOneField("media.Image", primary_key=True, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()

    def __str__(self):
        return self.words


def words_of(image) -> str:
    return folded(" ".join(getattr(image, name) for name in FIELDS))


def folded(text: str) -> str:
    """Return the words of ``text`` once each, in lower case, without accents, spaces between them."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST_TEXT]).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(dict.fromkeys(word[:_LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain)))


def matching(text: str, *, using: str) -> RawSQL | None:
    """Return the numbers of the newest images that have a word beginning with each of ``text``; None: no word in it."""
    asked = folded(text).split()[:MOST_WORDS_ASKED]
    if not asked:
        return None
    if connections[using].vendor == "postgresql":
        query = " & ".join(f"'{word}':*" for word in asked)
    else:
        query = " ".join(f'"{word}"*' for word in asked)
    return RawSQL(_FINDING[connections[using].vendor], [query, MOST_FOUND])  # noqa: S611 (a constant)
