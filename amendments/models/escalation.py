from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.models.table import AmendmentRow, AmendmentTable, in_reading
from amendments.states import Channel, EscalationState, EscalationTo, PaperKind, ReplyResult
from correspondence.models import DocumentOrder, LetterTemplate
from correspondence.states import LanguageMode
from deadlines.models import Deadline
from deadlines.states import DeadlineState


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def standing(self) -> "EscalationQuerySet":
        """Without those that were withdrawn before they were sent."""
        return self.exclude(state=EscalationState.WITHDRAWN)

    def waiting(self) -> "EscalationQuerySet":
        """Sent, without a reply."""
        return self.filter(state=EscalationState.SENT)

    def overdue(self, on: date) -> "EscalationQuerySet":
        """Sent, and the day of the reply has passed without one."""
        late = Q(reply_deadline__state=DeadlineState.OPEN, reply_deadline__due_on__lt=on)
        return self.waiting().filter(late)


class Escalation(models.Model):
    """A letter on rows that were not accepted or not answered, from its first word to the reply.

    `title_*` and `text_*` are what the letter says: pre-filled, then the writer's own; `version` grows with every
    saving, so that two writers are told. `order` asks for the numbered document and leads to it; `letter_reference` is
    its outgoing number once it was sent. `registered_on` is the day on which the addressee registered it, from which
    the law counts; the reply's clock runs from the day of sending until that day is known.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="escalations")
    state = models.CharField(max_length=10, choices=EscalationState, default=EscalationState.DRAFT)
    to = models.CharField(max_length=16, choices=EscalationTo)
    addressee_kk = models.CharField(max_length=300, blank=True)
    addressee_ru = models.CharField(max_length=300, blank=True)
    rows: "models.ManyToManyField[AmendmentRow, models.Model]" = models.ManyToManyField(
        AmendmentRow, related_name="escalations"
    )
    mode = models.CharField(max_length=5, choices=LanguageMode, default=LanguageMode.BOTH)
    title_kk = models.CharField(max_length=500, blank=True)
    title_ru = models.CharField(max_length=500, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    order = models.ForeignKey(DocumentOrder, on_delete=models.PROTECT, null=True, related_name="+")
    letter_reference = models.CharField(max_length=100, blank=True)
    sent_on = models.DateField(null=True)
    channel = models.CharField(max_length=16, choices=Channel, blank=True)
    incoming_number = models.CharField(max_length=60, blank=True)
    registered_on = models.DateField(null=True)
    reply_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    replied_on = models.DateField(null=True)
    result = models.CharField(max_length=12, choices=ReplyResult, blank=True)
    reply = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to__in=EscalationTo.values), name="escalation_to"),
            models.CheckConstraint(condition=Q(state__in=EscalationState.values), name="escalation_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[EscalationState.SENT, EscalationState.ANSWERED])
                | Q(sent_on__isnull=False),
                name="escalation_sent_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=EscalationState.ANSWERED) | Q(replied_on__isnull=False),
                name="escalation_answered_has_day",
            ),
        ]
        indexes = [models.Index(fields=["table", "-id"], name="escalation_by_table")]

    def __str__(self) -> str:
        return f"{self.table_id} {self.to}"

    @property
    def addressee(self) -> str:
        """In the reader's language, else in the other."""
        return in_reading(self.addressee_kk, self.addressee_ru)


class EscalationFile(models.Model):
    """A PDF or a picture beside a letter: the proof that it was sent, or the reply; `sha256` is that of the bytes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=PaperKind)
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
        constraints = [
            models.UniqueConstraint(fields=["escalation", "kind", "sha256"], name="escalation_file_once"),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="escalation_file_kind"),
        ]

    def __str__(self) -> str:
        return self.file_name
