from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.states import Level, Recommendation
from projects.models import DiscussionWindow, Dossier

RISKS = ("corruption", "rights", "budget")
# What is said in Kazakh and in Russian.
TEXTS = ("conformity", "obligations", *(f"{risk}_note" for risk in RISKS), "reason")
# Everything that people answer; the rest is computed when a version is saved.
ANSWERS = (
    *(f"{name}_{language}" for name in TEXTS for language in ("kk", "ru")),
    *(f"{risk}_level" for risk in RISKS),
    *("groups", "documents", "recommendation"),
)


class RapidAssessment(models.Model):
    """One saved version of the rapid assessment of a dossier's draft; never changed: the next edit is the next number.

    `groups`: a list of {"name_kk", "name_ru", "effect" (Effect), "note_kk", "note_ru"}. `documents`: for each
    AccompanyingDocument its Presence. `days_given` and `days_due` are working days of the discussion as the portal
    gave them and as the law wants at least, read off `window` on the day of saving; empty where not known.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    conformity_kk = models.TextField(blank=True)
    conformity_ru = models.TextField(blank=True)
    obligations_kk = models.TextField(blank=True)
    obligations_ru = models.TextField(blank=True)
    groups = models.JSONField(default=list, blank=True)
    corruption_level = models.CharField(max_length=8, choices=Level, blank=True)
    corruption_note_kk = models.TextField(blank=True)
    corruption_note_ru = models.TextField(blank=True)
    rights_level = models.CharField(max_length=8, choices=Level, blank=True)
    rights_note_kk = models.TextField(blank=True)
    rights_note_ru = models.TextField(blank=True)
    budget_level = models.CharField(max_length=8, choices=Level, blank=True)
    budget_note_kk = models.TextField(blank=True)
    budget_note_ru = models.TextField(blank=True)
    documents = models.JSONField(default=dict, blank=True)
    window = models.ForeignKey(DiscussionWindow, on_delete=models.SET_NULL, null=True, related_name="+")
    days_given = models.PositiveSmallIntegerField(null=True)
    days_due = models.PositiveSmallIntegerField(null=True)
    recommendation = models.CharField(max_length=12, choices=Recommendation)
    reason_kk = models.TextField(blank=True)
    reason_ru = models.TextField(blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="assessment_number_once"),
            models.CheckConstraint(
                condition=Q(recommendation__in=Recommendation.values), name="assessment_recommendation"
            ),
            models.CheckConstraint(
                condition=Q(corruption_level__in=["", *Level.values])
                & Q(rights_level__in=["", *Level.values])
                & Q(budget_level__in=["", *Level.values]),
                name="assessment_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"

    @property
    def is_short(self) -> bool:
        """The portal gives fewer working days than the law wants."""
        return bool(self.days_given is not None and self.days_due and self.days_given < self.days_due)
