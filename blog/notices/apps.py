from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Telling people: who hears of a step, by mail and at the desk, and whether it has reached them."""

    name = "blog.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from blog import signals
        from blog.notices.telling import tell_of_step

        signals.stepped.connect(tell_of_step)

    def health(self) -> dict[str, str]:
        from blog.notices.tasks import troubles

        return troubles()
