from django.db import migrations

from blog.alike import words_of

AT_ONCE = 2_000


def write(apps, schema_editor):
    tags = apps.get_model("blog", "Tag").objects
    batch = []
    for tag in tags.only("key").iterator(AT_ONCE):
        tag.words = words_of(tag.key)[:500]
        batch.append(tag)
    tags.bulk_update(batch, ["words"], AT_ONCE // 10)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0008_words_of_tags"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
