"""Who may do what with a post: every question once, for the workflow, the admin and the templates alike.

Seeing is ``Post.objects.visible_to(user)``. Roles are groups of the permissions asked for here
(``role_permissions`` in ``apps.py``).
"""

from blog.models import Post, SiteSettings
from blog.models.posts import owned_by


def can_add(user) -> bool:
    return user.has_perm("blog.add_post")


def can_add_tags(user) -> bool:
    """Whether ``user`` may write a tag on a post that is not there yet."""
    return user.has_perm("blog.add_tag")


def edits_any(user) -> bool:
    """An editor: everyone's posts are theirs to review, correct, publish and withdraw."""
    return user.has_perm("blog.edit_any_post")


def owns(user, post: Post) -> bool:
    """Whether ``post`` is one of ``user``'s own, as ``owned_by`` puts it."""
    return Post.objects.filter(owned_by(user), pk=post.pk).exists()


def can_edit(user, post: Post) -> bool:
    return edits_any(user) or (user.has_perm("blog.change_post") and owns(user, post))


def can_publish(user, post: Post | None) -> bool:
    """Whether ``user`` may decide what readers see of ``post``; None asks for one they are about to make."""
    if edits_any(user):
        return True
    return user.has_perm("blog.publish_post") and (post is None or owns(user, post))


def can_approve(user, post: Post) -> bool:
    """An editor; where four eyes are asked for, not one whose byline stands on the open revision."""
    if not edits_any(user):
        return False
    is_author = post.revisions.open().filter(bylines__author__user=user).exists
    return not (SiteSettings.load().four_eyes and is_author())


def can_arrange(user, post: Post) -> bool:
    """Whether ``user`` may decide what holds of ``post`` itself, and at once for readers: which series it is in …"""
    was_public = post.revisions.filter(live_from__isnull=False).exists()
    return can_publish(user, post) if was_public else can_edit(user, post)


def can_trash(user, post: Post) -> bool:
    return can_arrange(user, post)


def can_choose_redirect(user) -> bool:
    return edits_any(user)
