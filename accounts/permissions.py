"""Who may do what with people: every question once."""

from accounts.models import Author, User
from accounts.roles import Role, role_of


def can_manage(user, other: User) -> bool:
    """Change who ``other`` is. Nobody makes themselves, by way of a superuser, more than they are."""
    return user.is_superuser or not other.is_superuser


def can_change_profile(user, author: Author) -> bool:
    return author.user_id == user.pk or user.has_perm("accounts.change_any_author")


def roles_to_offer(user) -> list[Role]:
    """Which roles ``user`` may invite others into: none above their own."""
    if not user.has_perm("accounts.add_invitation"):
        return []
    if user.is_superuser:
        return list(Role)
    own = role_of(user)
    return [role for role in Role if own and list(Role).index(role) <= list(Role).index(own)]


def can_invite(user, role: str) -> bool:
    return role in roles_to_offer(user)


def can_help(user, other: User) -> bool:
    """Sign ``other`` out everywhere, or take a lost second factor away; one’s own is on one’s own pages."""
    return user != other and user.has_perm("accounts.change_user") and can_manage(user, other)
