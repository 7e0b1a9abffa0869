from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from correspondence.models import IssuedDocument
from deadlines.models import Deadline
from inforequests.models.holder import Holder
from inforequests.models.request import InfoRequest
from inforequests.states import Channel, EventKind


class RequestEventQuerySet(models.QuerySet["RequestEvent"]):
    def standing(self) -> "RequestEventQuerySet":
        """What was not taken back, in the order in which it was recorded."""
        return self.filter(annulled_at__isnull=True).order_by("id")


class RequestEvent(models.Model):
    """Something that happened with a request. Only the last one may be taken back, and its row stays.

    `on`, `noted_on`, `until_on`: see inforequests.clocks.Event. `number`: the number that the other side gave.
    `holder`: whom the request was passed on to. `reasons`: grounds of a refusal (RefusalGround), or what is complained of
    (Wrong). `outcome`: Completeness of an answer, Decision on a complaint. `document`: our letter, if it is one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind)
    on = models.DateField()
    noted_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    number = models.CharField(max_length=60, blank=True)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, null=True, related_name="+")
    reasons = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True)

    objects = RequestEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="request_event_kind"),
            models.CheckConstraint(
                condition=Q(noted_on__isnull=True) | Q(noted_on__gte=models.F("on")),
                name="request_event_noted_after",
            ),
        ]
        indexes = [models.Index(fields=["info_request", "id"], name="request_event_by_request")]

    def __str__(self) -> str:
        return f"{self.info_request_id} {self.kind} {self.on:%d.%m.%Y}"


class EventFile(models.Model):
    """A file that came with an event or proves it: a receipt, their letter; `sha256` is that of the bytes.

    `cleaned_of`: the file of which this is our copy, with what must not go public taken out.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(RequestEvent, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="requests/%Y/%m/")
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    cleaned_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="cleaned")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "sha256"], name="request_event_file_once")]

    def __str__(self) -> str:
        return self.file_name


class RequestClock(models.Model):
    """A deadline that follows from the events of a request. `what` is what is due (inforequests.clocks.What)."""

    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="clocks")
    what = models.CharField(max_length=16)
    deadline = models.OneToOneField(Deadline, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.info_request_id} {self.what}"
