from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

OWN_PROFILE = ["view_author", "change_author"]
PROFILES = [*OWN_PROFILE, "add_author", "change_any_author"]
PEOPLE = [
    *("view_user", "add_user", "change_user", "delete_user"),
    *("view_invitation", "add_invitation", "view_auditentry"),
]


class AccountsConfig(AppConfig):
    """People: users, their public author profiles, their roles and how they sign in."""

    name = "accounts"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "contributor": OWN_PROFILE,
        "author": OWN_PROFILE,
        "editor": PROFILES,
        "administrator": [*PROFILES, "delete_author", *PEOPLE],
    }

    def ready(self):
        from accounts import listeners, roles, uses
        from media.uses import register

        post_migrate.connect(roles.grant_permissions)
        listeners.connect()
        register(uses.SOURCE)
