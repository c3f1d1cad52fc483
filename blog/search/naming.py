"""People and tags by what they are called: from any word of a name on, and only whom or what something live names."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import Author
from blog import folding
from blog.models import Byline, Tag, TagPlacement
from blog.models.tags import key_of
from blog.prepared import prepared
from blog.search import asking
from blog.search.models import Name

MOST_WORDS = 10
LONGEST = Name._meta.get_field("key").max_length
BATCH = 500
MOST_ASKED = 200  # names that begin so, by the alphabet
LOOKED_AT = 20  # of those that something live has


def called(text: str, *, is_typing: bool = False) -> list[Author | Tag]:
    """Return whose name, or the rest of it from some word on, begins with ``text``; the very name first.

    In two queries at most. Unless ``is_typing``, the last word of ``text`` is a whole one.
    """
    key = _key_of(text)
    if not key:
        return []
    # Most words begin no name, and that costs next to nothing to ask.
    if not _any(key):
        return []
    names = _beginning(key) if is_typing else _saying(key, f"{key} ")
    best_first = sorted(names, key=lambda name: (name.key != key, name.word))
    return list(dict.fromkeys(name.author or name.tag.same_as or name.tag for name in best_first))


@prepared
def _any(key):
    return Name.objects.filter(asking.beginning("key", key)).values_list("pk")[:1]


@prepared
def _beginning(key):
    return _of_something_live(asking.beginning("key", key))


@prepared
def _saying(key, key_and_space):
    return _of_something_live(Q(key=key) | asking.beginning("key", key_and_space))


def _of_something_live(begins: Q):
    tag = Coalesce(OuterRef("tag__same_as"), OuterRef("tag"))
    placements, bylines = TagPlacement.objects.filter(tag=tag), Byline.objects.filter(author=OuterRef("author"))
    by_tag, by_author = (Exists(rows.filter(live_from__isnull=False).live()) for rows in (placements, bylines))
    # Only so many of them are asked for, or a database would look at everything live for the sake of one letter.
    first = Name.objects.filter(begins).order_by("key").values("pk")[:MOST_ASKED]
    names = Name.objects.filter(by_tag | by_author, pk__in=first).select_related("author", "tag__same_as")
    return names.order_by("key")[:LOOKED_AT]


def keep(named: Author | Tag) -> None:
    """Keep what ``named`` is called now."""
    kept = Name.objects.filter(**{named._meta.model_name: named}).values_list("word", "key")
    if set(kept) != {(name.word, name.key) for name in _names_of(named)}:
        _write([named])


def rebuild() -> None:
    """Keep what everybody and everything is called, anew, a batch at a time."""
    for model in (Author, Tag):
        above = 0
        while above is not None:
            with transaction.atomic():  # nobody is renamed between the two
                rows = model.objects.select_for_update().filter(pk__gt=above).only("name").order_by("pk")
                if many := list(rows[:BATCH]):
                    _write(many)
                above = many[-1].pk if many else None


@transaction.atomic
def _write(many: list[Author] | list[Tag]) -> None:
    Name.objects.filter(**{f"{many[0]._meta.model_name}__in": many}).delete()
    Name.objects.bulk_create([name for named in many for name in _names_of(named)], batch_size=BATCH)


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
