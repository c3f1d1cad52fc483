from django.apps import AppConfig

OWNING = ["view_series", "add_series", "change_series", "delete_series"]


class SeriesConfig(AppConfig):
    """Posts that belong together in an order their author gave them: part 1, part 2, part 3."""

    name = "blog.series"
    label = "series"
    default_auto_field = "django.db.models.BigAutoField"
    role_permissions = {
        "contributor": ["view_series"],
        "author": OWNING,
        "editor": OWNING,
        "administrator": OWNING,
    }

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from blog.listeners import announce
        from blog.series.models import Part, Series

        for model in (Part, Series):
            post_save.connect(announce, sender=model)
            post_delete.connect(announce, sender=model)

    def sitemap(self) -> list[str]:
        from blog.series import reading

        return reading.paths()

    def demo(self, table: dict, posts: dict) -> list:
        """Make the demo’s series from ``posts``, by their titles; return them."""
        from blog.series.models import Part, Series

        made = []
        for row in table["series"]:
            series = Series.objects.create(**{name: row[name] for name in ("title", "slug", "description")})
            for position, title in enumerate(row["parts"], 1):
                Part.objects.create(series=series, post=posts[title], position=position)
            made.append(series)
        return made
