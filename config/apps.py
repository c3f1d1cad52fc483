from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The house itself: the page frame, the stylesheet and the commands that start the publication."""

    name = "config"

    def ready(self):
        from django.db.backends.signals import connection_created

        connection_created.connect(answer_without_compiling)


def answer_without_compiling(sender, connection, **kwargs) -> None:
    """Keep PostgreSQL from compiling a question first: that takes longer than any page’s question takes to answer.

    By a statement, for poolers such as PgBouncer refuse it among the options of a connection.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
