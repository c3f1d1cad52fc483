from django.db import migrations
from django.db.models import F


def name(apps, schema_editor):
    """A tag whose name nobody could see is called what its address says."""
    apps.get_model("blog", "Tag").objects.filter(key="").update(name=F("slug"), key=F("slug"))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0005_sets_of_tags_from_indexes"),
    ]

    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
    ]
