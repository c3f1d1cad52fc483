from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The house itself: the page frame, the stylesheet and the commands that start the publication."""

    name = "config"
