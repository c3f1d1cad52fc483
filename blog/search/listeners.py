"""What the index hears: a step of a post, and a new name or caption in what posts show.

On PostgreSQL a post can be saved while a name in it is being changed: neither sees what the other has not committed,
and the document would keep the old name. So both look once more after their commit, and whoever comes last sees both;
what writes documents anew looks once more as well (``rebuilding``). Whoever changes a name waits for nobody who saves,
because they wait for the name when they commit: what is locked is left to them. SQLite has one writer at a time.
"""

from collections.abc import Callable
from functools import partial

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_save

from accounts.models import Author
from blog import folding
from blog.models import Byline, Post, SiteSettings, Tag, TagPlacement
from blog.search import indexing, naming, rebuilding, tasks
from blog.search.documents import lines
from blog.search.models import Build, Document
from blog.signals import content_changed
from media.models import Image

# So many are written at once, while somebody waits; more than that follow in a task.
MOST_AT_ONCE = 100


def connect() -> None:
    """Listen. Called once, when Django starts."""
    post_save.connect(keep_post, sender=Post)
    content_changed.connect(keep_shown)
    post_save.connect(stem_anew, sender=SiteSettings)
    for model in (Author, Tag):
        post_save.connect(keep_name, sender=model)


def stem_anew(sender, instance: SiteSettings, **kwargs) -> None:
    """Texts that name no language are in the publication’s: in another one their words have other stems."""
    with transaction.atomic():
        if Build.objects.exclude(language=instance.language).exists():
            rebuilding.begin()
            tasks.build.enqueue()


def keep_name(sender, instance: Author | Tag, **kwargs) -> None:
    naming.keep(instance)


def keep_post(sender, instance: Post, created: bool, update_fields=None, **kwargs) -> None:
    """Every step of the workflow ends by saving what is newest of its post."""
    if instance.latest_id and (update_fields is None or "latest" in update_fields):
        with transaction.atomic():
            indexing.keep([instance.pk])
        _after_commit(partial(_name_anew, instance.pk))


def keep_shown(sender, instance=None, **kwargs) -> None:
    """Of a person, a tag or a picture: what shows it says its new words."""
    which = {Author: _naming_author, Tag: _naming_tag, Image: _showing}.get(type(instance))
    if which is None or instance.pk is None:
        return
    _write_anew(which(instance))
    if which is not _showing:
        _after_commit(lambda: _write_anew(which(instance)))


def _after_commit(look: Callable[[], None]) -> None:
    if connection.features.has_select_for_update:
        transaction.on_commit(look, robust=True)


def _name_anew(post: int) -> None:
    """Write those documents of ``post`` anew that call an author or a tag by a name they have no more."""
    documents = Document.objects.filter(post=post).only("people", "tags").in_bulk()
    people = Byline.objects.filter(revision__in=documents).values_list("revision", "author__name")
    tags = TagPlacement.objects.filter(content_object__in=documents).values_list("content_object", "tag__name")
    wrong = {pk for pk, name in people if _line_of(name) not in documents[pk].people}
    wrong |= {pk for pk, name in tags if _line_of(name) not in documents[pk].tags}
    if wrong:
        _write_anew(Document.objects.filter(pk__in=wrong))


def _write_anew(wrong) -> None:
    with transaction.atomic():
        documents = Document.objects.filter(pk__in=wrong.values("pk"))
        posts = list(documents.values_list("post", flat=True).distinct()[: MOST_AT_ONCE + 1])
        if not posts:
            return
        fresh = documents.filter(is_stale=False)  # a merge announces each of its tags
        unlocked = fresh.select_for_update(skip_locked=True).values("pk")
        Document.objects.filter(pk__in=unlocked).update(is_stale=True)
        few = len(posts) <= MOST_AT_ONCE
        kept = rebuilding.keep_locked(Post.objects.filter(pk__in=posts), is_waiting=False) if few else []
        if len(kept) < len(posts):
            tasks.freshen.enqueue()


def _naming_author(author: Author):
    documents = Document.objects.filter(revision__bylines__author=author)
    return documents.exclude(people__contains=_line_of(author))


def _naming_tag(tag: Tag):
    """Those that carry it, or what it is the same as, and do not say so; and those that still say so."""
    wrong = Q(marks__contains=f"t{tag.pk} ") & ~_carrying(tag)
    for which in filter(None, [tag, tag.same_as]):
        says = Q(tags__contains=_line_of(which), marks__contains=f"t{which.pk} ")
        wrong |= _carrying(which) & ~says
    return Document.objects.filter(wrong)


def _carrying(tag: Tag) -> Q:
    # Asked of each document: joined to all placements, it may take minutes where PostgreSQL has not counted them yet.
    return Q(Exists(TagPlacement.objects.filter(content_object=OuterRef("pk"), tag=tag)))


def _showing(image: Image):
    return Document.objects.filter(Q(revision__image_placements__image=image) | Q(revision__cover=image))


def _line_of(named) -> str:
    return lines([list(folding.words(str(named)))])
