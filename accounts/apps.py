from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_migrate

OWN_PROFILE = ["view_author", "change_author"]
PROFILES = [*OWN_PROFILE, "add_author", "change_any_author"]


class AccountsConfig(AppConfig):
    """People: users, their public author profiles, their roles and how they sign in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "contributor": OWN_PROFILE,
        "author": OWN_PROFILE,
        "editor": PROFILES,
        "administrator": [*PROFILES, "delete_author", "view_user", "add_user", "change_user", "delete_user"],
    }

    def ready(self):
        from accounts import roles
        from accounts.models import User

        post_migrate.connect(roles.grant_permissions)
        m2m_changed.connect(roles.follow_role, sender=User.groups.through)
