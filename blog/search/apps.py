from django.apps import AppConfig
from django.urls import reverse


class SearchConfig(AppConfig):
    """Finding posts by their words: for readers, and for the desk."""

    name = "blog.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def sitemap(self) -> list[str]:
        return [reverse("blog:search")]

    def upkeep(self):
        from blog.search import rebuilding

        return {"posts indexed anew": sum(rebuilding.build()) + sum(rebuilding.freshen())}

    def ready(self):
        from blog import finding
        from blog.search import desk, listeners

        listeners.connect()
        finding.register(desk.matching)
