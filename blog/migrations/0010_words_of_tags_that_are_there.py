from django.db import migrations

from blog.alike import words_of
from blog.models.tags import key_of


def write(apps, schema_editor):
    """Two tags that share a key by now keep theirs, and are listed as looking alike: an editor merges them."""
    tags = apps.get_model("blog", "Tag").objects
    for tag in tags.order_by("pk").iterator(2_000):
        key = key_of(tag.name)
        if key != tag.key and not tags.filter(key=key).exists():
            tag.key = key
        tag.words = words_of(tag.key)[:500]
        tag.save(update_fields=["key", "words"])


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0009_words_of_tags"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
