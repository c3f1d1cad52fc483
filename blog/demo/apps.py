from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A publication to look around in: people, posts and pictures of our own, and the way to remove them again."""

    name = "blog.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
