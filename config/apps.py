from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The house itself: the page frame, the stylesheet and the commands that start the publication."""

    name = "config"

    def ready(self):
        from django.db.backends.signals import connection_created

        connection_created.connect(plan_for_short_questions)


def plan_for_short_questions(sender, connection, **kwargs) -> None:
    """Tell PostgreSQL what pages ask of it, and on what it runs.

    It is not to compile a question first: that takes longer than any page’s takes to answer. And a page of an index
    costs little more than the next one, in memory or on a disk without a head: with its own guess, which is of disks
    that have one, it would rather read all posts than look up a few hundred.

    By a statement, for poolers such as PgBouncer refuse it among the options of a connection.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off; SET random_page_cost = 1.1")
