"""The words of the images that were there before the library was searched by an index."""

from django.db import migrations

from media.words import words_of


def index(apps, schema_editor):
    Image, Words = apps.get_model("media", "Image"), apps.get_model("media", "Words")
    batch = []
    for image in Image.objects.iterator(chunk_size=500):
        batch.append(Words(image=image, words=words_of(image)))
        if len(batch) == 500:
            Words.objects.bulk_create(batch)
            batch = []
    Words.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("media", "0003_words")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
