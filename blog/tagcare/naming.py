"""Names that go from one tag to another: a tag may take its synonym’s, and the synonym gets it back when they part."""

import uuid

from django.utils.translation import gettext as _

from blog.models import Tag
from blog.models.tags import key_of
from blog.workflow import Refused


def exchange(one: Tag, other: Tag) -> None:
    """Give each the name of the other, by way of a name that nobody has."""
    names = other.name, one.name
    other.name = str(uuid.uuid4())
    other.save()
    one.name, other.name = names
    one.save()
    other.save()


def give_back(tag: Tag, name: str, into: Tag) -> None:
    """Let ``name`` mean ``tag`` again, which is about to part from ``into``; that keeps all its other names.

    Raises Refused when it means a third one by now.
    """
    tag.refresh_from_db()  # another one may have changed places with it a moment ago
    holder = Tag.objects.filter(key=key_of(name)).first()
    if holder is None and tag.same_as_id == into.pk:  # it went from hand to hand, and was deleted
        kept, tag.name = tag.name, name
        tag.save()
        Tag.objects.create(name=kept, same_as=into)
    elif holder and into.pk in (holder.pk, holder.same_as_id) and holder.pk != tag.pk:
        exchange(tag, holder)
    elif holder and tag.pk not in (holder.pk, holder.same_as_id):
        message = _("“%(name)s” is a name of “%(other)s” by now. Give that another one first.")
        raise Refused(message % {"name": name, "other": holder.same_as or holder}, code="name_taken")
