"""Which posts say the same in different languages."""

from django.db import models, transaction


class Translation(models.Model):
    """A post and the original it is a translation of. The original has a row as well, which names itself.

    So those with the same ``original`` are one set, and any of them finds the others the same way.
    """

    post = models.OneToOneField("blog.Post", primary_key=True, on_delete=models.CASCADE, related_name="translation")
    original = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="translations")

    class Meta:
        default_permissions = ()  # who may arrange both posts may link them

    def __str__(self):
        return f"{self.post}: {self.original}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        return super().delete(*args, **kwargs)
