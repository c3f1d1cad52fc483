"""People. A User signs in; an Author is the public profile that stands over a post, and may have no user."""

from accounts.models.audit import AuditEntry
from accounts.models.authors import Author, AuthorAddress
from accounts.models.invitations import Invitation
from accounts.models.users import User, UserManager, validate_time_zone

__all__ = ["AuditEntry", "Author", "AuthorAddress", "Invitation", "User", "UserManager", "validate_time_zone"]
