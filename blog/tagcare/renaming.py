"""A tag gets another name or another address; whoever knew the old ones still finds it."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.slugs import normal_slug
from blog.models import Tag, TagAddress, Verb
from blog.models.tags import key_of
from blog.tagcare import history
from blog.tagcare.merging import refuse_unless_caring
from blog.tagcare.models import Change
from blog.workflow import Refused


def refuse_taken(tag: Tag, *, name: str, slug: str) -> None:
    """Raise Refused when another tag has the name or the address; or for a synonym’s name."""
    if tag.same_as_id and key_of(name) != tag.key:
        message = _(
            "A synonym is nothing but its name. Add the other name as one more synonym of “%s”, or rename that."
        )
        raise Refused(message % tag.same_as, code="synonym", field="name")
    other = Tag.objects.filter(key=key_of(name)).exclude(pk=tag.pk).first()
    if other and (tag.pk is None or other.same_as_id != tag.pk):
        message = _("There is a tag “%s” already. Choose both in the list and merge them.")
        raise Refused(message % other, code="name_taken", field="name")
    if Tag.objects.filter(slug=normal_slug(slug)).exclude(pk=tag.pk).exists():
        raise Refused(_("Another tag has this address."), code="address_taken", field="slug")


def take_over(slug: str, tag: Tag) -> Tag | None:
    """Let an address that other tags had once be free for ``tag``. Return the one it led to until now, if any."""
    earlier = TagAddress.objects.filter(slug=slug).exclude(tag=tag.pk).select_related("tag__same_as")
    led_to = [address.tag.same_as or address.tag for address in earlier]
    earlier.delete()
    return led_to[0] if led_to else None


@transaction.atomic
def rename(tag: Tag, *, name: str, slug: str, by) -> None:
    """Give ``tag`` this name and address. The old name stays as its synonym, the old address leads to the new one.

    Raises Refused when either is another tag’s, or when ``by`` may not.
    """
    refuse_unless_caring(by)
    before = Tag.objects.select_for_update().get(pk=tag.pk)
    slug = normal_slug(slug) or before.slug
    refuse_taken(tag, name=name, slug=slug)
    if slug != before.slug:
        TagAddress.objects.filter(slug=slug).delete()
        TagAddress.objects.create(slug=before.slug, tag=tag)
    synonym = Tag.objects.filter(key=key_of(name), same_as=tag).first()
    if synonym:  # they change places, by way of a name that nobody has
        synonym.name = str(uuid.uuid4())
        synonym.save()
    tag.name, tag.slug = name, slug
    tag.save()
    if tag.key != before.key:
        # Whoever has the old name on their screen saves it tomorrow.
        synonym = synonym or Tag(same_as=tag.same_as or tag)
        synonym.name = before.name
        synonym.save()
    pairs = {field: [getattr(before, field), getattr(tag, field)] for field in ("name", "slug")}
    if fields := {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}:
        note = f"{before.name} ({before.slug}) → {tag.name} ({tag.slug})"
        history.record(Verb.TAG_RENAMED, [tag], by=by, subject=tag.name, note=note, fields=fields)


def leave_addresses(tags: list[Tag]) -> None:
    """Before ``tags`` are deleted: whatever led by way of a synonym to its tag leads there without it."""
    for tag in tags:
        if tag.same_as and tag.same_as not in tags:
            tag.earlier_addresses.update(tag=tag.same_as)
            TagAddress.objects.create(slug=tag.slug, tag=tag.same_as)


def undo(change: Change, *, by) -> Tag:
    """Give the tag back what ``change`` took from it, name or address or both. Raises Refused as ``rename`` does."""
    tag = change.tag
    before = {field: values[0] for field, values in change.fields.items()}
    rename(tag, **{"name": tag.name, "slug": tag.slug} | before, by=by)
    return tag
