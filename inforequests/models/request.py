from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from correspondence.models import DocumentOrder
from correspondence.states import LanguageMode
from inforequests.models.holder import Holder
from inforequests.states import AnswerForm, AnswerWay, ReadyText, RequestState
from projects.models import Dossier


class InfoRequestQuerySet(models.QuerySet["InfoRequest"]):
    def of(self, organisation: Organisation) -> "InfoRequestQuerySet":
        return self.filter(organisation=organisation)

    def live(self) -> "InfoRequestQuerySet":
        return self.exclude(state=RequestState.REMOVED)


class InfoRequest(models.Model):
    """A request for information: what is asked, of whom, and how the answer is wanted.

    `holder` is the one that it was written to; whom it has been passed on to, its events say. `order` is the letter,
    whose number and day are those of the document issued from it. `version` grows with every change of a draft.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="+")
    ready_text = models.CharField(max_length=12, choices=ReadyText, default=ReadyText.OWN)
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.DRAFT)
    subject_kk = models.CharField(_("subject in Kazakh"), max_length=300, blank=True)
    subject_ru = models.CharField(_("subject in Russian"), max_length=300, blank=True)
    preface_kk = models.TextField(_("introduction in Kazakh"), blank=True)
    preface_ru = models.TextField(_("introduction in Russian"), blank=True)
    period_from = models.DateField(_("period from"), null=True)
    period_to = models.DateField(_("period until"), null=True)
    mode = models.CharField(_("language"), max_length=5, choices=LanguageMode, default=LanguageMode.BOTH)
    answer_form = models.CharField(max_length=10, choices=AnswerForm, default=AnswerForm.ELECTRONIC)
    answer_way = models.CharField(max_length=8, choices=AnswerWay, default=AnswerWay.EMAIL)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    order = models.ForeignKey(DocumentOrder, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = InfoRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("information request")
        verbose_name_plural = _("information requests")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state"),
            models.CheckConstraint(condition=Q(mode__in=LanguageMode.values), name="request_language"),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_to__gte=models.F("period_from")),
                name="request_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.DRAFT, RequestState.REMOVED])
                | Q(order__isnull=False, ordered_on__isnull=False),
                name="request_issued_has_letter",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-id"], name="request_list"),
            models.Index(fields=["dossier", "-id"], name="request_by_dossier"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        """In the language of the page, else in the other one."""
        kk, ru = self.subject_kk or self.subject_ru, self.subject_ru or self.subject_kk
        return kk if (get_language() or "kk")[:2] == "kk" else ru

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the letter."""
        return ("kk", "ru") if self.mode == LanguageMode.BOTH else (self.mode,)


class RequestItem(models.Model):
    """One of the things asked for; 1 is the first."""

    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["info_request", "number"], name="request_item_number"),
        ]

    def __str__(self) -> str:
        kk, ru = self.text_kk or self.text_ru, self.text_ru or self.text_kk
        return f"{self.number}. {kk if (get_language() or 'kk')[:2] == 'kk' else ru}"
