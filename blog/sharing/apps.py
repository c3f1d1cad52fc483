from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Links by which a reader passes a post on. Nothing of another place is loaded for them, and nobody is counted."""

    name = "blog.sharing"
    label = "sharing"
