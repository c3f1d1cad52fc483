"""How the database is spoken to."""

import pytest
from django.db import connection


@pytest.mark.postgresql
@pytest.mark.parametrize(("setting", "value"), [("jit", "off"), ("random_page_cost", "1.1")])
def test_postgresql_plans_for_short_questions(setting, value, db):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)
