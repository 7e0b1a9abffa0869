from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from correspondence.states import LanguageMode
from inforequests.models.holder import Holder
from inforequests.models.request import InfoRequest
from inforequests.states import (
    AnswerForm,
    AnswerWay,
    BatchLanguage,
    BatchState,
    LineState,
    LineTrouble,
    SendTrouble,
)


class RequestBatch(models.Model):
    """One text that is asked of many: each line of it becomes a request of its own.

    `key` is that of the form which it was written in, so that a second click finds the first one's row. `items` is a list
    of pairs, Kazakh and Russian. `version` grows with every change of the text or of the addressees. `with_word`: the Word
    file goes along when the letters are sent.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=36)
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.DRAFT)
    subject_kk = models.CharField(_("subject in Kazakh"), max_length=300, blank=True)
    subject_ru = models.CharField(_("subject in Russian"), max_length=300, blank=True)
    preface_kk = models.TextField(_("introduction in Kazakh"), blank=True)
    preface_ru = models.TextField(_("introduction in Russian"), blank=True)
    items = models.JSONField(default=list, blank=True)
    period_from = models.DateField(_("period from"), null=True)
    period_to = models.DateField(_("period until"), null=True)
    mode = models.CharField(_("language"), max_length=5, choices=BatchLanguage, default=BatchLanguage.OWN)
    answer_form = models.CharField(max_length=10, choices=AnswerForm, default=AnswerForm.ELECTRONIC)
    answer_way = models.CharField(max_length=8, choices=AnswerWay, default=AnswerWay.EMAIL)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    with_word = models.BooleanField(default=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("batch of requests")
        verbose_name_plural = _("batches of requests")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="request_batch_once"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="request_batch_state"),
            models.CheckConstraint(condition=Q(mode__in=BatchLanguage.values), name="request_batch_language"),
            models.CheckConstraint(
                condition=Q(state__in=[BatchState.DRAFT, BatchState.REMOVED])
                | Q(issued_by__isnull=False, issued_at__isnull=False),
                name="request_batch_issued_by",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="request_batch_list"),
            models.Index(fields=["id"], condition=Q(state=BatchState.RUNNING), name="request_batch_running"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        """In the language of the page, else in the other one."""
        kk, ru = self.subject_kk or self.subject_ru, self.subject_ru or self.subject_kk
        return kk if (get_language() or "kk")[:2] == "kk" else ru

    def mode_for(self, holder: Holder) -> str:
        """The language of the letter to this addressee (LanguageMode)."""
        return LanguageMode(holder.mode if self.mode == BatchLanguage.OWN else self.mode).value


class BatchLine(models.Model):
    """An addressee of a batch, and the request that was made to it.

    `send_asked_at`: when it was asked to be sent by e-mail; `send_settled_at`: when it went into the outbox, or was found
    not to be able to (`send_trouble`).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(RequestBatch, on_delete=models.CASCADE, related_name="lines")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="+")
    info_request = models.OneToOneField(
        InfoRequest, on_delete=models.PROTECT, null=True, related_name="batch_line"
    )
    state = models.CharField(max_length=8, choices=LineState, default=LineState.WAITING)
    trouble = models.CharField(max_length=10, choices=LineTrouble, blank=True)
    send_asked_at = models.DateTimeField(null=True)
    send_settled_at = models.DateTimeField(null=True)
    send_trouble = models.CharField(max_length=10, choices=SendTrouble, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "holder"], name="batch_line_once"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="batch_line_state"),
            models.CheckConstraint(
                condition=Q(state=LineState.ORDERED, info_request__isnull=False)
                | ~Q(state=LineState.ORDERED) & Q(info_request__isnull=True),
                name="batch_line_ordered_has_request",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "id"], name="batch_line_by_state"),
            models.Index(
                fields=["id"],
                condition=Q(send_asked_at__isnull=False, send_settled_at__isnull=True),
                name="batch_line_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.holder_id} {self.state}"
