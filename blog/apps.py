from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WRITING = ["view_post", "add_post", "change_post", "view_tag"]
EDITING = [*WRITING, "publish_post", "edit_any_post", "add_tag", "change_tag", "delete_tag"]


class BlogConfig(AppConfig):
    """Posts: what they say, who may do what with them, and the pages readers see."""

    name = "blog"
    verbose_name = _("Writing")
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "contributor": WRITING,
        "author": [*WRITING, "publish_post", "add_tag"],
        "editor": EDITING,
        "administrator": [*EDITING, "view_sitesettings", "change_sitesettings"],
    }

    def upkeep(self):
        from blog import upkeep

        return upkeep.run()

    def ready(self):
        from blog import listeners, uses
        from media.uses import register

        listeners.connect()
        register(uses.SOURCE)
        register(uses.LOGO)
