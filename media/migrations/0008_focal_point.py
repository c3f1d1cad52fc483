"""The focal point can be set at the desk. Nothing changes in the table."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models

A_PART = [MinValueValidator(0), MaxValueValidator(1)]


class Migration(migrations.Migration):
    dependencies = [("media", "0007_tone")]
    operations = [
        migrations.AlterField(
            "image",
            "focal_x",
            models.FloatField("focal point, from the left", default=0.5, validators=A_PART),
        ),
        migrations.AlterField(
            "image",
            "focal_y",
            models.FloatField("focal point, from the top", default=0.5, validators=A_PART),
        ),
    ]
