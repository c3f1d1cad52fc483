"""Who may do what with people: every question once."""

from accounts.models import Author, User


def can_manage(user, other: User) -> bool:
    """Change who ``other`` is. Nobody makes themselves, by way of a superuser, more than they are."""
    return user.is_superuser or not other.is_superuser


def can_change_profile(user, author: Author) -> bool:
    return author.user_id == user.pk or user.has_perm("accounts.change_any_author")
