from django.apps import AppConfig
from django.db.models.signals import post_delete, pre_delete

UPLOADING = ["view_image", "add_image", "change_image", "delete_image"]
EDITING = [*UPLOADING, "change_any_image"]


class MediaConfig(AppConfig):
    """The image library: originals, the words that stand with them, and renditions."""

    name = "media"
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "contributor": UPLOADING,
        "author": UPLOADING,
        "editor": EDITING,
        "administrator": EDITING,
    }

    def upkeep(self):
        from media import replacing, trash

        return {"pictures removed from the trash": trash.empty(), **replacing.let_go()}

    def ready(self):
        from media import checks, files  # noqa: F401 (the checks register themselves)

        pre_delete.connect(files.look_once_more, sender="media.Image")
        for model in ("media.Image", "media.EarlierFile"):
            post_delete.connect(files.remove_after_commit, sender=model)
