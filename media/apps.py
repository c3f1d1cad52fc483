from django.apps import AppConfig
from django.db.models.signals import post_delete, pre_delete
from django.utils.translation import gettext_lazy as _

UPLOADING = ["view_image", "add_image", "change_image", "delete_image"]
EDITING = [*UPLOADING, "change_any_image"]


class MediaConfig(AppConfig):
    """The image library: originals, the words that stand with them, and renditions."""

    name = "media"
    verbose_name = _("Pictures")
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "contributor": UPLOADING,
        "author": UPLOADING,
        "editor": EDITING,
        "administrator": EDITING,
    }

    def upkeep(self):
        from media import leftovers, replacing, retrying, tasks, trash

        return {
            "pictures removed from the trash": trash.empty(),
            **replacing.let_go(),
            "copies of pictures tried again": retrying.try_given_up(tasks.build_renditions),
            "removals of files tried again": retrying.try_given_up(leftovers.remove_files),
            "half-written files removed": leftovers.clear(),
        }

    def health(self) -> dict[str, str]:
        from media import leftovers, retrying, tasks

        failures = {
            tasks.build_renditions: "with copies that could not be made",
            leftovers.remove_files: "gone, with files that could not be removed",
        }
        counted = retrying.count_given_up(failures)
        said = [f"{counted[task]} {what}" for task, what in failures.items() if counted[task]]
        return {"pictures": ", ".join(said) + "; tried again once a day"} if said else {}

    def ready(self):
        from media import checks, files  # noqa: F401 (the checks register themselves)

        pre_delete.connect(files.look_once_more, sender="media.Image")
        for model in ("media.Image", "media.EarlierFile"):
            post_delete.connect(files.remove_after_commit, sender=model)
