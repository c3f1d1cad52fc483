"""The words that images are found by, and the index on them: SQLite’s FTS5, kept by triggers, or PostgreSQL’s GIN."""

import django.db.models.deletion
from django.db import migrations, models


SQLITE = [
    "CREATE VIRTUAL TABLE media_words_index USING fts5"
    "(words, content='media_words', content_rowid='image_id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER media_words_added AFTER INSERT ON media_words BEGIN"
    " INSERT INTO media_words_index (rowid, words) VALUES (new.image_id, new.words); END",
    "CREATE TRIGGER media_words_removed AFTER DELETE ON media_words BEGIN"
    " INSERT INTO media_words_index (media_words_index, rowid, words) VALUES ('delete', old.image_id, old.words); END",
    "CREATE TRIGGER media_words_changed AFTER UPDATE ON media_words BEGIN"
    " INSERT INTO media_words_index (media_words_index, rowid, words) VALUES ('delete', old.image_id, old.words);"
    " INSERT INTO media_words_index (rowid, words) VALUES (new.image_id, new.words); END",
]
POSTGRESQL = [
    "CREATE INDEX media_words_index ON media_words USING gin (array_to_tsvector(string_to_array(words, ' ')))",
]


def build_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    """On PostgreSQL the index goes with its table, and so do SQLite's triggers."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE media_words_index")


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_trash_and_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Words',
            fields=[
                ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='media.image')),
                ('words', models.TextField()),
            ],
        ),
        migrations.RunPython(build_index, drop_index),
    ]
