from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Planning at the desk: which day a piece is meant for, a calendar of it all, and a feed of that calendar."""

    name = "blog.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from blog import signals
        from blog.planning.listeners import end_plan

        signals.stepped.connect(end_plan)
