from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

EVERYTHING = ["view_redirect", "add_redirect", "change_redirect", "delete_redirect"]


class RedirectsConfig(AppConfig):
    """Addresses that no page answers, such as those of an earlier website: where they lead, or that they are gone."""

    name = "blog.redirects"
    label = "redirects"
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {"editor": EVERYTHING, "administrator": EVERYTHING}

    def ready(self):
        from blog import signals
        from blog.redirects import answering

        signals.nothing_found.connect(answering.answer)
        for change in (post_save, post_delete):
            change.connect(answering.announce, sender="redirects.Redirect")
