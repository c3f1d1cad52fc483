from django.apps import AppConfig


class TagSetsConfig(AppConfig):
    """Several tags at once: the posts that carry all of some and none of others, and which tags stand together."""

    name = "blog.tagsets"
    label = "tagsets"
