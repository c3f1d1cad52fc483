from django.apps import AppConfig


class StyleguideConfig(AppConfig):
    """One page with every part that readers' pages are made of, for whoever changes how they look."""

    name = "blog.styleguide"
    label = "styleguide"
