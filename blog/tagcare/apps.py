from django.apps import AppConfig


class TagCareConfig(AppConfig):
    """Care of tags: renaming, merging and taking a merge back, and the lists an editor looks through."""

    name = "blog.tagcare"
    label = "tagcare"
    default_auto_field = "django.db.models.BigAutoField"
