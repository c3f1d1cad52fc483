"""On PostgreSQL a vector knows no columns: a word that nobody can ask for keeps title, tags, people and body apart.

Without it a phrase could begin in one of them and end in the next.
"""

import importlib

from django.db import migrations

PARTS = (("title", "A"), ("tags", "B"), ("people", "B"), ("body", "C"))
GAP = " || '''~'':1'::tsvector || "
BEFORE = importlib.import_module("blog.search.migrations.0002_index")


def column(between: str) -> list[str]:
    words = between.join(f"setweight(to_tsvector('simple'::regconfig, {name}), '{weight}')" for name, weight in PARTS)
    signed = "".join(
        f" || coalesce({BEFORE._signed(name, sign)}, ''::tsvector)" for name, sign in (("forms", "~"), ("marks", "#"))
    )
    return [
        "ALTER TABLE search_document DROP COLUMN vector",
        f"ALTER TABLE search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS ({words}{signed}) STORED",
        "CREATE INDEX search_index ON search_document USING gin (vector)",
    ]


def keep_apart(apps, schema_editor):
    make(schema_editor, GAP)


def join(apps, schema_editor):
    make(schema_editor, " || ")


def make(schema_editor, between: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in column(between):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_language_of_a_build")]
    operations = [migrations.RunPython(keep_apart, join)]
