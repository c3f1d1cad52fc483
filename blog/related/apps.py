from django.apps import AppConfig


class RelatedConfig(AppConfig):
    """Posts that are about the same, found by their words and tags."""

    name = "blog.related"
    label = "related"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from blog.related import listeners

        listeners.connect()

    def upkeep(self):
        from blog.related import waiting

        return {"posts weighed": sum(waiting.weigh_all()), "posts related": sum(waiting.relate_all())}
