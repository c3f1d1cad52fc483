"""Which post an address of the desk is about: somebody else's and none at all get the same answer."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from blog import permissions
from blog.models import Post


def visible_post(request, pk: int) -> Post:
    """Return the post ``pk`` with its newest revision, trashed or not. Http404 for a stranger."""
    return get_object_or_404(Post.objects.visible_to(request.user).select_related("latest"), pk=pk)


def editable_post(request, pk: int) -> Post:
    """Return the post ``pk`` for who may change it now: not one in the trash."""
    post = visible_post(request, pk)
    if post.trashed_at or not permissions.can_edit(request.user, post):
        raise Http404
    return post


def refuse_unless_writing(request) -> None:
    """Http404 for whoever writes nothing here."""
    if not (permissions.can_add(request.user) or request.user.has_perm("blog.change_post")):
        raise Http404
