from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    """Talking about a post before it is published: notes at the desk, and links for people without an account."""

    name = "blog.discussion"
    label = "discussion"
    default_auto_field = "django.db.models.BigAutoField"
