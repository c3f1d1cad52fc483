from django.apps import AppConfig

TIMES_BEFORE_A_PLAN_IS_KEPT = 5  # of one statement by one connection, as the driver has it


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

    What comes with its values apart (``blog.prepared``) goes by an index whatever they are: one plan is good for all,
    though PostgreSQL, which cannot know that what began before now is nearly everything, guesses that it costs more.
    No plan is kept behind a pooler such as PgBouncer, where each transaction may be another process’s: there, the one
    that answers is not the one that the connection was made to. Poolers also refuse what is said here among the
    options of a connection.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off; SET random_page_cost = 1.1; SET plan_cache_mode = force_generic_plan")
            cursor.execute("SELECT pg_backend_pid()")
            is_direct = cursor.fetchone() == (connection.connection.info.backend_pid,)
        connection.connection.prepare_threshold = TIMES_BEFORE_A_PLAN_IS_KEPT if is_direct else None
