from django.conf import settings
from django.db import models


class Removable(models.Model):
    """A row that is taken out by mistake comes back whole."""

    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True
