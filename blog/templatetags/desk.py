"""The first page of the desk: what waits for whoever is signed in."""

from django import template
from django.utils.translation import gettext as _

from blog import permissions
from blog.admin.situation import chips, with_published
from blog.models import Post, Revision, State

register = template.Library()

SHOWN = 8


@register.simple_tag
def desk_lists(user) -> list[dict]:
    """Return the lists of posts on the first page: a title, the posts, and what to say when there are none."""
    posts = (
        Post.objects.visible_to(user).filter(trashed_at=None).select_related("latest").order_by("-changed_at", "-pk")
    )
    mine = posts.filter(latest__bylines__author__user=user)
    lists = [
        (
            _("Waiting for you"),
            posts.filter(open_state=State.IN_REVIEW)
            if permissions.edits_any(user)
            else mine.filter(open_state=State.CHANGES_REQUESTED),
            _("Nothing is waiting for you."),
        ),
        (_("You are working on"), mine.filter(open_state__isnull=False), _("You have no open posts.")),
        (
            _("Scheduled"),
            posts.filter(pk__in=Revision.objects.scheduled().values("post")),
            _("Nothing is scheduled."),
        ),
        (
            _("Published last"),
            posts.filter(pk__in=Revision.objects.live().values("post"), open_state=None),
            _("Nothing is published yet."),
        ),
    ]
    return [{"title": title, "posts": with_published(found[:SHOWN]), "empty": empty} for title, found, empty in lists]


@register.inclusion_tag("admin/blog/post/_chips.html")
def post_chips(post: Post) -> dict:
    return {"chips": chips(post)}
