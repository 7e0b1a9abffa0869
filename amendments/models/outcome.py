from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.models.table import AmendmentRow
from amendments.states import Adoption, OutcomeSource, Verdict


class Outcome(models.Model):
    """What the state body said to one row, and whether the adopted act holds our wording.

    A match that no person has confirmed (`confirmed_at` empty) is only a proposal and counts nowhere. `similarity`
    (0 to 1) is how like the comment and our row are; empty for what was entered by hand. `adoption` and the passage
    `adopted_text` are computed, unless a person set them (`corrected_at`). `findings` keeps what was computed, by language:
    adoption, share, passage, label, missing, only_numbers.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    row = models.OneToOneField(AmendmentRow, on_delete=models.CASCADE, related_name="outcome")
    state = models.CharField(max_length=14, choices=Verdict, default=Verdict.NOT_ANSWERED)
    body_words = models.TextField(blank=True)
    body_language = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=12, choices=OutcomeSource)
    source_name = models.CharField(max_length=255, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    comment_id = models.CharField(max_length=40, blank=True)
    similarity = models.FloatField(null=True)
    found_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    adoption = models.CharField(max_length=10, choices=Adoption, default=Adoption.UNKNOWN)
    adopted_text = models.TextField(blank=True)
    adoption_similarity = models.FloatField(null=True)
    findings = models.JSONField(default=dict, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Verdict.values), name="outcome_state"),
            models.CheckConstraint(condition=Q(source__in=OutcomeSource.values), name="outcome_source"),
            models.CheckConstraint(condition=Q(adoption__in=Adoption.values), name="outcome_adoption"),
            models.CheckConstraint(
                condition=Q(similarity__isnull=True) | Q(similarity__gte=0, similarity__lte=1),
                name="outcome_similarity",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="outcome_list")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.state}"
