import secrets

from django.conf import settings
from django.db import models

from accounts.models import Organisation

CODE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that are taken for one another


def new_open_data_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(8))


class OpenDataQuerySet(models.QuerySet["OpenData"]):
    def public(self) -> "OpenDataQuerySet":
        """What strangers may take: switched on, and made."""
        return self.filter(is_on=True, organisation__is_active=True, made_at__isnull=False)


class OpenData(models.Model):
    """Whether an organisation gives out its open data, and the file as it was made last.

    `code` stands in the public address. `checked_at`: when the worker last looked; `made_at`: when what is in the file
    last changed.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    code = models.CharField(max_length=12, unique=True, default=new_open_data_code, editable=False)
    file = models.FileField(upload_to="open-data/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict)
    made_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    switched_at = models.DateTimeField(null=True)

    objects = OpenDataQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code
