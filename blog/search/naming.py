"""People and tags by what they are called: from any word of a name on, and only whom or what something live names."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import Author
from blog import folding
from blog.models import Byline, Tag, TagPlacement
from blog.models.tags import key_of
from blog.search import asking
from blog.search.models import Name

MOST_WORDS = 10
LONGEST = Name._meta.get_field("key").max_length
BATCH = 1_000
LOOKED_AT = 20  # names that begin so, by the alphabet


def called(text: str, *, is_typing: bool = False) -> list[Author | Tag]:
    """Return whose name, or the rest of it from some word on, begins with ``text``; the very name first. In one query.

    Unless ``is_typing``, the last word of ``text`` is a whole one.
    """
    key = _key_of(text)
    if not key:
        return []
    begins = asking.beginning("key", key) if is_typing else Q(key=key) | asking.beginning("key", f"{key} ")
    tag = Coalesce(OuterRef("tag__same_as"), OuterRef("tag"))
    placements, bylines = TagPlacement.objects.filter(tag=tag), Byline.objects.filter(author=OuterRef("author"))
    by_tag, by_author = (Exists(rows.filter(live_from__isnull=False).live()) for rows in (placements, bylines))
    names = Name.objects.filter(begins).filter(by_tag | by_author).select_related("author", "tag__same_as")
    best_first = sorted(names.order_by("key")[:LOOKED_AT], key=lambda name: (name.key != key, name.word))
    return list(dict.fromkeys(name.author or name.tag.same_as or name.tag for name in best_first))


def keep(named: Author | Tag) -> None:
    """Keep what ``named`` is called now."""
    mine = Name.objects.filter(**{named._meta.model_name: named})
    wanted = _names_of(named)
    with transaction.atomic():
        if set(mine.values_list("word", "key")) != {(name.word, name.key) for name in wanted}:
            mine.delete()
            Name.objects.bulk_create(wanted)


@transaction.atomic
def rebuild() -> None:
    """Keep what everybody and everything is called, anew."""
    Name.objects.all()._raw_delete(Name.objects.db)
    for model in (Author, Tag):
        Name.objects.bulk_create(_all(model.objects.only("name").iterator(BATCH)), batch_size=BATCH)


def _all(many: Iterable[Author | Tag]) -> list[Name]:
    return [name for named in many for name in _names_of(named)]


def _names_of(named: Author | Tag) -> list[Name]:
    words = _key_of(named.name).split()
    keys = [(number, " ".join(words[number:])) for number in range(min(len(words), MOST_WORDS))]
    keys.append((0, key_of(named.name)[:LONGEST].strip()))  # 🎉 party, which is “party” in words
    which = {named._meta.model_name: named}
    return [Name(word=word, key=key, **which) for word, key in dict.fromkeys(keys)]


def _key_of(name: str) -> str:
    """Return ``name`` folded; what has no word, such as 🎉, as tags are told apart."""
    words = " ".join(token for word in folding.words(name) for token in word.tokens)
    return (words or key_of(name))[:LONGEST].strip()
