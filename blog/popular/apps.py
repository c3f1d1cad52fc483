from django.apps import AppConfig


class PopularConfig(AppConfig):
    """The posts that are read most. Reads are counted on this server, without a cookie and without knowing whose."""

    name = "blog.popular"
    label = "popular"
    default_auto_field = "django.db.models.BigAutoField"

    def upkeep(self):
        from blog.popular import ranking, storing

        forgotten = storing.forget_old_days()
        ranking.rank_anew()
        return {"days of reads forgotten": forgotten}
