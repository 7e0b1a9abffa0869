from django.db import models
from django.db.models import Q

from correspondence.states import ScanState


class FileScan(models.Model):
    """What the virus scanner says of bytes that are kept; by their hash, so it belongs to no organisation.

    `stored_as`: where they lie. `found`: the name of what was found. `problem`: why the last try gave no answer
    (common.clamav.NotScanned).
    """

    sha256 = models.CharField(max_length=64, unique=True)
    stored_as = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=ScanState, default=ScanState.WAITING)
    found = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=20, blank=True)
    tries = models.PositiveIntegerField(default=0)
    noted_at = models.DateTimeField()
    next_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="file_scan_state"),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="file_scan_waiting", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="file_scan_infected", condition=Q(state="infected")),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.state}"
