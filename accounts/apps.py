from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_migrate


class AccountsConfig(AppConfig):
    """People: users, their public author profiles, their roles and how they sign in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "editor": ["view_author", "add_author", "change_author"],
        "administrator": [
            *("view_author", "add_author", "change_author", "delete_author"),
            *("view_user", "add_user", "change_user", "delete_user"),
        ],
    }

    def ready(self):
        from accounts import roles
        from accounts.models import User

        post_migrate.connect(roles.grant_permissions)
        m2m_changed.connect(roles.follow_role, sender=User.groups.through)
