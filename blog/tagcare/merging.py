"""Several tags become one, and apart again. Each is one transaction of a few statements, however many posts."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from blog import counts
from blog.models import Post, Revision, Tag, TagPlacement, Verb
from blog.signals import content_changed
from blog.tagcare import history, naming
from blog.tagcare.models import Merge, Moved
from blog.workflow import Refused


def refuse_unless_caring(user) -> None:
    if not user.has_perm("blog.change_tag"):
        raise Refused(_("Only an editor may change tags."), code="not_allowed")


@transaction.atomic
def merge(tags: list[Tag], into: Tag, *, by) -> Merge:
    """Let every revision that has one of ``tags`` have ``into`` in its place, once; ``tags`` become its synonyms.

    Raises Refused where one of them is a synonym already, or when ``by`` may not.
    """
    refuse_unless_caring(by)
    into, *tags = _locked([into, *tags])
    if not tags or into in tags or any(tag.same_as_id for tag in (into, *tags)):
        raise Refused(_("Choose two or more tags, none of which is a synonym."), code="not_mergeable")
    synonyms = Tag.objects.filter(same_as__in=tags)
    made = Merge.objects.create(
        into=into,
        made_by=by,
        synonyms=[[synonym.pk, synonym.same_as_id] for synonym in synonyms],
        names={str(tag.pk): tag.name for tag in (into, *tags, *synonyms)},
    )
    made.tags.set(tags)
    for tag in tags:
        placements = TagPlacement.objects.filter(tag=tag)
        there = placements.filter(
            Exists(TagPlacement.objects.filter(tag=into, content_object=OuterRef("content_object")))
        )
        _remember(made, there, is_kept=False)
        there.delete()
        _remember(made, placements, is_kept=True)
        placements.update(tag=into)
    synonyms.update(same_as=into)
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).update(same_as=into)
    _tell(made, Verb.TAGS_MERGED, tags, by=by)
    return made


@transaction.atomic
def undo(made: Merge, *, by) -> list[Post]:
    """Give every placement back to the tag it was of, in its place, and every tag its name.

    Returns the posts that have been written anew since: their newer text says what the merge made of it, and keeps
    it. Raises Refused when it has been undone, or when one of the tags has become another’s synonym since, or has
    been deleted, or when its name has become another’s.
    """
    refuse_unless_caring(by)
    into, *tags = _locked([made.into, *made.tags.all()])
    if into.same_as_id:
        message = _("“%(tag)s” has been merged into “%(other)s” since. Take that back first.")
        raise Refused(message % {"tag": into, "other": into.same_as}, code="merged_on")
    if not Merge.objects.filter(pk=made.pk, undone_at=None).update(undone_at=timezone.now()):
        raise Refused(_("This has been taken back already."), code="undone")
    refuse_lost(made, into, tags)
    synonyms = Tag.objects.filter(pk__in=[synonym for synonym, _tag in made.synonyms], same_as=into)
    for tag in (*tags, *synonyms):
        naming.give_back(tag, made.names.get(str(tag.pk), tag.name), into)
    made.into.refresh_from_db()
    moved = made.moved.filter(tag__in=tags)
    _put_back(moved.filter(is_kept=False), into)
    for tag in tags:
        kept = moved.filter(is_kept=True, tag=tag)
        TagPlacement.objects.filter(pk__in=kept.values("placement"), tag=into).update(tag=tag)
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).update(same_as=None)
    for synonym, tag in made.synonyms:
        Tag.objects.filter(pk=synonym, same_as=into).update(same_as=tag)
    _tell(made, Verb.TAGS_PARTED, tags, by=by)
    newer = Revision.objects.current().filter(created_at__gt=made.at, tag_placements__tag=into)
    return list(Post.objects.filter(pk__in=newer.filter(post__in=moved.values("revision__post")).values("post")))


def refuse_lost(made: Merge, into: Tag, tags: list[Tag]) -> None:
    """Raise Refused when one of ``tags``, which ``made`` merged into ``into``, cannot have its texts back."""
    here = {str(tag.pk) for tag in tags}
    deleted = [name for number, name in made.merged.items() if number not in here]
    if deleted:
        message = _("“%(tag)s” has been deleted since. Write it on the texts that are to have it.")
        raise Refused(message % {"tag": deleted[0]}, code="deleted")
    for tag in tags:
        if tag.same_as_id not in (None, into.pk):
            message = _("“%(tag)s” is a synonym of “%(other)s” by now. Make it one of “%(into)s” again first.")
            raise Refused(message % {"tag": tag, "other": tag.same_as, "into": into}, code="merged_on")


def made_one(numbers: Iterable[int]) -> Tag | None:
    """Return what the tags of these numbers are by now, where that is one tag."""
    meant = {tag.same_as or tag for tag in Tag.objects.filter(pk__in=numbers).select_related("same_as")}
    return meant.pop() if len(meant) == 1 else None


def _locked(tags: list[Tag]) -> list[Tag]:
    """Return ``tags`` as they are now. Whoever is putting one of them on a text is done, or waits until we are."""
    rows = {
        tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=[tag.pk for tag in tags]).order_by("pk")
    }
    return [rows[pk] for pk in dict.fromkeys(tag.pk for tag in tags)]


def _remember(made: Merge, placements, *, is_kept: bool) -> None:
    """Keep which placements these are."""
    rows = placements.order_by().annotate(of=Value(made.pk), kept=Value(is_kept))
    columns = ("merge", "placement", "revision", "tag", "is_kept")
    _insert(Moved, columns, rows.values_list("of", "pk", "content_object_id", "tag_id", "kept"))


def _put_back(moved, into: Tag) -> None:
    """Make the placements anew that went away, with the times of the one that stood beside them."""
    beside = {name: f"revision__tag_placements__{name}" for name in ("post", "dated_at", "live_from", "live_until")}
    rows = moved.filter(revision__tag_placements__tag=into).order_by()
    _insert(
        TagPlacement,
        ("id", "content_object", "tag", *beside),
        rows.values_list("placement", "revision_id", "tag_id", *beside.values()),
    )


def _insert(model, columns: tuple[str, ...], rows) -> None:
    """Write ``rows``, a list of values for ``columns``, without bringing them here: there may be tens of thousands."""
    sql, values = rows.query.sql_with_params()
    names = ", ".join(model._meta.get_field(column).column for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) {sql}", values)


def _tell(made: Merge, verb: Verb, tags: list[Tag], *, by) -> None:
    """Bring the counts up to date, record it, and announce every tag whose pages it changes."""
    counts.recount([made.into_id, *(tag.pk for tag in tags)])
    note = ", ".join(tag.name for tag in tags)
    history.record(verb, [made.into, *tags], by=by, subject=made.into.name, note=note)
    for tag in (made.into, *tags):
        content_changed.send(sender=Tag, instance=tag)
