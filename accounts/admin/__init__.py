"""People at the desk. What allauth shows of them there, secrets included, is taken out again."""

from allauth.account import admin as _account_admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _usersessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin import audit, authors, invitations, people  # noqa: F401

# The roles are fixed. Of the rest an administrator needs no list, and could delete nobody while they are here:
# that asks for the permission to delete every session and key.
for model in (Group, Authenticator, EmailAddress, UserSession):
    admin.site.unregister(model)
