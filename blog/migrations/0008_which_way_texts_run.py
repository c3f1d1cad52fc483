"""How a text runs is kept beside it. Of texts that name their language it is known at once; the rest is rendered anew."""

from django.db import migrations, models
from django.utils.translation import get_language_info


def from_languages(apps, schema_editor):
    revisions = apps.get_model("blog", "Revision").objects.order_by()
    for language in list(revisions.exclude(language="").values_list("language", flat=True).distinct()):
        try:
            direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        except KeyError:
            continue
        revisions.filter(language=language).update(direction=direction)


class Migration(migrations.Migration):
    dependencies = [("blog", "0007_a_tag_with_a_name")]

    operations = [
        migrations.AddField("revision", "direction", models.CharField(default="auto", editable=False, max_length=4)),
        migrations.RunPython(from_languages, migrations.RunPython.noop),
    ]
