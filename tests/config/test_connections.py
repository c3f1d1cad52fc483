"""How the database is spoken to."""

import pytest
from django.db import connection


@pytest.mark.postgresql
def test_postgresql_compiles_no_question(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
