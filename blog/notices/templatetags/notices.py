"""Who was told, under each step at the desk; and how much there is to read, above it."""

from django import template
from django.db.models import Prefetch, prefetch_related_objects

from blog.machines import prints_mail
from blog.models import Event, Post
from blog.notices import wording
from blog.notices.models import Notice
from blog.notices.opening import mark_opened

register = template.Library()

MOST_COUNTED = 99


@register.inclusion_tag("notices/_link.html", takes_context=True)
def unread_notices(context) -> dict:
    """The link to one's notices, with how many have not been opened."""
    unopened = Notice.objects.unopened().filter(user=context["request"].user)
    count = unopened[: MOST_COUNTED + 1].count()
    return {"count": f"{MOST_COUNTED}+" if count > MOST_COUNTED else count}


@register.simple_tag(takes_context=True)
def opened(context, post: Post) -> str:
    """Whoever looks at ``post`` knows what they were told of it. Stands before the link that counts."""
    mark_opened(context["request"], Notice.objects.filter(event__post=post))
    return ""


@register.inclusion_tag("notices/_last_step.html")
def told(post: Post) -> dict:
    """The last step of ``post``, and who was told of it."""
    events = with_told(post.events.all()[:1])
    return {"event": events[0] if events else None, "prints_mail": prints_mail()}


@register.inclusion_tag("notices/_told.html")
def told_of(event: Event) -> dict:
    """Who was told of ``event``, which ``with_told`` has prepared."""
    notices = event.notices.all()
    return {"notices": notices, "troubled": [notice for notice in notices if notice.error]}


@register.filter
def with_told(events) -> list[Event]:
    """Return ``events`` with who was told of each, in one query for all."""
    events = list(events)
    prefetch_related_objects(events, Prefetch("notices", Notice.objects.select_related("user").order_by("pk")))
    return events


register.filter("sentence", wording.sentence)
register.filter("note", wording.note)
register.filter("moment", wording.moment)
