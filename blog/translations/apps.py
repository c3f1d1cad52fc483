from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """Posts that say the same in several languages: each leads readers and search engines to the others."""

    name = "blog.translations"
    label = "translations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from blog.listeners import announce
        from blog.translations.models import Translation

        post_save.connect(announce, sender=Translation)
        post_delete.connect(announce, sender=Translation)

    def demo(self, table: dict, posts: dict) -> list:
        """Link posts of the demo, by their titles, to what they are translations of; return the links."""
        from blog.translations.models import Translation

        made = []
        for row in table["translations"]:
            original = posts[row["original"]]
            for post in (original, posts[row["post"]]):
                made.append(Translation.objects.create(post=post, original=original))
        return made
