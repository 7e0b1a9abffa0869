from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from correspondence.models import DocumentOrder
from inforequests.models.request import InfoRequest
from inforequests.states import DocumentKind


class RequestLetter(models.Model):
    """A letter that follows a request: a reminder, or a complaint with what is complained of (Wrong)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=24, choices=DocumentKind)
    order = models.OneToOneField(DocumentOrder, on_delete=models.PROTECT, related_name="+")
    wrongs = models.JSONField(default=list, blank=True)
    reviewer_kk = models.CharField(max_length=300, blank=True)
    reviewer_ru = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="request_letter_kind"),
        ]
        indexes = [models.Index(fields=["info_request", "-id"], name="request_letter_by_request")]

    def __str__(self) -> str:
        return f"{self.info_request_id} {self.kind}"
