"""The files of social cards, which tasks make: of the pictures there are, ``build_renditions``."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0008_focal_point")]
    operations = [migrations.AddField("image", "cards", models.JSONField(default=list, editable=False))]
