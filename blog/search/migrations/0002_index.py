"""The index on the documents: SQLite’s FTS5, kept by triggers, or a weighted tsvector of PostgreSQL’s and its GIN.

The words are folded already: on SQLite all that is not ASCII is part of a word. On PostgreSQL forms and marks carry
a sign that no folded word can have, because a vector knows no columns.
"""

from django.db import migrations

COLUMNS = "title, people, tags, body, forms, marks"
OLD = "old.place, old.title, old.people, old.tags, old.body, old.forms, old.marks"
NEW = OLD.replace("old.", "new.")
REMOVE = f"INSERT INTO search_index (search_index, rowid, {COLUMNS}) VALUES ('delete', {OLD})"
ADD = f"INSERT INTO search_index (rowid, {COLUMNS}) VALUES ({NEW})"

SQLITE = [
    f"CREATE VIRTUAL TABLE search_index USING fts5"
    f"({COLUMNS}, content='search_document', content_rowid='place', tokenize='ascii', prefix='2 3 4')",
    f"CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN {ADD}; END",
    f"CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN {REMOVE}; END",
    f"CREATE TRIGGER search_document_changed AFTER UPDATE OF place, {COLUMNS} ON search_document"
    f" BEGIN {REMOVE}; {ADD}; END",
]


def _signed(column: str, sign: str) -> str:
    return f"array_to_tsvector(string_to_array(replace(nullif('{sign}' || {column}, '{sign}'), ' ', ' {sign}'), ' '))"


POSTGRESQL = [
    "ALTER TABLE search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple'::regconfig, title), 'A')"
    " || setweight(to_tsvector('simple'::regconfig, tags), 'B')"
    " || setweight(to_tsvector('simple'::regconfig, people), 'B')"
    " || setweight(to_tsvector('simple'::regconfig, body), 'C')"
    f" || coalesce({_signed('forms', '~')}, ''::tsvector)"
    f" || coalesce({_signed('marks', '#')}, ''::tsvector)) STORED",
    "CREATE INDEX search_index ON search_document USING gin (vector)",
]


def build_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN vector")
    else:
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_document_{name}")
        schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(build_index, drop_index)]
