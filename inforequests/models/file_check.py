from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from inforequests.models.event import EventFile


class FileCheck(models.Model):
    """A file of a request looked through for what stands in it beside what one sees (inforequests.hidden).

    `findings`: inforequests.hidden.Finding as plain values, `unread`: why the file could not be looked through, or not to
    its end, `more`: there was more than is kept. `taken_until`: a worker has it in hand until then; `tries` counts them.
    `sha256`: of the bytes that were looked through.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField(EventFile, on_delete=models.CASCADE, related_name="look")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)
    unread = models.CharField(max_length=20, blank=True)
    more = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="file_check_waiting", condition=Q(checked_at__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.file_id)

    @property
    def is_clean(self) -> bool:
        return self.checked_at is not None and not self.findings and not self.unread
