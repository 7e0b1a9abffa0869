from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.models.table import AmendmentRow, AmendmentTable
from amendments.states import Category, Channel
from deadlines.models import Deadline


class Submission(models.Model):
    """The table was sent: when, where, by whom, and the text as sent.

    `content` is the text as JSON and `sha256` that of its canonical form (sorted keys, UTF-8, no spaces). `numbers`:
    a list of the numbers given (comment ids of the portal, incoming No.). `late_reason` is there when it was sent
    after the end of the discussion. `receipt_deadline`: the reminder to keep a receipt, until one is there.
    `report_deadline`: the clock for the body's report.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="submissions")
    round = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=16, choices=Channel)
    addressee_kk = models.CharField(max_length=300, blank=True)
    addressee_ru = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField()
    numbers = models.JSONField(default=list, blank=True)
    address = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    late_reason = models.CharField(max_length=500, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    receipt_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    report_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="submission_channel"),
        ]
        indexes = [
            models.Index(fields=["table", "-id"], name="submission_by_table"),
            models.Index(fields=["organisation", "-submitted_at"], name="submission_list"),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.channel} {self.submitted_at:%d.%m.%Y}"


class SubmittedRow(models.Model):
    """A row of `content` of a submission, so that rows that were sent can be counted; `category` is that of its text as sent."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sent_rows")
    row = models.ForeignKey(AmendmentRow, on_delete=models.CASCADE, related_name="sendings")
    category = models.CharField(max_length=14, choices=Category)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "row"], name="submitted_row_once"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="submitted_row_category"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.row_id}"


class Receipt(models.Model):
    """A screenshot or a PDF that proves a submission; `sha256` is that of the bytes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="receipts")
    file = models.FileField(upload_to="receipts/%Y/%m/")
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "sha256"], name="receipt_once")]

    def __str__(self) -> str:
        return self.file_name
